/**
 * Walking along written words with the arrow keys: the whole text is one stop of the Tab key, and the word that
 * has the focus is the one that is pointed at. For a translation's words as for a caption's.
 */
import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { nextWord } from '../word-walk.ts';

/** A word by its part and its place among the part's words. */
export interface WordPlace {
  readonly part: number;
  readonly word: number;
}

interface Walk {
  /** The element of all words; the current one is drawn with the role `button`. */
  readonly root: RefObject<HTMLElement>;
  /** How many words a part has, or null where there is no such part. */
  readonly count: (part: number) => number | null;
  /** Enter or the space bar. */
  readonly onOpen: (place: WordPlace, at: HTMLElement) => void;
}

export interface WordWalk {
  /** The word that the Tab key goes to: the one last chosen as long as it exists, or else the first there is. */
  readonly current: WordPlace | null;
  readonly choose: (place: WordPlace) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** The walk of one text. */
export function useWordWalk({ root, count, onOpen }: Walk): WordWalk {
  const [chosen, setChosen] = useState<WordPlace | null>(null);
  const [moved, setMoved] = useState(0);
  const current = existing(chosen, count);
  useEffect(() => {
    if (moved > 0) root.current?.querySelector<HTMLElement>('[role=button]')?.focus();
  }, [moved]);
  const onKeyDown = (event: KeyboardEvent) => {
    const element = event.target;
    if (current === null || !(element instanceof HTMLElement)) return;
    if (event.key === 'Enter' || event.key === ' ') onOpen(current, element);
    else {
      const next = nextWord(event, current, element, count);
      if (next === null) return;
      setChosen(next);
      setMoved(moved + 1);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return { current, choose: setChosen, onKeyDown };
}

/** The word that `target` is, from what is written on it. */
export function placeOf(target: EventTarget | null): WordPlace | null {
  if (!(target instanceof HTMLElement) || target.dataset.word === undefined) return null;
  const section = target.closest<HTMLElement>('[data-first]');
  const [part = 0, word = 0] = target.dataset.word.split(' ').map(Number);
  return { part: part + Number(section?.dataset.first ?? 0), word };
}

/** A click that ends the selecting of text is no click on a word. */
export function hasSelection(): boolean {
  return document.getSelection()?.isCollapsed === false;
}

function existing(chosen: WordPlace | null, count: Walk['count']): WordPlace | null {
  if (chosen !== null && chosen.word < (count(chosen.part) ?? 0)) return chosen;
  for (let part = 0; ; part += 1) {
    const words = count(part);
    if (words === null) return null;
    if (words > 0) return { part, word: 0 };
  }
}
