/** Whether a sentence about a scene says anything that the one before did not. */
import type { PictureDescription } from '../preload/description.ts';

/** Words that say nothing of what is there: a caption that differs in these only is the same. */
const emptyWords = new Set(
  'a an the is are be being was were in on at of to with and or by from into onto over through up down out it its his her their there this that as while near front'.split(
    ' ',
  ),
);

/**
 * What to say of a scene after `last` was said of it; null where it is nothing new, or where there is
 * nothing to be seen.
 */
export function sayAnew({ caption, kind }: PictureDescription, last: string | null): string | null {
  // A lens that is covered or moved is no scene.
  if (kind === 'blank' || kind === 'blurred' || caption.trim() === '') return null;
  return last !== null && sameWords(caption, last) ? null : caption;
}

function sameWords(one: string, other: string): boolean {
  const [first, second] = [contentWords(one), contentWords(other)];
  return first.size === second.size && [...first].every((word) => second.has(word));
}

function contentWords(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.filter((word) => !emptyWords.has(word)));
}
