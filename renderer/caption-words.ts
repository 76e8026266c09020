/** The words of a caption where they stand in it, each with what the model looked at while it wrote it. */
import type { PictureDescription } from '../preload/description.ts';
import { uncertainCaptionWordBelow } from './hedging.ts';
import { isFromPicture, whereInPicture } from './where-in-picture.ts';
import { words } from './words.ts';

export interface PlacedWord {
  /** Where it lies in the caption, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  readonly attention: readonly number[];
  readonly isUncertain: boolean;
}

/** The words in their order; one that is not found in the caption as it is written is left out. */
export function captionWords({ caption, words: told }: PictureDescription): readonly PlacedWord[] {
  const plain = caption.toLowerCase();
  const placed: PlacedWord[] = [];
  let from = 0;
  for (const { text, confidence, attention } of told) {
    const start = plain.indexOf(text.toLowerCase(), from);
    if (text === '' || start < 0) continue;
    from = start + text.length;
    placed.push({ start, end: from, attention, isUncertain: confidence < uncertainCaptionWordBelow });
  }
  return placed;
}

/** Where in the picture a word was seen, in words; whether it was at all. */
export function originInWords(word: PlacedWord, grid: PictureDescription['grid']): string {
  const where = whereInPicture(word.attention, grid);
  if (where === '') return '';
  return isFromPicture(word.attention) ? where : words.see.words.fromSentence;
}
