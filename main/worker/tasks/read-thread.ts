/**
 * Tesseract in a thread of its own. The library's worker script is driven by its messages, not by the
 * library's front: that one looks for its data in the network, has no answer when a thread dies or a
 * language cannot be loaded, and none of its calls can be given up. Here the data are handed over as
 * verified bytes, and a reading that is no longer wanted ends with its thread.
 */
import { createRequire } from 'node:module';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import * as v from 'valibot';
import { ParolaError } from '../../errors.ts';

/** What Tesseract knows of one language. */
export interface LanguageData {
  /** Tesseract's own name: "eng". */
  readonly language: string;
  readonly bytes: Uint8Array;
}

/** How a picture is looked at: text that stands anywhere on it, or one line. */
export type Layout = 'scattered' | 'line';

export interface ReadRequest {
  /** The bytes of an image file. */
  readonly image: Uint8Array;
  readonly layout: Layout;
}

export interface ReadThread {
  /** Tesseract's table of words. @throws ParolaError engine-crashed when the thread died */
  read(request: ReadRequest): Promise<string>;
  dispose(): Promise<void>;
}

/** https://tesseract-ocr.github.io/tessdoc/ImproveQuality: page segmentation modes 11 and 7. */
const segmentation: Readonly<Record<Layout, string>> = { scattered: '11', line: '7' };
/** The mode of the recurrent network alone (LSTM_ONLY). */
const networkOnly = 1;
const settings = {
  // Sauvola's local threshold: print of any colour on any ground, as in windows, beside each other.
  thresholding_method: '2',
  user_defined_dpi: '150',
};

const answerSchema = v.object({
  jobId: v.string(),
  status: v.picklist(['resolve', 'reject', 'progress']),
  data: v.unknown(),
});
const readSchema = v.object({ tsv: v.string() });

/**
 * Starts a thread that reads the languages of `data`, all at once.
 * @throws ParolaError model-unsupported when Tesseract cannot load them, engine-crashed
 */
export async function startReadThread(data: readonly LanguageData[]): Promise<ReadThread> {
  // Its remarks ("Detected 45 diacritics") are not for the program's own output.
  const thread = new Worker(workerScript(), { stdout: true, stderr: true });
  thread.stdout.resume();
  thread.stderr.resume();
  const ask = conversation(thread);
  const languages = data.map(({ language }) => language).join('+');
  try {
    await ask('load', { options: { lstmOnly: true } });
    const langs = data.map(({ language, bytes }) => ({ code: language, data: bytes }));
    await ask('loadLanguage', { langs, options: { cacheMethod: 'none', lstmOnly: true } });
    await ask('initialize', { langs: languages, oem: networkOnly });
    await ask('setParameters', { params: settings });
  } catch (error) {
    await thread.terminate();
    if (error instanceof ParolaError) throw error;
    throw new ParolaError(
      'model-unsupported',
      `Text cannot be read with the data for ${languages}; install them again`,
      String(error),
    );
  }
  return {
    async read({ image, layout }) {
      // A page that lies a little askew is turned straight; a line is straight already.
      const options = { rotateAuto: layout !== 'line', tessedit_pageseg_mode: segmentation[layout] };
      const output = { text: false, tsv: true };
      return v.parse(readSchema, await ask('recognize', { image, options, output })).tsv;
    },
    async dispose() {
      await thread.terminate();
    },
  };
}

/** Threads do not look into the packed program; what they load lies beside it. */
function workerScript(): string {
  const require = createRequire(import.meta.url);
  const script = require.resolve('tesseract.js/src/worker-script/node/index.js');
  return script.replace(`app.asar${path.sep}`, `app.asar.unpacked${path.sep}`);
}

/** Questions to the thread, each answered, or refused once the thread has ended. */
function conversation(thread: Worker): (action: string, payload: object) => Promise<unknown> {
  const waiting = new Map<string, { resolve(value: unknown): void; reject(reason: unknown): void }>();
  let asked = 0;
  let ended: ParolaError | null = null;
  const end = (detail: string) => {
    ended ??= new ParolaError('engine-crashed', 'Reading the text of a picture failed; try again', detail);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  thread.on('error', (error) => end(error instanceof Error ? (error.stack ?? error.message) : String(error)));
  thread.on('exit', (code) => end(`the thread ended with ${code}`));
  thread.on('message', (message: unknown) => {
    const answer = v.safeParse(answerSchema, message);
    if (!answer.success || answer.output.status === 'progress') return;
    const { jobId, status, data } = answer.output;
    const asker = waiting.get(jobId);
    waiting.delete(jobId);
    if (status === 'resolve') asker?.resolve(data);
    else asker?.reject(data);
  });
  return (action, payload) =>
    new Promise((resolve, reject) => {
      if (ended !== null) {
        reject(ended);
        return;
      }
      const jobId = `${action}-${++asked}`;
      waiting.set(jobId, { resolve, reject });
      thread.postMessage({ workerId: 'read', jobId, action, payload });
    });
}
