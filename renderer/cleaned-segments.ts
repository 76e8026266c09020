/** Dictation that is cleaned as it is spoken: what was said stays, and what was left out is struck through or hidden. */
import type { Segment, Word } from '../preload/transcript.ts';

interface Arrived {
  /** The stretch's start, in seconds: its name within an entry. */
  readonly start: number;
  readonly text: string;
  readonly removed: readonly (readonly [number, number])[];
}

export interface CleanedWord extends Word {
  readonly isLeftOut: boolean;
}

/** `segments` with what was cleaned at its stretch; one that has been cleaned stays so. */
export function withCleaned(
  segments: readonly Segment[],
  { start, text, removed }: Arrived,
): readonly Segment[] {
  return segments.map((segment) =>
    segment.start === start && segment.cleaned === undefined
      ? { ...segment, cleaned: { text, removed } }
      : segment,
  );
}

/** Was anything left out of any of them? */
export function leavesOut(segments: readonly Segment[]): boolean {
  return segments.some(({ cleaned }) => cleaned !== undefined && cleaned.removed.length > 0);
}

/**
 * The words of a stretch as they are shown: all with those that were left out marked, or only those that stay,
 * written as in the cleaned sentence (its first letter is a capital). A stretch without words of its own is one.
 */
export function shownWords(segment: Segment, showsLeftOut: boolean): readonly CleanedWord[] {
  const { cleaned, words } = segment;
  const all = words.length > 0 ? words : [segment];
  if (cleaned === undefined || cleaned.removed.length === 0) return all.map((word) => stays(word));
  const marked = markedWords(segment);
  if (marked === null) return showsLeftOut ? all.map((word) => stays(word)) : [whole(segment)];
  if (showsLeftOut) return marked;
  const kept = marked.filter(({ isLeftOut }) => !isLeftOut);
  const written = cleaned.text.split(/\s+/).filter((text) => text !== '');
  if (written.length !== kept.length) return [whole(segment)];
  return kept.map((word, at) => ({ ...word, text: written[at] ?? word.text }));
}

/** Null where the words are not found in the text in their order. */
function markedWords({ text, words, cleaned }: Segment): readonly CleanedWord[] | null {
  const marked: CleanedWord[] = [];
  let read = 0;
  for (const word of words) {
    const bare = word.text.trim();
    const at = text.indexOf(bare, read);
    if (at < 0) return null;
    read = at + bare.length;
    const isLeftOut = cleaned?.removed.some(([start, end]) => start <= at && at < end) ?? false;
    marked.push({ ...word, isLeftOut });
  }
  return marked.length > 0 ? marked : null;
}

function whole(segment: Segment): CleanedWord {
  const { start, end, confidence, cleaned, text } = segment;
  return { start, end, confidence, text: cleaned?.text ?? text, isLeftOut: false };
}

function stays({ text, start, end, confidence }: Word): CleanedWord {
  return { text, start, end, confidence, isLeftOut: false };
}
