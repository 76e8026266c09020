/**
 * What keeps the times in Whisper's answers in order, as logits rules (Radford et al. 2022, section 4.5 and
 * the reference implementation): an answer is pieces of text, each between the token of its beginning and
 * that of its end.
 */
import type { SpeechTokens } from '../../../models/schema.ts';
import type { LogitsRule } from '../decode/decoder.ts';
import { logSumExp } from '../decode/distribution.ts';

const forbidden = Number.NEGATIVE_INFINITY;

/**
 * Times come in pairs, never go back, and one comes first; and where all times together are likelier than
 * any one piece of text, a time is written.
 * @param before tokens of the answer that stand in the prompt already
 */
export function timesInOrder(
  { noTimestamps, timestamps }: SpeechTokens,
  before: readonly number[] = [],
): LogitsRule {
  const { begin, latestFirst } = timestamps;
  return (logits, { ids, endToken }) => {
    const forbid = (from: number, to: number) => logits.fill(forbidden, from, Math.max(from, to));
    const written = before.length + ids.length;
    const at = (place: number) =>
      (place < before.length ? before[place] : ids[place - before.length]) as number;
    logits[noTimestamps] = forbidden;
    if (written === 0) {
      forbid(0, begin);
      if (latestFirst !== undefined) forbid(begin + latestFirst + 1, logits.length);
      return;
    }
    const isTime = at(written - 1) >= begin;
    const isPair = isTime && (written < 2 || at(written - 2) >= begin);
    if (isPair) forbid(begin, logits.length);
    // A piece has ended: the next begins, or the answer ends.
    else if (isTime) forbid(0, endToken);
    const last = lastTime(at, written, begin);
    // The next piece may begin where the last ended, but no piece ends where it began.
    if (last !== null) forbid(begin, isTime && !isPair ? last : last + 1);
    if (timeIsLikelier(logits, begin)) forbid(0, begin);
  };
}

function lastTime(at: (place: number) => number, written: number, begin: number): number | null {
  for (let place = written - 1; place >= 0; place--) if (at(place) >= begin) return at(place);
  return null;
}

function timeIsLikelier(logits: Float32Array, begin: number): boolean {
  const times = logits.subarray(begin);
  const largest = largestOf(times);
  return largest > forbidden && logSumExp(times, largest) > largestOf(logits.subarray(0, begin));
}

function largestOf(logits: Float32Array): number {
  let largest = forbidden;
  for (let at = 0; at < logits.length; at++) largest = Math.max(largest, logits[at] as number);
  return largest;
}

/** Changes nothing, but keeps what the model makes of every token at the answer's first place. */
export function readFirst(keep: (logits: Float32Array) => void): LogitsRule {
  return (logits, { ids }) => {
    if (ids.length === 0) keep(logits.slice());
  };
}
