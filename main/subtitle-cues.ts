/**
 * Words with times → subtitle cues that can be read in time: at most two lines of 42 characters, one to
 * seven seconds, cut at pauses and at the ends of sentences. The limits are the usual ones of
 * broadcasters' guidelines.
 */
import type { Segment, Word } from '../preload/transcript.ts';

export interface Cue {
  /** Seconds. */
  start: number;
  end: number;
  /** One or two lines. */
  readonly lines: readonly string[];
}

interface Draft {
  start: number;
  end: number;
  text: string;
}

const maxLineCharacters = 42;
const minSeconds = 1;
const maxSeconds = 7;
/** A silence that a reader takes for the end of a thought. */
const pauseSeconds = 0.7;
const sentenceEnd = /[.!?…]["'”’)\]]*$/;
const clauseEnd = /[,;:–—]$/;

/** Cues in order; none overlaps the next. */
export function cuesOf(segments: readonly Segment[]): Cue[] {
  const drafts: Draft[] = [];
  let previousEnd = 0;
  for (const segment of segments) {
    let current: Draft | null = null;
    for (const word of timedWords(segment, previousEnd)) {
      if (current !== null && !isBreak(current, word)) {
        current.text += ` ${word.text}`;
        current.end = word.end;
      } else {
        current = { start: word.start, end: word.end, text: word.text };
        drafts.push(current);
      }
      previousEnd = word.end;
    }
  }
  return giveTime(mergeHasty(drafts)).map(({ start, end, text }) => ({
    start,
    end,
    lines: wrap(text) ?? [text],
  }));
}

/** The segment's words, in order of time, none so long that it does not fit a line. */
function* timedWords(segment: Segment, notBefore: number): Generator<Word> {
  let from = notBefore;
  for (const word of segment.words.length > 0 ? segment.words : spread(segment)) {
    const start = Math.max(word.start, from);
    const end = Math.min(Math.max(word.end, start), start + maxSeconds);
    from = end;
    const pieces = word.text.trim().match(/.{1,42}/gsu) ?? [];
    for (const [index, text] of pieces.entries()) {
      const share = (end - start) / pieces.length;
      yield { ...word, text, start: start + index * share, end: start + (index + 1) * share };
    }
  }
}

/** Words without times of their own lie evenly in their segment. */
function spread(segment: Segment): Word[] {
  const texts = segment.text.split(/\s+/).filter((text) => text !== '');
  const share = (segment.end - segment.start) / Math.max(1, texts.length);
  return texts.map((text, index) => ({
    text,
    start: segment.start + index * share,
    end: segment.start + (index + 1) * share,
    confidence: segment.confidence,
  }));
}

function isBreak(cue: Draft, word: Word): boolean {
  if (!fits(cue, word)) return true;
  if (word.start - cue.end >= pauseSeconds) return true;
  if (sentenceEnd.test(cue.text)) return cue.end - cue.start >= minSeconds;
  return clauseEnd.test(cue.text) && cue.text.length > maxLineCharacters;
}

function fits(cue: Draft, next: { end: number; text: string }): boolean {
  return next.end - cue.start <= maxSeconds && wrap(`${cue.text} ${next.text}`) !== null;
}

/** A cue too short to read joins a neighbour that is near and has room. */
function mergeHasty(drafts: readonly Draft[]): Draft[] {
  const merged: Draft[] = [];
  for (const draft of drafts) {
    const last = merged.at(-1);
    const isHasty = last !== undefined && (duration(last) < minSeconds || duration(draft) < minSeconds);
    if (last !== undefined && isHasty && draft.start - last.end < minSeconds && fits(last, draft)) {
      last.text += ` ${draft.text}`;
      last.end = draft.end;
    } else {
      merged.push({ ...draft });
    }
  }
  return merged;
}

/** What is still too short stays longer, begins earlier, or takes a little from its neighbours. */
function giveTime(cues: Draft[]): Draft[] {
  for (const [index, cue] of cues.entries()) {
    const next = cues[index + 1];
    const previous = cues[index - 1];
    if (duration(cue) >= minSeconds) continue;
    const latestEnd =
      next === undefined ? Number.POSITIVE_INFINITY : Math.max(next.start, next.end - minSeconds);
    cue.end = Math.max(cue.end, Math.min(cue.start + minSeconds, latestEnd));
    if (next !== undefined) next.start = Math.max(next.start, cue.end);
    if (duration(cue) >= minSeconds) continue;
    const earliestStart = previous === undefined ? 0 : Math.min(previous.end, previous.start + minSeconds);
    cue.start = Math.min(cue.start, Math.max(cue.end - minSeconds, earliestStart));
    if (previous !== undefined) previous.end = Math.min(previous.end, cue.start);
  }
  return cues;
}

function duration({ start, end }: Draft): number {
  return end - start;
}

/** One line, or two of like length; null if it takes more. */
function wrap(text: string): string[] | null {
  if (text.length <= maxLineCharacters) return [text];
  let best: string[] | null = null;
  for (let at = text.indexOf(' '); at >= 0; at = text.indexOf(' ', at + 1)) {
    const lines = [text.slice(0, at), text.slice(at + 1)];
    const longest = Math.max(...lines.map((line) => line.length));
    if (longest > maxLineCharacters) continue;
    if (best === null || longest < Math.max(...best.map((line) => line.length))) best = lines;
  }
  return best;
}
