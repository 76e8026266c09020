/** Translations for tests, word by word, with the alignment that a model would give. */
import type { AlignmentLink, SentenceTranslation } from '../../preload/translation.ts';
import type { Translate } from './translate-each.ts';

/** Every text as it is. */
export const unchanged: Translate = async (texts) =>
  texts.map((text) => [wordByWord(text, (words) => words)]);

/** Every letter a capital. */
export const upperCase: Translate = async (texts) =>
  texts.map((text) => [wordByWord(text, (words) => words.map((word) => word.toUpperCase()))]);

/** A sentence translated word by word; `order` lists, for each word of the answer, the word it comes from. */
export function wordByWord(
  source: string,
  change: (words: readonly string[]) => readonly string[],
  order?: (count: number) => readonly number[],
): SentenceTranslation {
  const sourceTokens = source.match(/\s*\S+\s*$|\s*\S+|\s+/g) ?? [];
  const places = order?.(sourceTokens.length) ?? sourceTokens.map((_, place) => place);
  const changed = change(sourceTokens);
  const tokens = places.map((place) => ({ text: changed[place] ?? '', logProbability: -0.1 }));
  const alignment = places.map((place, target): AlignmentLink => [place, target, 1]);
  const target = tokens.map(({ text }) => text).join('');
  return { source, target, score: -0.1, sourceTokens, tokens, alternatives: [], alignment };
}

/** The words of each sentence from the last to the first, in capitals; the marks at the ends stay there. */
export const backwards: Translate = async (texts) => texts.map((text) => sentencesOf(text).map(turned));

/** Each sentence by itself, and what stands between two. */
function sentencesOf(text: string): string[] {
  return text.split(/((?<=[.!?])\s+|\n)/).filter((part) => part !== '');
}

function turned(source: string): SentenceTranslation {
  if (!/\p{L}/u.test(source)) return wordByWord(source, (words) => words);
  const sourceTokens =
    source.match(/\s*(?:[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{N}]+)*|[^\s\p{L}\p{N}])|\s+$/gu) ?? [];
  const isWord = (token: string) => /[\p{L}\p{N}]/u.test(token);
  const places = [...sourceTokens.keys()].filter((place) => isWord(sourceTokens[place] ?? '')).reverse();
  // Where a word stood comes the one from the other end, with the space that was there.
  const order = sourceTokens.map((token, place) => (isWord(token) ? (places.shift() ?? place) : place));
  const tokens = order.map((from, place) => {
    const space = /^\s*/.exec(sourceTokens[place] ?? '')?.[0] ?? '';
    return { text: space + (sourceTokens[from] ?? '').trimStart().toUpperCase(), logProbability: -0.1 };
  });
  const alignment = order.map((from, place): AlignmentLink => [from, place, 1]);
  const target = tokens.map(({ text }) => text).join('');
  return { source, target, score: -0.1, sourceTokens, tokens, alternatives: [], alignment };
}
