/**
 * Any recording → 16 kHz mono samples, a piece at a time. A file is known by its content, never by
 * its name; whatever is wrong with it ends in a coded error that says what to do.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { ParolaError } from '../../errors.ts';
import { unsupported } from './audio-error.ts';
import { createResampler } from './resample.ts';
import { openWav, readWavFrames } from './wav.ts';
import { readAt } from './wav-header.ts';

/** What a recording is, from its header alone. */
export interface AudioFacts {
  readonly container: string;
  readonly codec: string;
  readonly sampleRateHz: number;
  readonly channels: number;
  /** Null where the file does not say. */
  readonly durationSeconds: number | null;
}

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
  const { file, bytes } = await openFile(path);
  try {
    const { header } = await openWavOrFail(file, bytes);
    const fromFrame = Math.round((options.fromSeconds ?? 0) * header.sampleRateHz);
    const resampler = await createResampler(header.sampleRateHz);
    try {
      for await (const frames of readWavFrames(file, header, fromFrame)) {
        throwIfCancelled(options.signal);
        const samples = resampler.push(frames);
        if (samples.length > 0) yield samples;
      }
      const rest = resampler.flush();
      if (rest.length > 0) yield rest;
    } finally {
      resampler.free();
    }
  } finally {
    await file.close();
  }
}

/** What `path` holds. Throws as `readAudio`. */
export async function probeAudio(path: string): Promise<AudioFacts> {
  const { file, bytes } = await openFile(path);
  try {
    const { header, durationSeconds } = await openWavOrFail(file, bytes);
    const { channels, sampleRateHz, encoding } = header;
    return { container: 'wav', codec: encoding, sampleRateHz, channels, durationSeconds };
  } finally {
    await file.close();
  }
}

async function openWavOrFail(file: FileHandle, bytes: number) {
  const head = await readAt(file, 0, 12);
  const container = head.toString('latin1', 0, 4);
  const isWave = ['RIFF', 'RIFX', 'RF64'].includes(container) && head.toString('latin1', 8, 12) === 'WAVE';
  if (!isWave) throw unsupported('The file holds no audio that Parola recognizes');
  return openWav(file, bytes);
}

async function openFile(path: string): Promise<{ file: FileHandle; bytes: number }> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
      throw new ParolaError('file-not-found', 'There is no such file: check its name and folder');
    }
    throw unreadable(
      error.code === 'EACCES' ? 'You may not read this file' : 'The file cannot be opened',
      error,
    );
  });
  try {
    const facts = await file.stat();
    if (facts.isDirectory()) throw unreadable('This is a folder, not a recording');
    if (facts.size === 0 && facts.isFile()) {
      throw new ParolaError('audio-empty', 'The file is empty (0 bytes): record or export it again');
    }
    if (!facts.isFile()) throw unreadable('This is not an ordinary file');
    return { file, bytes: facts.size };
  } catch (error) {
    await file.close();
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
