/** The vocabulary of a model that writes whole words: a JSON array of them, where a word's place is its token. */
import { ParolaError } from '../../errors.ts';

export interface WordList {
  /** Empty for a number that is no token. */
  wordAt(id: number): string;
  /** The token of a word as the training wrote it; that of unknown words where it is not in the list. */
  idOf(word: string): number;
}

/** How the list calls the words that it lacks. */
const unknownWord = '<unk>';

/**
 * @param size how many words the model writes
 * @throws ParolaError `model-corrupt`
 */
export function parseWordList(json: string, size: number): WordList {
  const words = parse(json);
  if (!Array.isArray(words) || words.length !== size || !words.every((word) => typeof word === 'string')) {
    throw new ParolaError('model-corrupt', 'The words of the model cannot be read; install it again');
  }
  const list: readonly string[] = words;
  const ids = new Map(list.map((word, id) => [word, id]));
  const unknown = ids.get(unknownWord) ?? 0;
  return { wordAt: (id) => list[id] ?? '', idOf: (word) => ids.get(word) ?? unknown };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
