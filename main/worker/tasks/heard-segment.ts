/** Recognized words and the stretch they were heard in → a segment, or nothing where nobody spoke. */
import type { Segment, Word } from '../../../preload/transcript.ts';
import type { HeardWord } from './recognise.ts';

/** Where speech lies by voice activity, in seconds of the recording. */
export interface SpeechSpan {
  readonly start: number;
  readonly end: number;
  /** Mean speech probability. */
  readonly probability: number;
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

/**
 * The segment of `words`, whose times are seconds of the recording. Words lie inside it, in order.
 * @param notBefore the end of the segment before
 */
export function toSegment(words: readonly HeardWord[], span: SpeechSpan, notBefore: number): Segment {
  const start = Math.max(notBefore, span.start - slackSeconds);
  const end = Math.max(start, span.end + slackSeconds);
  let reached = start;
  const placed = words.map(({ text, confidence, ...time }): Word => {
    const from = clamp(time.start, reached, end);
    const to = clamp(time.end, from, end);
    reached = to;
    return { text, start: round(from), end: round(to), confidence };
  });
  return {
    start: round(start),
    end: round(end),
    text: words.map((word) => word.text).join(' '),
    confidence: Math.exp(meanLogProbability(words)),
    words: placed,
  };
}

function meanLogProbability(words: readonly HeardWord[]): number {
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
