/** The audio of a corpus as it is measured: the file itself, or a copy of it with noise. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import wavefile from 'wavefile';
import { ParolaError } from '../errors.ts';
import { readAudio } from '../worker/input/decode-file.ts';
import type { Recording } from './corpus.ts';
import { mixNoise } from './noise.ts';

export const sampleRateHz = 16_000;

export interface Noise {
  readonly path: string;
  /** By how much the speech is louder. */
  readonly snrDecibels: number;
}

/** One recording as the program gets it. */
export interface Clip {
  readonly recording: Recording;
  /** The recording, or a temporary file with noise. */
  readonly path: string;
  readonly seconds: number;
}

/** The samples of a file at 16 kHz, mono. @throws ParolaError as `readAudio` does */
export async function readSamples(file: string, signal?: AbortSignal): Promise<Float32Array> {
  const blocks: Float32Array[] = [];
  for await (const block of readAudio(file, signal ? { signal } : {})) blocks.push(block);
  const samples = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    samples.set(block, at);
    at += block.length;
  }
  return samples;
}

/** Calls `work` with the corpus as clips, and removes what was made for it afterwards. */
export async function withClips<Result>(
  recordings: readonly Recording[],
  noise: Noise | undefined,
  signal: AbortSignal | undefined,
  work: (clips: readonly Clip[]) => Promise<Result>,
): Promise<Result> {
  const folder = noise ? await mkdtemp(path.join(tmpdir(), 'parola-evaluate-')) : null;
  try {
    const noiseSamples = noise ? await readSamples(noise.path, signal) : null;
    if (noise && noiseSamples?.length === 0) {
      throw new ParolaError('audio-empty', `${noise.path} holds no sound to mix in; choose another file`);
    }
    const clips: Clip[] = [];
    for (const [index, recording] of recordings.entries()) {
      const samples = await readSamples(recording.path, signal);
      const seconds = samples.length / sampleRateHz;
      if (!noise || !noiseSamples || folder === null) {
        clips.push({ recording, path: recording.path, seconds });
        continue;
      }
      // Another place in the noise for each recording, the same in each run.
      const mixed = mixNoise(samples, noiseSamples, noise.snrDecibels, index * sampleRateHz);
      const file = path.join(folder, `${index}.wav`);
      await writeFile(file, wavBytes(mixed), { mode: 0o600 });
      clips.push({ recording, path: file, seconds });
    }
    return await work(clips);
  } finally {
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  }
}

function wavBytes(samples: Float32Array): Uint8Array {
  const wav = new wavefile.WaveFile();
  wav.fromScratch(1, sampleRateHz, '32f', samples);
  return wav.toBuffer();
}
