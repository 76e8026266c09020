/** What PyTorch made of four sounds (models/huggingface/whisper_tiny.py), and the sounds. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fixtures } from '../command-line.ts';

export type GoldenSound = 'library.wav' | 'boat.flac' | 'umbrella.flac' | 'chirp' | 'noise';

interface Golden {
  /** The values of some frames: [frame][bin]. */
  readonly features: readonly {
    readonly sound: GoldenSound;
    readonly bins: number;
    readonly frames: readonly number[];
    readonly values: readonly (readonly number[])[];
  }[];
  readonly cases: readonly {
    readonly sound: GoldenSound;
    readonly language: string;
    readonly languageProbability: number;
    readonly noSpeech: number;
    readonly answers: readonly {
      /** Null: the one that was found. */
      readonly language: string | null;
      readonly task: 'transcribe' | 'translate';
      readonly timestamps: boolean;
      readonly beams: number;
      readonly ids: readonly number[];
      readonly ended: boolean;
      readonly score?: number;
    }[];
  }[];
}

export const golden = JSON.parse(
  readFileSync(path.join(fixtures, 'huggingface', 'whisper', 'golden.json'), 'utf8'),
) as Golden;

/** 100 to 7,000 Hz in two seconds. */
function chirp(): Float32Array {
  return Float32Array.from({ length: 32_000 }, (_, at) => {
    const t = at / 16_000;
    return 0.5 * Math.sin(2 * Math.PI * (100 * t + 1725 * t * t));
  });
}

/** Half a second, of a linear congruential generator. */
function noise(): Float32Array {
  let state = 7;
  return Float32Array.from({ length: 8000 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 31 - 1) * 0.1;
  });
}

/** @param readSpeech reads one of the recordings of speech */
export async function soundsOf(
  readSpeech: (name: string) => Promise<Float32Array>,
): Promise<ReadonlyMap<GoldenSound, Float32Array>> {
  const recordings = ['library.wav', 'boat.flac', 'umbrella.flac'] as const;
  const read = await Promise.all(recordings.map(async (name) => [name, await readSpeech(name)] as const));
  return new Map<GoldenSound, Float32Array>([...read, ['chirp', chirp()], ['noise', noise()]]);
}
