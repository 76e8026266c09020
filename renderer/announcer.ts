/**
 * What a screen reader says, through one polite live region. While a take runs nothing is said at all: the
 * reader's voice would go into the microphone and be written down.
 */
import type { Store } from './store.ts';

export interface Announcer {
  /** Says `text` once, in `language` (BCP 47) where it is not the window's own, unless a take is running. */
  say(text: string, language?: string): void;
  /** Says `text` once, as soon as no take is running. */
  sayAfterTake(text: string): void;
  /** The live region's text as it changes. Returns the function that stops listening. */
  listen(listener: (text: string, language?: string) => void): () => void;
}

/** An announcer that is silent while `store` says that a take is running. */
export function createAnnouncer(store: Store): Announcer {
  const listeners = new Set<(text: string, language?: string) => void>();
  const tell = (text: string, language?: string) => {
    for (const listener of listeners) listener(text, language);
  };
  return {
    say: (text, language) => {
      if (store.get().take === 'idle') tell(text, language);
    },
    sayAfterTake: (text) => {
      if (store.get().take === 'idle') return tell(text);
      const forget = store.listen(() => {
        if (store.get().take !== 'idle') return;
        forget();
        tell(text);
      });
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
