/**
 * Headlines Written Like This: models take every word with a capital for a name. They are translated
 * as sentences, with the capitals that names have, and become headlines again only where the target
 * language writes them so.
 */
import type { SentenceTranslation } from '../../../preload/translation.ts';
import type { TextTokenizer } from '../input/text-tokenizer.ts';
import { upper } from './glossary.ts';
import { outsideVerbatim } from './translate-case.ts';

/** What English headlines in capitals leave small, but for the first word. */
const smallInEnglish = new Set('a an the and but or nor of in on at to for by as via per vs'.split(' '));
const wordPattern = /\p{L}[\p{L}\p{M}'’]*/gu;
/** Words that short are small in many headlines ("of", "de"); longer ones ("with", "sobre") may be now and then. */
const shortLetters = 3;
const longestSmall = 5;
const mostSmall = 0.15;
const leastWords = 4;
/** Words that would be small in a sentence, behind the first; and their share of those in capitals. */
const leastCommon = 3;
const leastShareCommon = 0.7;

/** Whether a language has headlines in capitals by habit; of those known here only English does. */
export function writesHeadlines(language: string): boolean {
  return /^en\b/i.test(language);
}

/** Whether a sentence is written as a headline, and is no list of names. */
export function isHeadline(sentence: string, tokenizer: TextTokenizer): boolean {
  const words = wordsOf(sentence);
  if (words.length < leastWords) return false;
  const long = words.filter((word) => word.length > shortLetters);
  const quiet = long.filter((word) => !/^\p{Lu}/u.test(word));
  if (quiet.length > long.length * mostSmall) return false;
  if (quiet.some((word) => word.length > longestSmall)) return false;
  const capital = words.slice(1).filter(hasOnlyFirstCapital);
  const common = capital.filter((word) => isCommon(word, tokenizer)).length;
  return common >= leastCommon && common >= capital.length * leastShareCommon;
}

/** The sentence that a headline is, as long as that: names and the first word keep their capital. */
export function asSentence(headline: string, tokenizer: TextTokenizer): string {
  let isFirst = true;
  return outsideVerbatim(headline, (text) => {
    let wasCommon = false;
    return text.replace(wordPattern, (word, at: number) => {
      // A part of "Low-Income" is as common as the part before it.
      const goesOn = wasCommon && text.charAt(at - 1) === '-';
      wasCommon = hasOnlyFirstCapital(word) ? goesOn || isCommon(word, tokenizer) : word === small(word);
      const stays = isFirst || !wasCommon;
      isFirst = false;
      return stays ? word : small(word);
    });
  });
}

/**
 * The translation of a headline that was made a sentence; `source` is the headline. In English its
 * words have capitals again: all where those of the headline have, else all but "the" and the like.
 */
export function asHeadline(
  translation: SentenceTranslation,
  source: string,
  to: string,
): SentenceTranslation {
  const sourceTokens = spelledAs(translation.sourceTokens, source);
  if (!writesHeadlines(to)) return { ...translation, source, sourceTokens };
  const isWhole = wordsOf(source).every((word) => /^\p{Lu}/u.test(word));
  const loud = (text: string) => withCapitals(text, isWhole, to);
  const texts = spelledAs(
    translation.tokens.map(({ text }) => text),
    loud(translation.target),
  );
  const tokens = translation.tokens.map((token, place) => ({ ...token, text: texts[place] ?? token.text }));
  return {
    ...translation,
    source,
    target: tokens.map(({ text }) => text).join(''),
    sourceTokens,
    tokens,
    alternatives: translation.alternatives.map((other) => ({ ...other, target: loud(other.target) })),
  };
}

function withCapitals(text: string, isWhole: boolean, language: string): string {
  let isFirst = true;
  return outsideVerbatim(text, (words) =>
    words.replace(wordPattern, (word, at: number) => {
      // "a.m." and "example.com" are written so.
      const isDotted = words.charAt(at - 1) === '.' || /^\.\p{L}/u.test(words.slice(at + word.length));
      const stays = isDotted || /\p{Lu}/u.test(word) || (!isWhole && !isFirst && smallInEnglish.has(word));
      isFirst = false;
      const [first = ''] = word;
      const capital = stays ? first : upper(first, language);
      return capital.length === first.length ? capital + word.slice(first.length) : word;
    }),
  );
}

function wordsOf(sentence: string): string[] {
  const text = outsideVerbatim(
    sentence,
    (words) => words,
    () => ' ',
  );
  return text.match(wordPattern) ?? [];
}

/** Not "NASA", nor "iPhone". */
function hasOnlyFirstCapital(word: string): boolean {
  return /^\p{Lu}[^\p{Lu}]*$/u.test(word) && small(word).length === word.length;
}

/** A word that the texts the vocabulary was made of have in small letters more often than with a capital. */
function isCommon(word: string, tokenizer: TextTokenizer): boolean {
  return tokenizer.scoreOf(small(word)) > tokenizer.scoreOf(word);
}

function small(word: string): string {
  return word.toLowerCase();
}

/** Tokens with the letters of `text`, where they differ from it by their case alone; else as they are. */
function spelledAs(tokens: readonly string[], text: string): readonly string[] {
  const joined = tokens.join('');
  if (joined.length !== text.length || joined.toLowerCase() !== text.toLowerCase()) return tokens;
  let at = 0;
  return tokens.map((token) => {
    const from = at;
    at += token.length;
    return text.slice(from, at);
  });
}
