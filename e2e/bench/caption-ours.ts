/** Parola's side of the race of captioners: from a file's bytes to the sentence, as the program does it. */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { installedModel } from '../../main/models.ts';
import { openPicture } from '../../main/worker/input/picture.ts';
import type { InstalledModel } from '../../main/worker/protocol.ts';
import { type CaptionEngine, loadCaptioner } from '../../main/worker/tasks/caption.ts';
import type { EncoderDecoderGraphs } from '../../models/schema.ts';
import type { CaptionFiles, CaptionMessage } from './caption-messages.ts';

const reply = (answer: unknown) => process.stdout.write(`${JSON.stringify(answer)}\n`);
let engine: CaptionEngine | undefined;

reply({ name: 'parola' });
for await (const text of createInterface({ input: process.stdin })) {
  const message = JSON.parse(text) as CaptionMessage;
  if ('load' in message) {
    engine = await load(message.load);
    reply({ loaded: true });
  } else if (engine !== undefined) {
    const cpuBefore = process.cpuUsage();
    const start = performance.now();
    const picture = await openPicture({ bytes: await readFile(message.picture) });
    const { caption } = await engine.caption(picture, {});
    const milliseconds = performance.now() - start;
    const { user, system } = process.cpuUsage(cpuBefore);
    reply({ text: caption, milliseconds, cpuMilliseconds: (user + system) / 1000 });
  }
}

async function load({ home, threads }: CaptionFiles): Promise<CaptionEngine> {
  const model = await installedModel(home, 'parola-captioner');
  if (model?.graphs.kind !== 'encoder-decoder') throw new Error('the captioner is not installed');
  return loadCaptioner(model as InstalledModel<EncoderDecoderGraphs>, { threads });
}
