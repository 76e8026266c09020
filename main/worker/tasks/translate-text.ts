/**
 * Text of any length → its translation: cut into sentences, each translated by itself, everything
 * between them kept as it is.
 */
import type { SentenceTranslation } from '../../../preload/translation.ts';
import { splitSentences } from '../input/sentences.ts';
import type { TranslateSentence } from './translate-direction.ts';
import { type SentenceOptions, untranslated } from './translate-sentence.ts';

/** Takes a part of a translation as soon as it is there. */
export type OnPart = (part: SentenceTranslation) => void;

/** How long the process may go on without looking at its messages (a cancel) where nothing is decoded. */
const longestWithoutPauseMilliseconds = 20;

/**
 * Translates a text; the sources of the parts joined are the text.
 * @param language BCP 47, of the text
 * @throws the signal's reason once it is aborted
 */
export async function translateText(
  translate: TranslateSentence,
  text: string,
  language: string,
  options: SentenceOptions,
  onPart?: OnPart,
): Promise<SentenceTranslation[]> {
  const parts: SentenceTranslation[] = [];
  let pausedAt = performance.now();
  for (const { text: piece, isSentence } of splitSentences(text, language)) {
    if (performance.now() - pausedAt > longestWithoutPauseMilliseconds) {
      await new Promise((resolve) => setImmediate(resolve));
      pausedAt = performance.now();
    }
    if (options.signal?.aborted) throw options.signal.reason;
    const translated = isSentence ? await translate(piece, options) : [untranslated(piece)];
    for (const part of translated) {
      parts.push(part);
      onPart?.(part);
    }
  }
  return parts;
}
