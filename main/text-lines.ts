/**
 * A text that is translated and then changed: which of its lines are as they were, and need not be
 * translated again. A sentence never reaches over the end of a line, so lines are independent.
 */
import type { SentenceTranslation } from '../preload/translation.ts';
import type { TextLine } from './library-translations.ts';

/** What became of a text's lines: the first `same` of them stay, then `removed` give way to `lines`. */
export interface LineChange {
  readonly same: number;
  readonly removed: number;
  readonly lines: readonly TextLine[];
}

/** A text's lines, each with its line ends, very long ones in pieces; all joined are the text. */
export function splitLines(text: string): string[] {
  return (text.match(/[^\n]*\n+|[^\n]+$/g) ?? []).flatMap(cutLong);
}

/** A piece is at least so long. */
const longPiece = 2000;
/** Sentence ends that nobody can doubt: behind a word of lower case that is no abbreviation, before a capital. */
const sureEnd =
  /(?<=\p{Ll}{4})[.!?…]["'”’»)\]]{0,3}\s{1,9}(?=["'“‘«([]{0,3}\p{Lu})|[。！？]["'”’」』]{0,3}/gu;

/**
 * Cuts a text of very many sentences into some that can be translated apart, side by side and one after
 * the other; all joined are the text. What has no sure end of a sentence stays whole.
 */
export function cutLong(text: string): string[] {
  if (text.length < 2 * longPiece) return [text];
  const pieces: string[] = [];
  let from = 0;
  for (const { index = 0, 0: end } of text.matchAll(sureEnd)) {
    const to = index + end.length;
    if (to - from < longPiece || text.length - to < longPiece) continue;
    pieces.push(text.slice(from, to));
    from = to;
  }
  return [...pieces, text.slice(from)];
}

/**
 * From `old` lines to those of `text`. Lines that stood anywhere in the old text keep their translation.
 * @param mayKeep false where everything is to be translated anew
 */
export function changeLines(old: readonly TextLine[], text: string, mayKeep: boolean): LineChange {
  const wanted = splitLines(text);
  if (!mayKeep) {
    return { same: 0, removed: old.length, lines: wanted.map((line) => ({ text: line, parts: null })) };
  }
  const most = Math.min(old.length, wanted.length);
  const isSame = (at: number, wantedAt: number): boolean => old[at]?.text === wanted[wantedAt];
  let same = 0;
  while (same < most && isSame(same, same)) same++;
  let sameEnd = 0;
  while (sameEnd < most - same && isSame(old.length - 1 - sameEnd, wanted.length - 1 - sameEnd)) sameEnd++;
  const removed = old.slice(same, old.length - sameEnd);
  const known = new Map(removed.map((line) => [line.text, line]));
  const lines = wanted
    .slice(same, wanted.length - sameEnd)
    .map((line) => known.get(line) ?? { text: line, parts: null });
  return { same, removed: removed.length, lines };
}

/** What is shown of a line: its parts, or that it has not been translated. */
export function partsOf({ text, parts }: TextLine): readonly SentenceTranslation[] {
  if (parts !== null) return parts;
  return [
    { source: text, target: '', score: 0, sourceTokens: [], tokens: [], alternatives: [], alignment: [] },
  ];
}

/** The line in which part `index` of the whole text is, and its place there; null beyond the end. */
export function findPart(
  lines: readonly TextLine[],
  index: number,
): { readonly line: number; readonly within: number } | null {
  let before = 0;
  for (const [line, one] of lines.entries()) {
    const { length } = partsOf(one);
    if (index < before + length) return { line, within: index - before };
    before += length;
  }
  return null;
}

/** Figures as exact as anyone can see; their other digits would be most of what is stored and sent. */
export function shortened(part: SentenceTranslation): SentenceTranslation {
  return {
    ...part,
    score: rounded(part.score),
    tokens: part.tokens.map(({ text, logProbability }) => ({
      text,
      logProbability: rounded(logProbability),
    })),
    alternatives: part.alternatives.map(({ target, score }) => ({ target, score: rounded(score) })),
    alignment: part.alignment.map(([source, target, weight]) => [source, target, rounded(weight)]),
  };
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
