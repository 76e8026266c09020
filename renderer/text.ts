/** From segments to paragraphs, and to the text that is copied or read aloud. */
import type { Segment } from '../preload/transcript.ts';

/** A pause this long, in seconds, begins a new paragraph. */
const paragraphPauseSeconds = 2.5;
/** A paragraph longer than this, in characters, ends with its segment, so that a page never is one block. */
const paragraphCharacters = 600;

/**
 * A word below this confidence is marked as uncertain. Tried on 15 spoken captions: 9 words lay below, 5 of them
 * were misheard; one misheard word lay above.
 */
export const uncertainBelow = 0.5;

/** Segments grouped by the pauses between them. */
export function paragraphs(segments: readonly Segment[]): readonly (readonly Segment[])[] {
  const groups: Segment[][] = [];
  let previousEnd = Number.NEGATIVE_INFINITY;
  let characters = 0;
  for (const segment of segments) {
    const current = groups[groups.length - 1];
    if (
      current === undefined ||
      segment.start - previousEnd >= paragraphPauseSeconds ||
      characters > paragraphCharacters
    ) {
      groups.push([segment]);
      characters = segment.text.length;
    } else {
      current.push(segment);
      characters += segment.text.length;
    }
    previousEnd = segment.end;
  }
  return groups;
}

/** The whole text, without what was cleaned away; a blank line between paragraphs. */
export function plainText(segments: readonly Segment[]): string {
  return paragraphs(segments)
    .map((group) => group.map(({ text, cleaned }) => (cleaned?.text ?? text).trim()).join(' '))
    .join('\n\n');
}
