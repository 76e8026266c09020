/** The points of a digest as they are shown, and the stops of the slider between one sentence and everything. */
import type { CharacterRange, Digest, SaidDigest } from '../preload/summary.ts';
import type { ShownLength, SummaryView } from '../preload/summary-calls.ts';
import { countWords, pointsOf } from '../preload/summary-length.ts';

export interface ShownPoint {
  /** Stays the same at every length. */
  readonly key: string;
  /** A speaker or a time that stood before it; empty where there was none. */
  readonly prefix: string;
  readonly text: string;
  /** How many it has. */
  readonly words: number;
  /** The same in pieces, those that were left out among them. */
  readonly pieces: readonly PointPiece[];
  /** Where it stands in the whole text of the view. */
  readonly range: CharacterRange;
  readonly seconds: number | null;
  readonly textNumber: number;
  readonly sureness: 'sure' | 'perhaps' | 'notSure';
}

export interface PointPiece {
  readonly text: string;
  readonly isLeftOut: boolean;
}

/** A written point below this mean probability is said to be uncertain. */
const writtenUnsureBelow = 0.5;
/** A choice is close where it was hardly more likely than any of the sentences that were left. */
const closeBelowTimesChance = 1.5;

/** The points at the view's length, in the order of the text; the same objects at every length. */
export function shownPoints({ digest, texts, length }: SummaryView): readonly ShownPoint[] {
  if (digest === null) return [];
  const all = allPoints.get(digest) ?? pointsOfDigest(digest, texts);
  allPoints.set(digest, all);
  if (digest.kind === 'written') return all;
  const chosen = new Set(pointsOf(digest, length));
  return all.filter((_, at) => {
    const sentence = digest.sentences[at];
    return sentence !== undefined && chosen.has(sentence);
  });
}

/** Of each digest all its points, in the order of its sentences. */
const allPoints = new WeakMap<Digest, readonly ShownPoint[]>();

function pointsOfDigest(digest: Digest, texts: SummaryView['texts']): readonly ShownPoint[] {
  if (digest.kind === 'written') {
    return digest.sentences.map(({ text, source, seconds, confidence }, at) => ({
      ...{ key: `written-${at}`, prefix: '', text, words: countWords(text), seconds, range: source },
      pieces: [{ text, isLeftOut: false }],
      textNumber: textAt(texts, source[0]),
      sureness: confidence < writtenUnsureBelow ? 'notSure' : 'sure',
    }));
  }
  const { enough, sentences } = digest;
  return sentences.map((sentence) => {
    const { text, original, removed, prefix, source, seconds, textNumber, rank, confidence } = sentence;
    const begin = texts[textNumber]?.startCharacter ?? 0;
    const left = sentences.length - rank;
    const isClose = confidence * left < closeBelowTimesChance && left > 2;
    return {
      ...{ key: `said-${rank}`, prefix, text, words: countWords(text), seconds, textNumber },
      pieces: piecesOf(original, removed),
      range: [begin + source[0], begin + source[1]],
      // At everything nothing was chosen.
      sureness: isClose && rank < enough ? 'perhaps' : 'sure',
    };
  });
}

/** `original` cut where words were left out. */
export function piecesOf(original: string, removed: readonly CharacterRange[]): readonly PointPiece[] {
  const pieces: PointPiece[] = [];
  let read = 0;
  for (const [start, end] of removed) {
    if (start > read) pieces.push({ text: original.slice(read, start), isLeftOut: false });
    pieces.push({ text: original.slice(start, end), isLeftOut: true });
    read = end;
  }
  if (read < original.length) pieces.push({ text: original.slice(read), isLeftOut: false });
  return pieces;
}

/** What is copied: a line for each point, or one paragraph. */
export function pointsText(points: readonly ShownPoint[], as: 'bullets' | 'paragraph'): string {
  const lines = points.map(({ prefix, text }) => (prefix === '' ? text : `${prefix} ${text}`));
  return lines.join(as === 'bullets' ? '\n' : ' ');
}

/** How many words are shown. */
export function wordsShown(points: readonly ShownPoint[]): number {
  return points.reduce((sum, { words }) => sum + words, 0);
}

/** Was anything left out of any of its sentences? */
export function hasLeftOut(digest: Digest | null): boolean {
  return digest?.kind === 'said' && digest.sentences.some(({ removed }) => removed.length > 0);
}

/** From so many sentences on the slider takes larger steps: about a tenth of what is shown. */
const singleSteps = 12;

/**
 * How many sentences each stop of the slider shows: one more each at first, later a tenth more; the model's own
 * length is always one of them, and so is everything.
 */
export function lengthStops({
  sentences,
  enough,
}: Pick<SaidDigest, 'sentences' | 'enough'>): readonly number[] {
  const all = Math.max(1, sentences.length);
  const stops = new Set<number>([1, all, Math.min(all, Math.max(1, enough))]);
  for (let count = 1; count < all; count += count < singleSteps ? 1 : Math.ceil(count / 10)) stops.add(count);
  return [...stops].sort((a, b) => a - b);
}

/** The stop where `count` sentences are shown, or the one below. */
export function stopOf(stops: readonly number[], count: number): number {
  return Math.max(0, stops.filter((stop) => stop <= count).length - 1);
}

/** What a stop is kept as: the model's own length and everything stay these when the text is read again. */
export function lengthOfCount(
  { sentences, enough }: Pick<SaidDigest, 'sentences' | 'enough'>,
  count: number,
): ShownLength {
  if (count === enough) return 'auto';
  return count >= sentences.length ? 'all' : count;
}

function textAt(texts: SummaryView['texts'], character: number): number {
  return Math.max(
    0,
    texts.findIndex(
      ({ startCharacter, endCharacter }) => startCharacter <= character && character < endCharacter,
    ),
  );
}
