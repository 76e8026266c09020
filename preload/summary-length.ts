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

/** Once so much of a budget is used, no sentence is passed over for a shorter one that was chosen later. */
const usedWell = 0.75;

/**
 * The sentences that fit, in the order of the source: whole ones only, taken in the order of choice; at least
 * one, where there is any. Of a share of the words one that is too long is passed over while much of the
 * budget is free. A larger number of sentences never drops what a smaller one shows.
 */
export function pointsOf(
  digest: Pick<SaidDigest, 'sentences' | 'enough' | 'read'>,
  length: LengthChoice,
): DigestSentence[] {
  const { sentences } = digest;
  if (length === 'all') return [...sentences];
  const byRank = [...sentences].sort((a, b) => a.rank - b.rank);
  const fitting = chosenOf(digest, byRank, length);
  const chosen = new Set(fitting.length > 0 ? fitting : byRank.slice(0, 1));
  return sentences.filter((sentence) => chosen.has(sentence));
}

function chosenOf(
  { enough, read }: Pick<SaidDigest, 'enough' | 'read'>,
  byRank: readonly DigestSentence[],
  length: Exclude<LengthChoice, 'all'>,
): readonly DigestSentence[] {
  if (length === 'auto') return byRank.slice(0, enough);
  if (typeof length === 'number') return byRank.slice(0, Math.round(length));
  if (typeof length === 'object' && 'sentences' in length)
    return byRank.slice(0, Math.round(length.sentences));
  const share = typeof length === 'object' ? length.share : lengthShares[length];
  // What is as long as the source was, cleaned or not, is all of it.
  return share >= 1 ? byRank : withinBudget(byRank, share * read);
}

function withinBudget(byRank: readonly DigestSentence[], budgetWords: number): DigestSentence[] {
  const fitting: DigestSentence[] = [];
  let used = 0;
  for (const sentence of byRank) {
    const words = countWords(sentence.text);
    if (used + words <= budgetWords) {
      fitting.push(sentence);
      used += words;
    } else if (used >= usedWell * budgetWords) break;
  }
  return fitting;
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
