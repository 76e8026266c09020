/**
 * The command line: what can be asked, and the promises every command keeps. Results go to standard
 * output, everything else to standard error; exit 0 is all done, 1 something failed, 2 wrong syntax.
 */
import path from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { addCaption } from './cli/add-caption.ts';
import { addEvaluate } from './cli/add-evaluate.ts';
import { addSummarize } from './cli/add-summarize.ts';
import { interruptedExitCode, type Run } from './cli/context.ts';
import {
  modelsInstall,
  modelsInstallDefaults,
  modelsList,
  modelsPath,
  modelsRemove,
  modelsVerify,
} from './cli/models.ts';
import { addModelsImport } from './cli/models-import.ts';
import { maxBeams, port, wholeNumber } from './cli/option-values.ts';
import { standardOutputFailure } from './cli/output-files.ts';
import { providersCommand } from './cli/providers.ts';
import { clearStatus, reportError } from './cli/report.ts';
import { serveCommand } from './cli/serve.ts';
import { transcribeCommand } from './cli/transcribe.ts';
import { translateCommand } from './cli/translate.ts';
import { ParolaError } from './errors.ts';
import { parolaHome, tasksOffered } from './models.ts';

declare const PAROLA_VERSION: string;

/** How long a command may take to stop; the server has recordings to close. */
const stopMilliseconds = 700;
const serverStopMilliseconds = 4000;

/** What the user asked for; null where the answer (help, version) has been given. */
function parse(argumentsGiven: readonly string[]): Run | null {
  let run: Run | null = null;
  const program = new Command('parola')
    .description(
      'Writes down speech, describes pictures, translates and summarizes text on this machine, and sends nothing anywhere.',
    )
    .version(PAROLA_VERSION, '-V, --version', 'print the version')
    .option('--offline', 'never fetch a model, fail instead')
    .helpOption('-h, --help', 'print this help')
    .addHelpText(
      'after',
      '\nOut of the box it hears English and translates between English and Portuguese;\n"parola models list" shows what an install adds.',
    );
  program.configureOutput({ outputError: () => undefined });
  const offline = new Option('--offline', 'never fetch a model, fail instead');
  const choose = (chosen: Run) => {
    run = chosen;
  };

  program
    .command('transcribe')
    .description('write down what is said in recordings, and in all recordings of folders')
    .argument('<file...>', 'wav, mp3, flac, ogg, opus, m4a, aac or webm; or a folder')
    .addOption(
      new Option('--format <format>', 'of the result')
        .choices(['text', 'json', 'srt', 'vtt'])
        .default('text'),
    )
    .option('--output <folder>', 'write one file for each recording here, not to standard output')
    .option('--model <id>', 'the speech model (default: moonshine-tiny)')
    .option(
      '--language <code>',
      'the language spoken (default: the model’s own, or found out by a model of many)',
    )
    .option('--to-english', 'English words, whatever is spoken, of a model of many languages')
    .addOption(providerOption())
    .addOption(offline)
    .action((files, options) => choose((context) => transcribeCommand(files, options, context)));

  addCaption(program, offline, choose);
  addTranslate(program, offline, choose);
  addSummarize(program, offline, choose);
  addModels(program, offline, choose);
  addEvaluate(program, offline, choose);
  program
    .command('providers')
    .description('what computes each model on this machine, and why')
    .option('--test', 'try everything anew first')
    .option('--json', 'as JSON')
    .action((options) => choose((context) => providersCommand(options, context)));

  program
    .command('serve')
    .description('the window in a browser on this machine, where there is no display for it')
    .option('--port <number>', 'the port on 127.0.0.1 (default: any free one)', port)
    .addOption(offline)
    .action((options) => choose((context) => serveCommand(options, context)));

  for (const command of [program, ...descendants(program)])
    command.exitOverride().configureOutput({ outputError: () => undefined });
  program.parse(argumentsGiven, { from: 'user' });
  return run;
}

const providerOption = () =>
  new Option(
    '--provider <name>',
    'what computes: auto (what proved faster), cpu, or one of "parola providers"',
  );

function addTranslate(program: Command, offline: Option, choose: (run: Run) => void): void {
  program
    .command('translate')
    .description('write texts and documents in another language')
    .argument(
      '[file...]',
      'text, Markdown (.md), subtitles (.srt, .vtt) or a folder; none or -: standard input',
    )
    .option('--from <language>', 'what they are in, as "en" (default: found for each file)')
    .option('--to <language>', 'what they are to be in, as "pt"')
    .option('--model <id>', 'the model to translate with (default: the best that is installed)')
    .addOption(
      new Option('--format <format>', 'text: each file in its own form; json: an object for each line')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('--output <folder>', 'write one file for each file here, not to standard output')
    .option('--beams <count>', 'translations followed at a time (default: 1)', wholeNumber(1, maxBeams))
    .option('--alternatives <count>', 'other translations to give, in JSON', wholeNumber(0, maxBeams - 1))
    .option('--glossary <file>', 'terms to be translated in one way (default: your own glossary)')
    .option('--no-glossary', 'translate without any')
    .option('--exact', 'the same result on every processor, more slowly')
    .addOption(providerOption())
    .addOption(offline)
    .action((files, options) => {
      if (options.to === undefined && options.model === undefined) {
        throw new CommanderError(
          1,
          'commander.missingOption',
          "error: required option '--to <language>' not specified",
        );
      }
      choose((context) => translateCommand(files, options, context));
    });
}

function addModels(program: Command, offline: Option, choose: (run: Run) => void): void {
  const models = program
    .command('models')
    .description('what is installed, what can be, and where it is')
    .action(() => choose((context) => modelsList(undefined, context)));
  models
    .command('list')
    .description('every model, installed or not (the default)')
    .addOption(new Option('--task <task>', 'only those for it').choices([...tasksOffered]))
    .action(({ task }) => choose((context) => modelsList(task, context)));
  models
    .command('install')
    .description('fetch models, verify them and make them ready')
    .argument('<id...>', 'as "parola models list" prints them')
    .addOption(offline)
    .action((ids) => choose((context) => modelsInstall(ids, context)));
  addModelsImport(models, choose);
  // For the set-up: silent, and without reading every byte, where they are there.
  models
    .command('install-defaults', { hidden: true })
    .addOption(offline)
    .action(() => choose(modelsInstallDefaults));
  models
    .command('verify')
    .description('compare every byte of what is installed with what it should be')
    .action(() => choose(modelsVerify));
  models
    .command('remove')
    .description('delete a model from this machine')
    .argument('<id>', 'as "parola models list" prints it')
    .action((id) => choose((context) => modelsRemove(id, context)));
  models
    .command('path')
    .description('the folder the models are in')
    .action(() => choose(modelsPath));
}

function descendants(command: Command): Command[] {
  return command.commands.flatMap((one) => [one, ...descendants(one)]);
}

/** The exit code of what `argumentsGiven` asks for. */
async function main(argumentsGiven: readonly string[]): Promise<number> {
  let run: Run | null;
  try {
    run = parse(argumentsGiven);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    // Commander names the failure of a bare `parola` "help", which it has printed already.
    if (error.code !== 'commander.help') reportError(usage(error), 'command line');
    return 2;
  }
  if (run === null) return 0;
  const interruption = new AbortController();
  listenForInterruption(
    interruption,
    argumentsGiven.includes('serve') ? serverStopMilliseconds : stopMilliseconds,
  );
  const offline = argumentsGiven.includes('--offline');
  const workerPath = path.join(__dirname, 'worker.cjs');
  try {
    return await run({ home: parolaHome(), offline, signal: interruption.signal, workerPath });
  } catch (error) {
    clearStatus();
    if (interruption.signal.aborted) return interruptedExitCode;
    reportError(error, argumentsGiven[0] ?? 'parola');
    return 1;
  }
}

function usage(error: CommanderError): ParolaError {
  const said = error.message.replace(/^error: /, '').replace(/\s+/g, ' ');
  return new ParolaError('usage', `${said}; "parola --help" shows the commands`);
}

/** The first Ctrl-C or SIGTERM stops the work between two steps; the second, or `graceMilliseconds`, ends what still holds. */
function listenForInterruption(interruption: AbortController, graceMilliseconds: number): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (interruption.signal.aborted) process.exit(interruptedExitCode);
      interruption.abort(new ParolaError('cancelled', 'stopped'));
      setTimeout(() => process.exit(interruptedExitCode), graceMilliseconds).unref();
    });
  }
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  const failure = standardOutputFailure(error);
  if (failure !== null) reportError(failure, 'standard output');
  process.exit(failure === null ? 0 : 1);
});

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
  // Standard output may be a pipe that still drains; leave once it has.
  process.stdout.write('', () => process.exit(code));
});
