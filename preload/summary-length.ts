/**
 * How much of a digest is shown: from every sentence to one, without asking the models again. Shared by the
 * page and the program.
 */
import type { DigestSentence, SaidDigest } from './summary.ts';

/**
 * `auto`: as many sentences as the chooser would keep. A number is so many sentences; a share (0–1) is that
 * much of the words that were read.
 */
export type LengthChoice =
  | 'auto'
  | 'short'
  | 'medium'
  | 'long'
  | 'all'
  | number
  | { readonly share: number }
  | { readonly sentences: number };

/** The names that a list of lengths offers, shortest first where that can be said. */
export const lengthChoices = ['auto', 'short', 'medium', 'long', 'all'] as const;

/** The share of the words that each name stands for. */
export const lengthShares = { short: 0.1, medium: 0.2, long: 0.35 } as const;

/**
 * The sentences that fit, in the order of the source: whole ones only, taken in the order of choice until
 * the next one would go beyond the budget; at least one, where there is any. A longer length never drops
 * what a shorter one shows.
 */
export function pointsOf(
  digest: Pick<SaidDigest, 'sentences' | 'enough' | 'read'>,
  length: LengthChoice,
): DigestSentence[] {
  const { sentences } = digest;
  if (length === 'all') return [...sentences];
  const byRank = [...sentences].sort((a, b) => a.rank - b.rank);
  const count = Math.max(1, countOf(digest, byRank, length));
  const chosen = new Set(byRank.slice(0, count));
  return sentences.filter((sentence) => chosen.has(sentence));
}

function countOf(
  { enough, read }: Pick<SaidDigest, 'enough' | 'read'>,
  byRank: readonly DigestSentence[],
  length: Exclude<LengthChoice, 'all'>,
): number {
  if (length === 'auto') return enough;
  if (typeof length === 'number') return Math.round(length);
  if (typeof length === 'object' && 'sentences' in length) return Math.round(length.sentences);
  const share = typeof length === 'object' ? length.share : lengthShares[length];
  // What is as long as the source was, cleaned or not, is all of it.
  if (share >= 1) return byRank.length;
  const budget = share * read;
  let words = 0;
  const over = byRank.findIndex(({ text }) => {
    words += countWords(text);
    return words > budget;
  });
  return over < 0 ? byRank.length : over;
}

/** Words in what is shown. */
export function keptWords(points: readonly { readonly text: string }[]): number {
  return points.reduce((sum, { text }) => sum + countWords(text), 0);
}

/** Scripts that are written without spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** How many words a text has: what spaces set apart and holds a letter or a digit. */
export function countWords(text: string): number {
  let words = 0;
  for (const [piece] of text.matchAll(/\S+/g)) {
    if (unspaced.test(piece)) words += wordsWithoutSpaces(piece);
    else if (/[\p{L}\p{N}]/u.test(piece)) words++;
  }
  return words;
}

function wordsWithoutSpaces(text: string): number {
  const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });
  return Array.from(segmenter.segment(text)).filter(({ isWordLike }) => isWordLike === true).length;
}
