/**
 * `parola evaluate transcribe`: how well and how fast recordings with known words are heard, by the
 * path that users get and, beside it, by the bare model.
 */
import path from 'node:path';
import type { Segment } from '../../preload/transcript.ts';
import type { Inference } from '../inference.ts';
import type { ListeningModels } from '../worker/protocol.ts';
import { type Clip, type Noise, readSamples, withClips } from './clips.ts';
import { readCorpus } from './corpus.ts';
import { hearLive, type LiveClip } from './live-clip.ts';
import { peakMemoryMiB } from './memory.ts';
import { normalizedWords } from './normalize.ts';
import { type Latency, quantile, type Report } from './report.ts';
import { addWordErrors, countWordErrors, type WordErrors, wordErrorRate } from './word-errors.ts';

export interface EvaluateOptions {
  /** The folder of the corpus. */
  readonly data: string;
  /** Only the first recordings. */
  readonly limit?: number;
  /** Through the streaming path too, at the pace of speech. */
  readonly live?: boolean;
  readonly noise?: Noise;
}

export interface EvaluateContext {
  readonly inference: Inference;
  readonly models: ListeningModels;
  readonly signal?: AbortSignal;
  readonly onProgress?: (what: 'files' | 'live' | 'bare model', done: number, total: number) => void;
}

/**
 * Measures; the inference process is the caller's to close.
 * @throws ParolaError `file-not-found`, `data-malformed`, `cancelled`, and what transcription throws
 */
export async function evaluateTranscribe(
  options: EvaluateOptions,
  context: EvaluateContext,
): Promise<Report> {
  const recordings = await readCorpus(options.data, options.limit);
  return withClips(recordings, options.noise, context.signal, async (clips) => {
    const { provider } = await context.inference.warm(context.models);
    // Loading is not part of what is measured.
    await hearFile(clips[0] as Clip, false, context);
    if (options.live) await hearLive(context.inference, context.models, new Float32Array(0), context.signal);
    const files = await eachClip(clips, 'files', context, (clip) => hearFile(clip, false, context));
    const live = options.live
      ? await eachClip(clips, 'live', context, async (clip) => hearClipLive(clip, context))
      : null;
    const peak = await largestPeak(context.inference);
    const bare = await eachClip(clips, 'bare model', context, (clip) => hearFile(clip, true, context));
    return {
      ...heading(options, context, provider, clips),
      ...figures(clips, files, live, bare),
      peakMemoryMiB: peak,
    };
  });
}

/** What a recording was heard as, and how long that took. */
interface HeardFile {
  readonly text: string;
  readonly seconds: number;
}

async function hearFile(
  clip: Clip,
  bare: boolean,
  { inference, models, signal }: EvaluateContext,
): Promise<HeardFile> {
  const segments: Segment[] = [];
  const begin = performance.now();
  await inference.transcribeFile(
    { path: clip.path, models, bare },
    { onSegment: (segment) => segments.push(segment), ...(signal ? { signal } : {}) },
  );
  const seconds = (performance.now() - begin) / 1000;
  return { text: segments.map(({ text }) => text).join(' '), seconds };
}

async function hearClipLive(clip: Clip, { inference, models, signal }: EvaluateContext): Promise<LiveClip> {
  return hearLive(inference, models, await readSamples(clip.path, signal), signal);
}

async function eachClip<Result>(
  clips: readonly Clip[],
  what: 'files' | 'live' | 'bare model',
  { onProgress, signal }: EvaluateContext,
  hear: (clip: Clip) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const clip of clips) {
    signal?.throwIfAborted();
    onProgress?.(what, results.length, clips.length);
    results.push(await hear(clip));
  }
  onProgress?.(what, clips.length, clips.length);
  return results;
}

async function largestPeak(inference: Inference): Promise<number | null> {
  const peaks = await Promise.all(inference.pids().map(peakMemoryMiB));
  const known = peaks.filter((peak) => peak !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function heading(
  { data, limit, noise }: EvaluateOptions,
  { models }: EvaluateContext,
  provider: string,
  clips: readonly Clip[],
) {
  const { id, files } = models.speech;
  return {
    data,
    limit: limit ?? null,
    noise: noise ? { file: path.basename(noise.path), snrDecibels: noise.snrDecibels } : null,
    model: { id, sha256: Object.fromEntries(files.map(({ name, sha256 }) => [name, sha256])) },
    provider,
    clips: clips.length,
    audioSeconds: sum(clips.map(({ seconds }) => seconds)),
  };
}

function figures(
  clips: readonly Clip[],
  files: readonly HeardFile[],
  live: readonly LiveClip[] | null,
  bare: readonly HeardFile[],
) {
  const shipped = live ?? files;
  const errors = errorsOf(clips, shipped);
  const bareErrors = errorsOf(clips, bare);
  const total = addWordErrors(errors);
  const times = files.map(({ seconds }) => seconds * 1000);
  return {
    ...total,
    wordErrorRate: wordErrorRate(total),
    bareWordErrorRate: wordErrorRate(addWordErrors(bareErrors)),
    realTimeFactor: sum(times) / 1000 / sum(clips.map(({ seconds }) => seconds)),
    latencyMilliseconds: latencyOf(times),
    live: live && {
      offlineWordErrorRate: wordErrorRate(addWordErrors(errorsOf(clips, files))),
      partialLagMilliseconds: latencyOf(live.flatMap((clip) => clip.partialLagMilliseconds)),
      settledLagMilliseconds: latencyOf(live.flatMap((clip) => clip.settledLagMilliseconds)),
    },
    recordings: clips.map(({ recording: { file, text } }, index) => ({
      file,
      text,
      heard: shipped[index]?.text ?? '',
      bareHeard: bare[index]?.text ?? '',
      words: errors[index]?.words ?? 0,
      errors: errorCount(errors[index]),
      bareErrors: errorCount(bareErrors[index]),
    })),
  };
}

function errorsOf(clips: readonly Clip[], heard: readonly { readonly text: string }[]): WordErrors[] {
  return clips.map(({ recording }, index) =>
    countWordErrors(normalizedWords(recording.text), normalizedWords(heard[index]?.text ?? '')),
  );
}

function errorCount(errors: WordErrors | undefined): number {
  return errors ? errors.substitutions + errors.insertions + errors.deletions : 0;
}

function latencyOf(milliseconds: readonly number[]): Latency {
  return { p50: quantile(milliseconds, 0.5), p95: quantile(milliseconds, 0.95) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
