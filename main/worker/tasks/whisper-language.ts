/** Which language is spoken, and whether anybody speaks: what Whisper writes first. */
import type { SpeechTokens } from '../../../models/schema.ts';
import { decode, finish } from '../decode/decode.ts';
import type { Decoder, Encoded } from '../decode/decoder.ts';
import { bestColumn, logSumExp } from '../decode/distribution.ts';
import { readFirst } from './whisper-rules.ts';

/** What the first step tells of a stretch of sound. */
export interface FirstLook {
  /** How likely each language is, by BCP 47; they sum to 1. Empty where the model hears one language. */
  readonly languages: ReadonlyMap<string, number>;
  /** That nobody speaks, 0–1; 0 where the model does not tell. */
  readonly noSpeech: number;
}

/** One step after the start token. @throws the signal's reason once it is aborted */
export async function lookFirst(
  decoder: Decoder,
  encoded: Encoded,
  tokens: { readonly start: number; readonly end: number },
  speech: SpeechTokens,
  signal: AbortSignal | undefined,
): Promise<FirstLook> {
  let logits = new Float32Array(0);
  const search = { kind: 'greedy', startToken: tokens.start, endToken: tokens.end, maxTokens: 1 } as const;
  const keep = readFirst((row) => {
    logits = row as Float32Array<ArrayBuffer>;
  });
  await finish(decode(decoder, encoded, search, [keep], signal));
  const codes = Object.keys(speech.languages);
  const own = Float32Array.from(codes, (code) => logits[speech.languages[code] as number] as number);
  const likely = softmax(own);
  return {
    languages: new Map(codes.map((code, at) => [code, likely[at] as number])),
    noSpeech: speech.noSpeech === undefined ? 0 : (softmax(logits)[speech.noSpeech] ?? 0),
  };
}

function softmax(logits: Float32Array): Float32Array {
  const normalizer = logSumExp(logits, logits[bestColumn(logits)] ?? 0);
  return logits.map((logit) => Math.exp(logit - normalizer));
}

/** The languages of one recording so far. */
export interface HeardLanguages {
  /** The language of a stretch, by its own sound and by what was spoken before it. */
  choose(look: FirstLook): string | null;
  /** So many seconds of it were really spoken. */
  note(language: string, seconds: number): void;
  /** The one that was spoken longest; null: nothing was. */
  most(): string | null;
}

/** What every language keeps, so that a speaker may change to another. */
const anyLanguage = 0.02;
/** Earlier speech counts as much as this once there are so many seconds of it. */
const settledSeconds = 20;

/**
 * A word or two hardly tell their language, so what was spoken before is held to be likely: a stretch is in
 * another language only where its sound says so clearly.
 */
export function hearLanguages(): HeardLanguages {
  const seconds = new Map<string, number>();
  const total = () => [...seconds.values()].reduce((sum, value) => sum + value, 0);
  return {
    choose({ languages }) {
      const all = Math.max(total(), settledSeconds);
      const score = (code: string, likely: number) =>
        likely * (anyLanguage + (seconds.get(code) ?? 0) / all + (1 - total() / all));
      return best([...languages].map(([code, likely]) => [code, score(code, likely)]));
    },
    note(language, spoken) {
      seconds.set(language, (seconds.get(language) ?? 0) + spoken);
    },
    most: () => best([...seconds]),
  };
}

function best(scores: readonly (readonly [string, number])[]): string | null {
  let found: readonly [string, number] | null = null;
  for (const one of scores) if (found === null || one[1] > found[1]) found = one;
  return found?.[0] ?? null;
}
