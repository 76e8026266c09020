/** Sentences translated lately, so that as a text is typed only what changed is translated again. */
import type { SentenceTranslation } from '../../../preload/translation.ts';
import type { TranslateSentence } from './translate-direction.ts';

/** Least recently used first. */
export interface Memory {
  readonly limit: number;
  readonly translations: Map<string, readonly SentenceTranslation[]>;
}

/** @param limit how many sentences it keeps */
export function newMemory(limit: number): Memory {
  return { limit, translations: new Map() };
}

/** `translate`, but what `memory` knows is not decoded again; what failed or was stopped is not kept. */
export function remembering(translate: TranslateSentence, memory: Memory): TranslateSentence {
  const { translations, limit } = memory;
  return async (sentence, options) => {
    const { signal, beams = 1, alternatives = 0, glossary = [] } = options;
    const key = JSON.stringify([sentence, beams, alternatives, glossary]);
    if (signal?.aborted) throw signal.reason;
    const known = translations.get(key);
    const parts = known ?? (await translate(sentence, options));
    // Last in the map is what was used last.
    translations.delete(key);
    translations.set(key, parts);
    for (const oldest of translations.keys()) {
      if (translations.size <= limit) break;
      translations.delete(oldest);
    }
    return [...parts];
  };
}
