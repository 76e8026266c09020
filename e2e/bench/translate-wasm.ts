/**
 * The engine of browsers: Bergamot's translator compiled to WebAssembly, in the package's own worker
 * with its own settings, on the publisher's files.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { TranslatorBacking } from '@browsermt/bergamot-translator';
import { serve } from './translate-engine.ts';

/** Without a list of models, which the package would fetch when it starts. */
class LocalBacking extends TranslatorBacking {
  override onerror = fail;
  override async loadModelRegistery(): Promise<[]> {
    return [];
  }
}

/** The package would say so and wait for ever. */
function fail(error: unknown): never {
  process.stderr.write(`bench: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}

type Worker = Awaited<ReturnType<TranslatorBacking['loadWorker']>>['exports'];

let worker: Worker | undefined;
let pair = { from: '', to: '' };

await serve({
  name: '@browsermt/bergamot-translator 0.4.9',
  async load({ originals, direction }) {
    const names = await readdir(originals);
    const buffer = async (pattern: RegExp) => {
      const name = names.find((candidate) => pattern.test(candidate));
      if (name === undefined) throw new Error(`no file of ${originals} fits ${pattern.source}`);
      return Uint8Array.from(await readFile(path.join(originals, name))).buffer;
    };
    const [from = '', to = ''] = direction.split('-');
    pair = { from, to };
    worker = (await new LocalBacking({ cacheSize: 0 }).loadWorker()).exports;
    await worker.loadTranslationModel(pair, {
      model: await buffer(/^model\..*\.bin$/),
      shortlist: await buffer(/^lex\..*\.bin$/),
      vocabs: [await buffer(/^vocab\..*\.spm$/)],
      qualityModel: null,
      config: {},
    });
  },
  async translate(line) {
    const [answer] = (await worker?.translate({
      models: [pair],
      texts: [{ text: line, html: false, qualityScores: false }],
    })) ?? [undefined];
    return answer?.target.text ?? '';
  },
});
