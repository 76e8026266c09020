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
