/** Many texts → their translations, over two processes where there is enough for both. */
import type { SentenceTranslation, TranslateOptions } from '../preload/translation.ts';
import { ParolaError } from './errors.ts';
import type { Inference } from './inference.ts';
import type { TranslatedListener } from './inference-jobs.ts';
import { cutLong } from './text-lines.ts';
import type { TranslationModels } from './worker/protocol.ts';

export interface TextsListeners {
  readonly signal?: AbortSignal;
  /** Each text, in order, as soon as it and all before it are there. @throws ends the work with what it throws */
  readonly onTranslated?: TranslatedListener;
  /** How much of all is done, 0–1, whichever comes first. */
  readonly onProgress?: (share: number) => void;
}

/** A batch is a job: small enough that both processes end at about the same time, large enough not to count. */
const batchCharacters = 3000;
/** With less than about forty sentences the second process would not have its models before the first is done. */
const worthTwoCharacters = 5000;

/**
 * Translates each of `texts` by itself, behind whatever somebody waits for.
 * @returns the parts of each text; the `source`s of one joined are that text
 * @throws ParolaError as `Inference.translate`; then nothing of the work goes on
 */
export async function translateTexts(
  inference: Pick<Inference, 'translate'>,
  models: TranslationModels,
  texts: readonly string[],
  options: TranslateOptions,
  listeners: TextsListeners = {},
): Promise<SentenceTranslation[][]> {
  const { onTranslated = () => {}, ...rest } = listeners;
  const cut = texts.map(cutLong);
  const whole: SentenceTranslation[][] = texts.map(() => []);
  const left = cut.map(({ length }) => length);
  const places = cut.flatMap((pieces, text) => pieces.map(() => text));
  await translatePieces(inference, models, cut.flat(), options, {
    ...rest,
    onTranslated(piece, parts) {
      const text = places[piece] ?? 0;
      const joined = whole[text] ?? [];
      for (const part of parts) joined.push(part);
      left[text] = (left[text] ?? 0) - 1;
      if (left[text] === 0) onTranslated(text, joined);
    },
  });
  return whole;
}

async function translatePieces(
  inference: Pick<Inference, 'translate'>,
  models: TranslationModels,
  texts: readonly string[],
  options: TranslateOptions,
  listeners: TextsListeners,
): Promise<void> {
  const { signal, onTranslated = () => {}, onProgress = () => {} } = listeners;
  const characters = texts.reduce((sum, { length }) => sum + length, 0);
  let done = 0;
  /** What came before something in front of it. */
  const early = new Map<number, readonly SentenceTranslation[]>();
  let told = 0;
  const keep = (text: number, parts: readonly SentenceTranslation[]): void => {
    early.set(text, parts);
    done += texts[text]?.length ?? 0;
    onProgress(characters === 0 ? 1 : done / characters);
    for (let next = early.get(told); next !== undefined; next = early.get(told)) {
      early.delete(told);
      onTranslated(told++, next);
    }
  };
  const stop = new AbortController();
  const stopAll = (): void => stop.abort();
  if (signal?.aborted) throw new ParolaError('cancelled', 'stopped before it began');
  signal?.addEventListener('abort', stopAll, { once: true });
  const batches = batchesOf(texts);
  const work = async (): Promise<void> => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
      const { from, to } = batch;
      await inference.translate(
        { models, texts: texts.slice(from, to), options },
        { signal: stop.signal, onTranslated: (text, parts) => keep(from + text, parts) },
      );
    }
  };
  const workers = characters > worthTwoCharacters ? [work(), work()] : [work()];
  try {
    await Promise.all(workers);
  } catch (error) {
    stopAll();
    await Promise.all(workers.map((one) => one.catch(() => {})));
    throw error;
  } finally {
    signal?.removeEventListener('abort', stopAll);
  }
}

/** Runs of texts, in order. */
function batchesOf(texts: readonly string[]): { from: number; to: number }[] {
  const batches: { from: number; to: number }[] = [];
  let from = 0;
  let characters = 0;
  for (const [at, { length }] of texts.entries()) {
    characters += length;
    if (characters < batchCharacters && at < texts.length - 1) continue;
    batches.push({ from, to: at + 1 });
    from = at + 1;
    characters = 0;
  }
  return batches;
}
