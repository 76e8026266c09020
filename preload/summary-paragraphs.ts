/** A text by its paragraphs, and the text with its sentences cleaned: shared by the page and the program. */
import type { CharacterRange, DigestSentence } from './summary.ts';

// A CR before LF is never a line end of its own: one CRLF is no blank line.
const lineEnd = String.raw`(?:\r?\n|\r(?!\n)|[\u2028\u2029])`;
const blank = new RegExp(String.raw`${lineEnd}(?:[^\S\n\r\u2028\u2029]*${lineEnd})+`, 'g');

/** Where the paragraphs stand, which blank lines separate; spaces around them are no part of them. */
export function paragraphsOf(text: string): CharacterRange[] {
  const found: CharacterRange[] = [];
  let from = 0;
  const add = (to: number): void => {
    const part = text.slice(from, to);
    const start = from + part.length - part.trimStart().length;
    const end = from + part.trimEnd().length;
    if (start < end) found.push([start, end]);
  };
  for (const { index = 0, 0: gap } of text.matchAll(blank)) {
    add(index);
    from = index + gap.length;
  }
  add(text.length);
  return found;
}

/** What is said with nothing in it, as `DigestSentence`s have it: hesitations alone. */
const hesitations = /^(?:\P{L}*(?:u+m+|u+h+m*|e+rm*|a+h+|m{2,}|h+m+)\P{L}*)+$/iu;

/**
 * Each paragraph of `text` with its sentences as they were cleaned; what stands between them (speakers, times,
 * line ends, bullets) stays. As many as there are, in order, none of them empty.
 */
export function cleanedParagraphs(
  text: string,
  sentences: readonly Pick<DigestSentence, 'text' | 'source'>[],
): string[] {
  let next = 0;
  return paragraphsOf(text).map(([start, end]) => {
    let written = '';
    let at = start;
    for (let one = sentences[next]; one !== undefined && one.source[0] < end; one = sentences[++next]) {
      const [from, to] = one.source;
      written += text.slice(at, from);
      at = to;
      if (!hesitations.test(one.text)) written += one.text;
      // The spaces behind a sentence that went are of no use.
      else while (at < end && /[^\S\n\r]/.test(text.charAt(at))) at++;
    }
    const cleaned = (written + text.slice(at, end)).trim();
    return /[\p{L}\p{N}]/u.test(cleaned) ? cleaned : text.slice(start, end);
  });
}
