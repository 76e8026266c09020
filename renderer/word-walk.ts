/** Where the arrow keys lead from a word. */

interface Place {
  readonly part: number;
  readonly word: number;
}

/**
 * The word that `event`'s key leads to from `at`, drawn as `element`; null where it leads nowhere.
 * `count` tells how many words a part has, or null where there is no such part.
 */
export function nextWord(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  at: Place,
  element: HTMLElement,
  count: (part: number) => number | null,
): Place | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const isRightToLeft = getComputedStyle(element).direction === 'rtl';
  switch (event.key) {
    case 'ArrowRight':
      return besides(at, isRightToLeft ? -1 : 1, count);
    case 'ArrowLeft':
      return besides(at, isRightToLeft ? 1 : -1, count);
    case 'Home':
      return { ...at, word: 0 };
    case 'End':
      return { ...at, word: (count(at.part) ?? 1) - 1 };
    case 'ArrowDown':
    case 'ArrowUp':
      return inNextLine(element, event.key === 'ArrowDown' ? 1 : -1);
    default:
      return null;
  }
}

/** The word before or after, across sentences and what stands between them; null at the ends. */
export function besides(at: Place, step: 1 | -1, count: (part: number) => number | null): Place | null {
  const word = at.word + step;
  if (word >= 0 && word < (count(at.part) ?? 0)) return { ...at, word };
  for (let part = at.part + step; ; part += step) {
    const words = count(part);
    if (words === null) return null;
    if (words > 0) return { part, word: step > 0 ? 0 : words - 1 };
  }
}

/** The nearest word of the next line that is drawn. */
function inNextLine(element: HTMLElement, step: 1 | -1): Place | null {
  const own = element.getBoundingClientRect();
  const middle = (own.left + own.right) / 2;
  let best: { readonly element: HTMLElement; readonly line: number; readonly off: number } | null = null;
  const all = element.closest('.aligned')?.querySelectorAll<HTMLElement>('[data-word]') ?? [];
  for (const other of all) {
    const box = other.getBoundingClientRect();
    const line = (box.top - own.top) * step;
    if (line < own.height / 2) continue;
    const off = Math.max(0, box.left - middle, middle - box.right);
    const isBetter = best === null || line < best.line - 4 || (line < best.line + 4 && off < best.off);
    if (isBetter) best = { element: other, line, off };
  }
  if (best === null) return null;
  const [part = 0, word = 0] = (best.element.dataset.word ?? '').split(' ').map(Number);
  return { part: part + Number(best.element.closest<HTMLElement>('[data-first]')?.dataset.first ?? 0), word };
}
