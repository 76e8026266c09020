/** `parola models import`: a model from a folder of files, as Hugging Face's exporter leaves it. */
import { type Command, Option } from 'commander';
import type { ImportWishes } from '../../models/huggingface/manifest.ts';
import { importModel } from '../install/import.ts';
import { forkWorker } from '../launch.ts';
import type { CommandContext, Run } from './context.ts';
import { clearStatus, say, showStatus } from './report.ts';

/** Adds the command to `parola models`. */
export function addModelsImport(models: Command, choose: (run: Run) => void): void {
  models
    .command('import')
    .description('take in a model from a folder of files (T5, BART, Marian or Whisper, exported to ONNX)')
    .argument('<folder>', 'with config.json, tokenizer.json and the graphs')
    .option('--id <id>', 'what it is called from now on (default: its maker’s name for it)')
    .option('--title <title>', 'what a list shows')
    .addOption(
      new Option('--task <task>', 'what it is for, where the files do not say').choices([
        'summarize',
        'translate',
        'transcribe',
      ]),
    )
    .option('--from <language>', 'the language it reads or hears, as "en"')
    .option('--to <language>', 'the language it writes, as "de"')
    .option('--prefix <text>', 'what it wants before each text, as "summarize: "')
    .option('--variant <name>', 'which graphs, where there are several: quantized, int8, uint8, fp16')
    .option('--licence <name>', 'its licence, as "Apache-2.0"')
    .action((folder, wishes) => choose((context) => modelsImport(folder, wishes, context)));
}

/** @throws ParolaError as `importModel` */
export async function modelsImport(
  folder: string,
  wishes: ImportWishes,
  { home, workerPath, signal }: CommandContext,
): Promise<number> {
  showStatus('reading the files, and running the model once');
  const manifest = await importModel(folder, wishes, {
    home,
    signal,
    trial: { launch: forkWorker, workerPath },
    onNote: (note) => {
      clearStatus();
      say(note);
    },
  }).finally(clearStatus);
  const { id, task, languages, graphs } = manifest;
  const prefix = graphs?.kind === 'encoder-decoder' ? graphs.text?.prefix : undefined;
  const pair = task === 'translate' ? ` from ${languages[0]} into ${languages[1]}` : '';
  const before = prefix === undefined ? '' : `, with ${JSON.stringify(prefix)} before each text`;
  say(`${id} is imported; it is for "parola ${task} --model ${id}"${pair}${before}`);
  return 0;
}
