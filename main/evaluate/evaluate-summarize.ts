/** `parola evaluate summarize`: how well sentences are cleaned and chosen whose right answers are known. */
import type { Digest, SaidDigest, SummarizeOptions } from '../../preload/summary.ts';
import { countWords } from '../../preload/summary-length.ts';
import { ParolaError } from '../errors.ts';
import type { Inference } from '../inference.ts';
import type { SummaryModels } from '../worker/protocol.ts';
import { peakMemoryMiB } from './memory.ts';
import { readSummaryCorpus, type SummaryCorpus } from './summary-corpus.ts';
import type { SummarizeReport } from './summary-report.ts';
import { choosingRows, cleaningScores, negationScores, negationScoresOfPairs } from './summary-scores.ts';

export interface EvaluateSummarizeOptions {
  readonly data: string;
  readonly split?: string;
  readonly limit?: number;
  /** Words that each summary may have; the references' mean unless given. */
  readonly words?: number;
}

export interface EvaluateSummarizeContext {
  readonly inference: Inference;
  readonly models: Extract<SummaryModels, { kind: 'said' }>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Measures; the inference processes are the caller's to close.
 * @throws ParolaError `file-not-found`, `text-unreadable`, `data-malformed`, `cancelled`, and what summarizing throws
 */
export async function evaluateSummarize(
  options: EvaluateSummarizeOptions,
  context: EvaluateSummarizeContext,
): Promise<SummarizeReport> {
  const corpus = await readSummaryCorpus(options.data, options);
  const { pairs, documents } = corpus;
  const total = 2 * pairs.length + documents.length;
  let done = 0;
  const run = (texts: readonly string[], settings: SummarizeOptions) =>
    digestEach(texts, settings, context, () => context.onProgress?.(++done, total));
  const said = pairs.map((pair) => pair.said);
  const begin = performance.now();
  const guarded = await run(said, { choose: false });
  const unguarded = await run(said, { choose: false, guard: false });
  const digests = await run(
    documents.map(({ text }) => text),
    {},
  );
  const seconds = (performance.now() - begin) / 1000;
  const cleaned = pairs.map((pair, at) => ({ pair, guarded: guarded[at], unguarded: unguarded[at] }));
  const kinds = [...new Set(pairs.map(({ kind }) => kind))];
  const peaks = await Promise.all(context.inference.pids().map(peakMemoryMiB));
  return {
    data: {
      file: options.data,
      sha256: corpus.sha256,
      split: options.split ?? null,
      limit: options.limit ?? null,
    },
    models: [context.models.cleaner, context.models.chooser].map(({ id, files }) => ({
      id,
      sha256: Object.fromEntries(files.map(({ name, sha256 }) => [name, sha256])),
    })),
    clean:
      pairs.length === 0
        ? null
        : {
            ...cleaningScores(cleaned),
            negations: negationScoresOfPairs(cleaned),
            kinds: kinds.map((kind) => ({
              kind,
              ...cleaningScores(cleaned.filter(({ pair }) => pair.kind === kind)),
            })),
          },
    choose: documents.length === 0 ? null : chooseReport(corpus, digests, options.words),
    seconds,
    wordsPerSecond: wordsIn(corpus) / seconds,
    peakMemoryMiB: peaks.reduce(
      (most: number | null, one) => (one === null ? most : Math.max(one, most ?? 0)),
      null,
    ),
  };
}

function wordsIn({ pairs, documents }: SummaryCorpus): number {
  const texts = [...pairs.flatMap(({ said }) => [said, said]), ...documents.map(({ text }) => text)];
  return texts.reduce((sum, text) => sum + countWords(text), 0);
}

function chooseReport(
  { documents }: SummaryCorpus,
  digests: readonly SaidDigest[],
  words: number | undefined,
): NonNullable<SummarizeReport['choose']> {
  const lengths = documents.map(({ references }) => mean(references.map(countWords)));
  const budgetWords = words ?? Math.max(1, Math.round(mean(lengths)));
  const both = documents.flatMap((document, at) => {
    const digest = digests[at];
    return digest === undefined ? [] : [{ document, digest }];
  });
  const read = digests.reduce((sum, digest) => sum + digest.read, 0);
  const kept = digests.reduce(
    (sum, { sentences }) => sum + sentences.reduce((all, { text }) => all + countWords(text), 0),
    0,
  );
  return {
    documents: documents.length,
    sentences: digests.reduce((sum, { sentences }) => sum + sentences.length, 0),
    budgetWords,
    rows: choosingRows(both, budgetWords),
    keptByCleaning: kept / Math.max(1, read),
    negations: negationScores(digests),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** A job is so many texts: both processes are at work. */
const batchTexts = 50;

async function digestEach(
  texts: readonly string[],
  options: SummarizeOptions,
  { inference, models, signal }: EvaluateSummarizeContext,
  onDone: () => void,
): Promise<SaidDigest[]> {
  const digests: SaidDigest[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let from = next; from < texts.length; from = next) {
      next = from + batchTexts;
      const sources = texts.slice(from, next).map((text) => ({ text, language: 'en' }));
      await inference.summarize(
        { models, sources, together: false, options },
        {
          ...(signal === undefined ? {} : { signal }),
          onSummarized(source, digest) {
            digests[from + source] = saidOnly(digest);
            onDone();
          },
        },
      );
    }
  };
  await Promise.all([work(), work()]);
  return digests;
}

function saidOnly(digest: Digest): SaidDigest {
  if (digest.kind === 'said') return digest;
  throw new ParolaError('model-wrong-task', 'what writes in its own words cannot be measured so');
}
