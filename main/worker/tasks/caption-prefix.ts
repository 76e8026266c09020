/** The words that a caption is to begin with: as they were given, and as the model reads them. */
import type { WordList } from '../input/word-list.ts';

export interface Prefix {
  /** All tokens, in order. */
  readonly ids: readonly number[];
  /** The words as given, and how many tokens each of them is. */
  readonly words: readonly { readonly text: string; readonly tokens: number }[];
}

/** The training's tokens: clitics apart, punctuation dropped (the Penn Treebank's conventions). */
const token = /[a-z0-9]+(?:[-.][a-z0-9]+)*(?=n't\b)|n't\b|'(?:s|re|ve|d|m|ll)\b|[a-z0-9]+(?:[-.][a-z0-9]+)*/g;

/** A word that the model does not know is read as an unknown one, and one without letters not at all. */
export function readGiven(text: string, list: WordList): Prefix {
  const words = text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => ({ text: word, ids: idsOf(word, list) }));
  return {
    ids: words.flatMap(({ ids }) => ids),
    words: words.map(({ text: word, ids }) => ({ text: word, tokens: ids.length })),
  };
}

function idsOf(word: string, list: WordList): number[] {
  const found = word.toLowerCase().replaceAll('’', "'").match(token) ?? (/\p{L}/u.test(word) ? [word] : []);
  return found.map((part) => list.idOf(part));
}
