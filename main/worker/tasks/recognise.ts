/** One stretch of audio → words with times and confidence: encoder, decoder, and what ends a runaway answer. */
import type { EncoderDecoderGraphs } from '../../../models/schema.ts';
import type { Word } from '../../../preload/transcript.ts';
import { decode, finish } from '../decode/decode.ts';
import type { Decoder, Encoded, Hypothesis } from '../decode/decoder.ts';
import { forcePrefix, stopRunaway } from '../decode/logits.ts';
import { lengthBeforeRunaway } from '../decode/repetition.ts';
import { beginsWord, type Pieces, type TokenRun, wordRuns } from './pieces.ts';
import { type FrameSpan, tokenSpans } from './word-times.ts';

/** A word and what it was made of; times are seconds from the first sample that was given. */
export interface HeardWord extends Word {
  readonly ids: readonly number[];
  /** Natural logarithms, one per id. */
  readonly logProbabilities: readonly number[];
  /** The model itself begins a new piece of text with it. */
  readonly beginsPiece?: boolean;
  /** No space stands before it. */
  readonly isGlued?: boolean;
}

/**
 * Recognizes `samples` (16 kHz mono).
 * @param prefix ids of the words that this audio begins with and that are settled already; the answer
 * holds the words after them, and never changes or lengthens the last of them
 * @throws the signal's reason once it is aborted
 */
export type Recognise = (
  samples: Float32Array,
  prefix: readonly number[],
  signal: AbortSignal | undefined,
) => Promise<HeardWord[]>;

/** What recognition needs of a loaded model. */
export interface SpeechModel {
  readonly graphs: EncoderDecoderGraphs;
  readonly audio: NonNullable<EncoderDecoderGraphs['audio']>;
  readonly pieces: Pieces;
  readonly decoder: Decoder;
  encode(samples: Float32Array): Promise<Encoded>;
}

/** Rounds of the same words that nobody says: the model goes in circles when its input says nothing more. */
const runaway = { maxPeriod: 24, minRounds: 4, minTokens: 12 };

/** The recognizer of a loaded model. */
export function createRecogniser(model: SpeechModel): Recognise {
  const { decode: defaults, tokens } = model.graphs;
  const { sampleRateHz, minSeconds } = model.audio;
  return async (samples, prefix, signal) => {
    const padded = atLeast(samples, Math.ceil(minSeconds * sampleRateHz));
    const seconds = padded.length / sampleRateHz;
    const cap = Math.ceil(seconds * (defaults.maxTokensPerSecond ?? Number.POSITIVE_INFINITY));
    const search = {
      kind: 'greedy',
      startToken: tokens.start,
      endToken: tokens.end,
      maxTokens: Math.min(defaults.maxTokens, Math.max(cap, prefix.length + 1)),
    } as const;
    const rules = [stopRunaway(runaway)];
    if (prefix.length > 0) rules.unshift(forcePrefix(prefix));
    const encoded = await model.encode(padded);
    const [answer] = await finish(decode(model.decoder, encoded, search, rules, signal));
    return answer === undefined ? [] : toWords(model, answer, samples.length / sampleRateHz, prefix.length);
  };
}

/** The same words on a clock that showed `seconds` at the first sample. */
export function shiftWords(words: readonly HeardWord[], seconds: number): HeardWord[] {
  return words.map((word) => ({ ...word, start: word.start + seconds, end: word.end + seconds }));
}

function toWords(
  { pieces, audio }: SpeechModel,
  { ids, logProbabilities, attention }: Hypothesis,
  seconds: number,
  forced: number,
): HeardWord[] {
  const length = Math.max(forced, lengthBeforeRunaway(ids, runaway));
  const from = nextWord(pieces, ids, forced, length);
  const kept = ids.slice(from, length);
  const secondsPerFrame = audio.samplesPerFrame / audio.sampleRateHz;
  const spans = tokenSpans(attention.slice(0, length)).slice(from);
  return wordRuns(pieces, kept).map((run, index, runs) => {
    const own = logProbabilities.slice(from + run.from, from + run.to);
    const time = spans.length > 0 ? spoken(spans, run, secondsPerFrame) : shared(index, runs.length, seconds);
    return {
      text: run.text,
      start: Math.min(time.start, seconds),
      end: Math.min(time.end, seconds),
      confidence: Math.exp(own.reduce((sum, value) => sum + value, 0)),
      ids: kept.slice(run.from, run.to),
      logProbabilities: own,
    };
  });
}

/** The first place from `at` on that does not go on with the word before it. */
function nextWord(pieces: Pieces, ids: readonly number[], at: number, length: number): number {
  let place = at;
  while (at > 0 && place < length && !beginsWord(pieces, ids[place] as number)) place++;
  return place;
}

/** A word lasts from its first token to the last that is not punctuation, which is looked for in the pause. */
function spoken(
  spans: readonly FrameSpan[],
  { from, spokenTo }: TokenRun,
  secondsPerFrame: number,
): { start: number; end: number } {
  const first = spans[from] as FrameSpan;
  const last = spans[spokenTo - 1] as FrameSpan;
  return { start: first.from * secondsPerFrame, end: last.to * secondsPerFrame };
}

/** Without attention: words of equal length. */
function shared(index: number, count: number, seconds: number): { start: number; end: number } {
  return { start: (index * seconds) / count, end: ((index + 1) * seconds) / count };
}

function atLeast(samples: Float32Array, length: number): Float32Array {
  if (samples.length >= length) return samples;
  const padded = new Float32Array(length);
  padded.set(samples);
  return padded;
}
