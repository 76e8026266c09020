/**
 * Any recording → 16 kHz mono samples, a piece at a time. A file is known by its content, never by
 * its name; whatever is wrong with it ends in a coded error that says what to do.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { ParolaError } from '../../errors.ts';
import { malformed } from './audio-error.ts';
import { createResampler, type Resampler } from './resample.ts';
import { type AudioFacts, type AudioSource, openSource } from './source.ts';
import { maxRateHz, minRateHz } from './wav-header.ts';

export type { AudioFacts } from './source.ts';

export interface ReadAudioOptions {
  /** Where to begin, in seconds of the recording. */
  readonly fromSeconds?: number;
  /** Ends the reading with `cancelled`. */
  readonly signal?: AbortSignal;
}

/**
 * The recording's samples at 16 kHz, mono, in −1…1, in chunks of any length, in order and gapless;
 * memory does not grow with its length. Throws `file-not-found`, `file-unreadable`, `audio-empty`,
 * `audio-no-data`, `audio-malformed`, `audio-unsupported`, `cancelled`.
 */
export async function* readAudio(path: string, options: ReadAudioOptions = {}): AsyncGenerator<Float32Array> {
  const file = await openFile(path);
  let source: AudioSource | undefined;
  try {
    source = await openSource(file.handle, file.bytes);
    yield* resampled(source, options);
  } finally {
    source?.close();
    await file.handle.close();
  }
}

/** What `path` holds. Throws as `readAudio`. */
export async function probeAudio(path: string): Promise<AudioFacts> {
  const file = await openFile(path);
  try {
    const source = await openSource(file.handle, file.bytes);
    source.close();
    return source.facts;
  } finally {
    await file.handle.close();
  }
}

async function* resampled(source: AudioSource, options: ReadAudioOptions): AsyncGenerator<Float32Array> {
  let resampler: Resampler | undefined;
  let rateHz = 0;
  for await (const stretch of source.read(options.fromSeconds ?? 0)) {
    throwIfCancelled(options.signal);
    if (!resampler || stretch.rateHz !== rateHz) {
      // A stream may change its rate on the way; the old resampler gives back what it still holds.
      if (resampler) yield* nonEmpty(resampler.flush());
      rateHz = stretch.rateHz;
      resampler = createResampler(checkedRate(rateHz));
    }
    yield* nonEmpty(resampler.push(stretch.samples));
  }
  throwIfCancelled(options.signal);
  if (resampler) yield* nonEmpty(resampler.flush());
}

function* nonEmpty(samples: Float32Array): Generator<Float32Array> {
  if (samples.length > 0) yield samples;
}

function checkedRate(rateHz: number): number {
  if (rateHz >= minRateHz && rateHz <= maxRateHz) return Math.round(rateHz);
  throw malformed(`The recording gives a sample rate of ${rateHz} Hz (4000 to 384000 can be heard)`);
}

async function openFile(path: string): Promise<{ handle: FileHandle; bytes: number }> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
      throw new ParolaError('file-not-found', 'There is no such file: check its name and folder');
    }
    throw unreadable(
      error.code === 'EACCES' ? 'You may not read this file' : 'The file cannot be opened',
      error,
    );
  });
  try {
    const facts = await handle.stat();
    if (facts.isDirectory()) throw unreadable('This is a folder, not a recording');
    if (!facts.isFile()) throw unreadable('This is not an ordinary file');
    if (facts.size === 0) {
      throw new ParolaError('audio-empty', 'The file is empty (0 bytes): record or export it again');
    }
    return { handle, bytes: facts.size };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function unreadable(what: string, cause?: NodeJS.ErrnoException): ParolaError {
  return new ParolaError(
    'file-unreadable',
    `${what}: choose another or change its permissions`,
    cause?.message,
  );
}

function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ParolaError('cancelled', 'The reading was cancelled');
}
