/**
 * What a screen reader says, through one polite live region. While a take runs nothing is said at all: the
 * reader's voice would go into the microphone and be written down.
 */
import type { Store } from './store.ts';

export interface Announcer {
  /** Says `text` once, unless a take is running. */
  say(text: string): void;
  /** Says `text` once, as soon as no take is running. */
  sayAfterTake(text: string): void;
  /** The live region's text as it changes. Returns the function that stops listening. */
  listen(listener: (text: string) => void): () => void;
}

/** An announcer that is silent while `store` says that a take is running. */
export function createAnnouncer(store: Store): Announcer {
  const listeners = new Set<(text: string) => void>();
  const tell = (text: string) => {
    for (const listener of listeners) listener(text);
  };
  return {
    say: (text) => {
      if (store.get().take === 'idle') tell(text);
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
