/** `parola evaluate caption`: how well and how fast pictures are described whose captions people have written. */
import type { DescribeOptions, PictureDescription } from '../../preload/description.ts';
import { describePictures } from '../describe-pictures.ts';
import { ParolaError } from '../errors.ts';
import type { Inference } from '../inference.ts';
import type { SeeingModels } from '../worker/protocol.ts';
import { type CaptionedPicture, type CorpusChoice, readCaptionCorpus } from './caption-corpus.ts';
import type { CaptionReport } from './caption-report.ts';
import { captionScores } from './caption-scores.ts';
import { peakMemoryMiB } from './memory.ts';
import { processorSecondsOf } from './processor-time.ts';
import { tokenizeTreebank } from './tokenize-treebank.ts';

export interface EvaluateCaptionOptions extends CorpusChoice {
  readonly data: string;
  readonly beams?: number;
}

export interface EvaluateCaptionContext {
  readonly inference: Inference;
  readonly models: SeeingModels;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Measures the captions alone: nothing is read in the pictures. The inference processes are the caller's to close.
 * @throws ParolaError `file-not-found`, `data-malformed`, `cancelled`, and what a picture is wrong with: all
 * must be described, or the scores would be of other data
 */
export async function evaluateCaption(
  options: EvaluateCaptionOptions,
  context: EvaluateCaptionContext,
): Promise<CaptionReport> {
  const corpus = await readCaptionCorpus(options.data, options);
  const { descriptions, ...measured } = await describeAll(corpus, options, context);
  const captions = descriptions.map(({ caption }) => caption);
  const scores = captionScores(
    captions,
    corpus.map((picture) => picture.captions),
  );
  const written = descriptions.filter(({ abstained }) => !abstained);
  const tokens = written.map(({ caption }) => tokenizeTreebank(caption));
  const words = tokens.flat();
  const { captioner } = context.models;
  return {
    data: options.data,
    split: options.split ?? null,
    limit: options.limit ?? null,
    model: {
      id: captioner.id,
      sha256: Object.fromEntries(captioner.files.map(({ name, sha256 }) => [name, sha256])),
    },
    provider: context.inference.provider(),
    beams: options.beams ?? null,
    images: corpus.length,
    references: corpus.reduce((sum, picture) => sum + picture.captions.length, 0),
    ...scores,
    abstained: descriptions.length - written.length,
    distinctCaptions: new Set(tokens.map((some) => some.join(' '))).size,
    wordsUsed: new Set(words).size,
    meanLength: words.length / Math.max(1, written.length),
    ...measured,
    pictures: descriptions.map(({ caption, confidence, abstained, kind }, index) => ({
      file: corpus[index]?.file ?? '',
      caption,
      confidence,
      abstained,
      kind,
    })),
  };
}

async function describeAll(
  corpus: readonly CaptionedPicture[],
  { beams }: EvaluateCaptionOptions,
  { inference, models, signal, onProgress }: EvaluateCaptionContext,
) {
  const options: DescribeOptions = { read: 'never', ...(beams === undefined ? {} : { beams }) };
  const stop = signal === undefined ? {} : { signal };
  const sources = corpus.map((picture) => ({ path: picture.path }));
  const first = sources.slice(0, 1);
  const began = performance.now();
  const warm = () => inference.describe({ models, pictures: first, options }, stop);
  await warm();
  const firstCaptionSeconds = (performance.now() - began) / 1000;
  // Loading is not part of what is measured: both processes have their models before the clock starts.
  await Promise.all([warm(), warm()]);
  const before = await processorSecondsOf(inference.pids());
  const begin = performance.now();
  const descriptions: PictureDescription[] = [];
  await describePictures(inference, models, sources, options, {
    ...stop,
    onDescribed(picture, result) {
      if (!result.ok) {
        throw new ParolaError(result.error.code, `${corpus[picture]?.file}: ${result.error.message}`);
      }
      descriptions.push(result.description);
      onProgress?.(descriptions.length, corpus.length);
    },
  });
  const milliseconds = performance.now() - begin;
  const after = await processorSecondsOf(inference.pids());
  const spent = [...after].map(([id, seconds]) => seconds - (before.get(id) ?? 0));
  const peaks = (await Promise.all(inference.pids().map(peakMemoryMiB))).filter((peak) => peak !== null);
  return {
    descriptions,
    firstCaptionSeconds,
    millisecondsPerImage: milliseconds / corpus.length,
    processorMillisecondsPerImage:
      spent.length === 0 ? null : (1000 * spent.reduce((sum, seconds) => sum + seconds, 0)) / corpus.length,
    processes: Math.max(1, spent.filter((seconds) => seconds > 0).length),
    peakMemoryMiB: peaks.length === 0 ? null : Math.max(...peaks),
  };
}
