/** Recognized words and the stretch they were heard in → a segment, or nothing where nobody spoke. */
import type { Segment, Word } from '../../../preload/transcript.ts';
import type { HeardWord } from './recognise.ts';

/** Where speech lies by voice activity, in seconds of the recording. */
export interface SpeechSpan {
  readonly start: number;
  readonly end: number;
  /** Mean speech probability. */
  readonly probability: number;
  /** Where the sound that was taken in ends: no time lies behind it. */
  readonly soundEnd?: number;
}

/** Words begin before the voice is certain, and end after it. */
const slackSeconds = 0.1;

/**
 * True where `words` were not said: the model writes a sentence over noise that passed for a voice.
 * Speech in noise as loud as half the voice keeps a mean log-probability above −1.1.
 */
export function isInvented(words: readonly HeardWord[], probability: number): boolean {
  const mean = meanLogProbability(words);
  return mean < -1.6 || (mean < -1.1 && probability < 0.6);
}

/** Where a segment begins whose speech begins at `speechStart`, after one that ended at `notBefore`. */
export function segmentStart(speechStart: number, notBefore: number): number {
  return round(Math.max(notBefore, speechStart - slackSeconds));
}

/** The same words with times in order, between `from` and `to`, to the millisecond. */
export function placeWords(words: readonly HeardWord[], from: number, to: number): HeardWord[] {
  let reached = from;
  return words.map((word) => {
    const start = clamp(round(word.start), reached, to);
    const end = clamp(round(word.end), start, to);
    reached = end;
    return { ...word, start, end };
  });
}

/**
 * The segment of `words`, whose times are seconds of the recording. Words lie inside it, in order.
 * @param notBefore the end of the segment before
 */
export function toSegment(words: readonly HeardWord[], span: SpeechSpan, notBefore: number): Segment {
  const start = segmentStart(span.start, notBefore);
  const end = Math.max(
    start,
    round(Math.min(span.end + slackSeconds, span.soundEnd ?? Number.POSITIVE_INFINITY)),
  );
  return {
    start,
    end,
    text: joinWords(words),
    confidence: Math.exp(meanLogProbability(words)),
    words: placeWords(words, start, end).map(toWord),
  };
}

/** As they are written: with spaces between, but where the script has none. */
export function joinWords(words: readonly HeardWord[]): string {
  return words.map(({ text, isGlued }, index) => (index === 0 || isGlued ? text : ` ${text}`)).join('');
}

/** What crosses the seams of a heard word. */
export function toWord({ text, start, end, confidence }: HeardWord): Word {
  return { text, start, end, confidence };
}

/** Of all tokens; 0 where there are no words. */
export function meanLogProbability(words: readonly HeardWord[]): number {
  const all = words.flatMap((word) => word.logProbabilities);
  return all.length === 0 ? 0 : all.reduce((sum, value) => sum + value, 0) / all.length;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** To the millisecond. */
function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
