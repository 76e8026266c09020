/**
 * Sentences in capitals: models have seen next to none, and take them for names. They are translated
 * in small letters and put into capitals again.
 */
import type { SentenceTranslation } from '../../../preload/translation.ts';
import { verbatimSpans } from './carry-over.ts';
import { upper } from './glossary.ts';

/** What has fewer letters is a name more often than not: NASA, UNESCO, US GDP. */
const leastWords = 3;
const leastLettersOfOne = 4;
const leastLettersAlone = 7;

/** Whether a sentence is written in capitals but for addresses and the like; a short name alone is not. */
export function isInCapitals(sentence: string): boolean {
  // What is looked at first rules out nearly every sentence.
  if (/\p{Ll}\p{Ll}\s/u.test(sentence)) return false;
  const said = outsideVerbatim(
    sentence,
    (text) => text,
    () => ' ',
  );
  if (/\p{Ll}/u.test(said)) return false;
  const words = said.match(/\p{Lu}{2,}/gu) ?? [];
  const longest = words.reduce((most, word) => Math.max(most, word.length), 0);
  return longest >= leastLettersAlone || (words.length >= leastWords && longest >= leastLettersOfOne);
}

/** In small letters, as long as before, with the capital that a sentence begins with. */
export function inSmallLetters(sentence: string, language: string): string {
  let isFirst = true;
  return outsideVerbatim(sentence, (text) => {
    const small = Array.from(text, (letter) => {
      const lowered = letter.toLowerCase();
      return lowered.length === letter.length ? lowered : letter;
    }).join('');
    const first = isFirst ? small.search(/\p{L}/u) : -1;
    if (first < 0) return small;
    isFirst = false;
    return small.slice(0, first) + upper(small.charAt(first), language) + small.slice(first + 1);
  });
}

/** The translation of what was put into small letters, in capitals; `source` is the sentence as it was. */
export function inCapitals(
  translation: SentenceTranslation,
  source: string,
  from: string,
  to: string,
): SentenceTranslation {
  const loud = (text: string, language: string) => outsideVerbatim(text, (words) => upper(words, language));
  const tokens = translation.tokens.map((token) => ({ ...token, text: loud(token.text, to) }));
  return {
    ...translation,
    source,
    target: tokens.map(({ text }) => text).join(''),
    sourceTokens: translation.sourceTokens.map((text) => loud(text, from)),
    tokens,
    alternatives: translation.alternatives.map((other) => ({ ...other, target: loud(other.target, to) })),
  };
}

/** Changes what lies between addresses, code and the like, and those by `keep`. */
export function outsideVerbatim(
  text: string,
  change: (words: string) => string,
  keep = (kept: string) => kept,
): string {
  let result = '';
  let at = 0;
  for (const [from, to] of verbatimSpans(text)) {
    result += change(text.slice(at, from)) + keep(text.slice(from, to));
    at = to;
  }
  return result + change(text.slice(at));
}
