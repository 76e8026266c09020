/**
 * For tests: listening to a script. Each sample tells its own place in the stream and whether
 * somebody speaks there, so that voice activity and recognition are plain functions of the samples.
 */
import { plainHearer } from './hearer.ts';
import type { Listening } from './listening.ts';
import type { HeardWord, Recognise } from './recognise.ts';

const sampleRateHz = 16_000;
const frameSamples = 512;
/** A place in the stream is exact in a 32-bit float up to here. */
const places = 2 ** 24;

export interface ScriptedWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** `text` spoken from `from` on, a word every `secondsPerWord`, without a pause. */
export function speak(text: string, from: number, secondsPerWord = 0.4): ScriptedWord[] {
  return text.split(' ').map((word, index) => ({
    text: word,
    start: from + index * secondsPerWord,
    end: from + (index + 1) * secondsPerWord,
  }));
}

/** The stream in which `words` are spoken. */
export function scriptedAudio(words: readonly ScriptedWord[], seconds: number): Float32Array {
  const samples = Float32Array.from({ length: seconds * sampleRateHz }, (_, place) => -(place + 1) / places);
  for (const { start, end } of words) {
    for (let place = Math.round(start * sampleRateHz); place < Math.round(end * sampleRateHz); place++) {
      samples[place] = Math.abs(samples[place] as number);
    }
  }
  return samples;
}

/** Hears what is in the samples; a word cut off by their end is heard wrong, as it is by a real model. */
export function scriptedRecogniser(words: readonly ScriptedWord[], logProbability = -0.05): Recognise {
  return async (samples, prefix) => {
    const from = Math.round(Math.abs(samples[0] ?? 0) * places - 1) / sampleRateHz;
    const until = from + samples.length / sampleRateHz;
    return words.flatMap((word, id): HeardWord[] => {
      if (word.start < from - 0.01 || word.start >= until || prefix.includes(id)) return [];
      const isCut = word.end > until - 0.1;
      return [
        {
          text: isCut ? `${word.text.slice(0, 2)}~${samples.length}` : word.text,
          start: word.start - from,
          end: Math.min(word.end, until) - from,
          confidence: Math.exp(logProbability),
          ids: [id],
          logProbabilities: [logProbability],
        },
      ];
    });
  };
}

export function scriptedListening(recognise: Recognise): Listening {
  return {
    provider: 'script',
    sampleRateHz,
    frameSamples,
    maxSeconds: 30,
    isWindowed: false,
    openHearer: () => plainHearer(recognise, 'en', sampleRateHz),
    watchVoice: () => {
      let rest = new Float32Array(0);
      const judge = (frame: Float32Array) => ({
        probability: frame.some((sample) => sample > 0) ? 0.95 : 0.02,
        power: 0.01,
      });
      return {
        push: async (samples) => {
          const all = new Float32Array([...rest, ...samples]);
          const count = Math.floor(all.length / frameSamples);
          rest = all.slice(count * frameSamples);
          return Array.from({ length: count }, (_, index) =>
            judge(all.subarray(index * frameSamples, (index + 1) * frameSamples)),
          );
        },
        finish: async () => (rest.length === 0 ? [] : [judge(rest)]),
      };
    },
  };
}
