/**
 * A dictation's sound, kept as it is spoken and before it is recognized: a WAV file that is valid up to
 * the last second even after kill -9, or memory alone for what is off the record.
 */
import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import wavefile from 'wavefile';
import { ParolaError } from './errors.ts';

export const recordingSampleRateHz = 16_000;

export interface Recording {
  /** Samples kept so far. */
  readonly length: number;
  /**
   * Keeps mono samples in −1…1; on return they are with the system, within a second on the disk.
   * @throws ParolaError disk-full, output-unwritable
   */
  append(samples: Float32Array): void;
  /** Up to `count` samples from `from` on. */
  read(from: number, count: number): Float32Array;
  /** Samples before `from` will not be read again; memory gives them up, a file keeps them. */
  forget(from: number): void;
  finish(): void;
}

const bytesPerSample = 2;
const headerBytes = 44;
const maxAmplitude = 32767;

/**
 * Starts a recording in a new file: 16-bit PCM, 16 kHz, mono.
 * @throws ParolaError disk-full, output-unwritable
 */
export function recordToFile(path: string): Recording {
  const file = attempt(() => openSync(path, 'wx+', 0o600));
  attempt(() => writeSync(file, emptyWave(), 0, headerBytes, 0));
  let length = 0;
  let safeLength = 0;
  function makeSafe(): void {
    writeSizes(file, length * bytesPerSample);
    fdatasyncSync(file);
    safeLength = length;
  }
  attempt(makeSafe);
  return {
    get length() {
      return length;
    },
    append(samples) {
      const bytes = toPcm(samples);
      attempt(() => writeWhole(file, bytes, headerBytes + length * bytesPerSample));
      length += samples.length;
      if (length - safeLength >= recordingSampleRateHz) attempt(makeSafe);
    },
    read: (from, count) => readSamples(file, from, Math.min(count, length - from)),
    forget() {},
    finish() {
      attempt(makeSafe);
      closeSync(file);
    },
  };
}

/** Keeps a recording in memory alone, and of it only what may be read again. */
export function recordToMemory(): Recording {
  let blocks: { from: number; samples: Float32Array }[] = [];
  let length = 0;
  return {
    get length() {
      return length;
    },
    append(samples) {
      blocks.push({ from: length, samples: samples.slice() });
      length += samples.length;
    },
    read(from, count) {
      const end = Math.min(from + count, length);
      const result = new Float32Array(Math.max(0, end - from));
      for (const block of blocks) {
        const first = Math.max(from, block.from);
        const last = Math.min(end, block.from + block.samples.length);
        if (first >= last) continue;
        result.set(block.samples.subarray(first - block.from, last - block.from), first - from);
      }
      return result;
    },
    forget(from) {
      blocks = blocks.filter((block) => block.from + block.samples.length > from);
    },
    finish() {
      blocks = [];
    },
  };
}

/**
 * Makes the file of a program that was killed a valid WAV again: what was written after the header's last
 * update counts, half a sample does not.
 * @returns its length in seconds
 * @throws ParolaError file-unreadable
 */
export function recoverRecording(path: string): number {
  let file: number;
  try {
    file = openSync(path, 'r+');
  } catch (error) {
    throw new ParolaError('file-unreadable', 'the recording cannot be opened', (error as Error).message);
  }
  try {
    const bytes = Math.max(0, fstatSync(file).size - headerBytes);
    const whole = bytes - (bytes % bytesPerSample);
    ftruncateSync(file, headerBytes + whole);
    writeSync(file, emptyWave(), 0, headerBytes, 0);
    writeSizes(file, whole);
    fdatasyncSync(file);
    return whole / bytesPerSample / recordingSampleRateHz;
  } finally {
    closeSync(file);
  }
}

function emptyWave(): Uint8Array {
  const wave = new wavefile.WaveFile();
  wave.fromScratch(1, recordingSampleRateHz, '16', []);
  return wave.toBuffer().subarray(0, headerBytes);
}

/** The two lengths in a WAV header. A recording longer than 2³² bytes (37 hours) keeps the greatest. */
function writeSizes(file: number, dataBytes: number): void {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(Math.min(dataBytes + headerBytes - 8, 0xffffffff));
  writeSync(file, size, 0, 4, 4);
  size.writeUInt32LE(Math.min(dataBytes, 0xffffffff));
  writeSync(file, size, 0, 4, 40);
}

function readSamples(file: number, from: number, count: number): Float32Array {
  const bytes = Buffer.alloc(Math.max(0, count) * bytesPerSample);
  const read = readSync(file, bytes, 0, bytes.length, headerBytes + from * bytesPerSample);
  const samples = new Float32Array(Math.floor(read / bytesPerSample));
  for (let at = 0; at < samples.length; at++)
    samples[at] = bytes.readInt16LE(at * bytesPerSample) / maxAmplitude;
  return samples;
}

function toPcm(samples: Float32Array): Buffer {
  const bytes = Buffer.alloc(samples.length * bytesPerSample);
  for (const [at, sample] of samples.entries()) {
    // NaN becomes silence.
    const bounded = Math.max(-1, Math.min(1, sample || 0));
    bytes.writeInt16LE(Math.round(bounded * maxAmplitude), at * bytesPerSample);
  }
  return bytes;
}

/** A nearly full disk takes a part of what it is given, and says so only with the next write. */
function writeWhole(file: number, bytes: Buffer, position: number): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
  }
}

function attempt<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw diskError(error as NodeJS.ErrnoException);
  }
}

/** What a failed write means for the user. */
export function diskError(error: NodeJS.ErrnoException): ParolaError {
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT' || error.code === 'EFBIG') {
    return new ParolaError('disk-full', 'the disk is full; what was recorded so far is kept', error.message);
  }
  return new ParolaError(
    'output-unwritable',
    'the recording cannot be written; check the folder',
    error.message,
  );
}
