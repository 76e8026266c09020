/** Parts of a translation on their way to the page: not each is drawn by itself. */
import type { SentenceTranslation } from '../preload/translation.ts';

/** Parts that come within so many milliseconds are shown together. */
const togetherMs = 200;

export interface Arrivals {
  add(index: number, parts: readonly SentenceTranslation[]): void;
  /** Forgets what is held: of a run that ended, or another one. */
  drop(): void;
}

/**
 * Parts that come in quick succession are shown together: drawing a long text has its cost each time. The
 * first are shown at once.
 */
export function collectArrivals(
  show: (index: number, parts: readonly SentenceTranslation[]) => void,
): Arrivals {
  let held: { readonly index: number; readonly parts: SentenceTranslation[] } | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    if (held === null) return;
    show(held.index, held.parts);
    held = null;
    timer = setTimeout(flush, togetherMs);
  };
  return {
    add: (index: number, parts: readonly SentenceTranslation[]) => {
      if (held !== null && held.index + held.parts.length === index) held.parts.push(...parts);
      else {
        if (held !== null) show(held.index, held.parts);
        held = { index, parts: [...parts] };
      }
      if (timer === undefined) flush();
    },
    drop: () => {
      held = null;
    },
  };
}
