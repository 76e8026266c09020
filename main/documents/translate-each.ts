/** Many texts → their translations, a good handful at a time. */
import type { SentenceTranslation } from '../../preload/translation.ts';

/** Translates many texts at once; the sources of each answer joined are the text. */
export type Translate = (texts: readonly string[]) => Promise<readonly (readonly SentenceTranslation[])[]>;

/**
 * How much text is under way at a time. Tokens and alignments take some hundred times the room of their
 * text, so a long document never holds all of its; and enough that two processes are kept busy.
 */
const charactersAtATime = 150_000;

/**
 * Hands each of `items`, with its translation, to `use`, in order.
 * @param textOf what of an item is translated; null: nothing, and `use` gets no translation
 */
export async function translateEach<Item>(
  items: Iterable<Item>,
  textOf: (item: Item) => string | null,
  translate: Translate,
  use: (item: Item, parts: readonly SentenceTranslation[]) => void,
): Promise<void> {
  let waiting: Item[] = [];
  let characters = 0;
  for (const item of items) {
    waiting.push(item);
    characters += textOf(item)?.length ?? 1;
    if (characters < charactersAtATime) continue;
    await translateAll(waiting, textOf, translate, use);
    waiting = [];
    characters = 0;
  }
  await translateAll(waiting, textOf, translate, use);
}

async function translateAll<Item>(
  items: readonly Item[],
  textOf: (item: Item) => string | null,
  translate: Translate,
  use: (item: Item, parts: readonly SentenceTranslation[]) => void,
): Promise<void> {
  const texts = items.map(textOf);
  const toTranslate = texts.filter((text): text is string => text !== null);
  const answers = toTranslate.length === 0 ? [] : await translate(toTranslate);
  let next = 0;
  for (const [index, item] of items.entries())
    use(item, texts[index] === null ? [] : (answers[next++] ?? []));
}
