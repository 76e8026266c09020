/** A sentence of any length and make → its translation, in one part or more. */
import type { SentenceTranslation } from '../../../preload/translation.ts';
import { halves } from '../input/sentences.ts';
import type { TextTokenizer } from '../input/text-tokenizer.ts';
import { putBack, takeOut, withoutCarried } from './carry-over.ts';
import { type Term, termsIn } from './glossary.ts';
import { canSpell } from './glossary-tokens.ts';
import { suggestWords } from './suggest.ts';
import { inCapitals, inSmallLetters, isInCapitals } from './translate-case.ts';
import { asHeadline, asSentence, isHeadline, writesHeadlines } from './translate-headline.ts';
import { hasLost, unreadTokens, withoutAddedStop } from './translate-lost.ts';
import { withSourceMarks } from './translate-marks.ts';
import {
  maxSourceTokens,
  type SentenceOptions,
  type TranslationModel,
  untranslated,
} from './translate-sentence.ts';
import { termsLeft, termsWithin } from './translate-term-places.ts';
import { translateKeeping } from './translate-terms.ts';

/**
 * A sentence of any length: cut in two until the model can take it, and in small letters where it is
 * all in capitals or a headline.
 */
export async function translateAny(
  model: TranslationModel,
  sentence: string,
  options: SentenceOptions,
): Promise<SentenceTranslation[]> {
  const { quiet, restored } = quieted(model, sentence);
  let at = 0;
  return (await translateQuiet(model, quiet, options)).map((part) => {
    const source = sentence.slice(at, at + part.source.length);
    at += source.length;
    return restored(part, source);
  });
}

/** The sentence with no more capitals than sentences have, and how its translation gets them back. */
function quieted(model: TranslationModel, sentence: string): Quieted {
  const { from, to } = model;
  if (isInCapitals(sentence)) {
    return {
      quiet: inSmallLetters(sentence, from),
      unrestored: (words) => [inSmallLetters(words.join(''), to)],
      restored: (part, source) => inCapitals(part, source, from, to),
    };
  }
  if (isHeadline(sentence, model.source)) {
    return {
      quiet: asSentence(sentence, model.source),
      unrestored: (words) => (writesHeadlines(to) ? [asSentence(words.join(''), model.target)] : words),
      restored: (part, source) => asHeadline(part, source, to),
    };
  }
  return { quiet: sentence, unrestored: (words) => words, restored: (part) => part };
}

interface Quieted {
  /** As long as the sentence. */
  readonly quiet: string;
  /** What was restored, as the model had written it. */
  unrestored(words: readonly string[]): readonly string[];
  /** A part's translation; `source` is the part as it stood in the sentence. */
  restored(part: SentenceTranslation, source: string): SentenceTranslation;
}

/** Terms that no tokens spell are put into the translation as what is carried over. */
async function translateQuiet(
  model: TranslationModel,
  sentence: string,
  options: SentenceOptions,
): Promise<SentenceTranslation[]> {
  if (options.signal?.aborted) throw options.signal.reason;
  const terms = options.terms ?? termsIn(sentence, options.glossary ?? [], model.from);
  if (isTooLong(model.source, sentence)) return translateHalves(model, sentence, terms, options);
  const { rest, carried, replaced, left } = withoutReplaced(model, sentence, terms);
  if (!/\p{L}/u.test(rest)) return [onlyReplaced(sentence, replaced)];
  const plain = await translateKeeping(model, rest, left, options);
  if (hasLost(plain)) {
    const parts = await translateHalves(model, sentence, terms, options);
    const unread = parts.reduce((sum, part) => sum + unreadTokens(part), 0);
    if (unread < unreadTokens(plain) / 2) return parts;
  }
  const translation = withSourceMarks(plain, model.to);
  return [carried.length === 0 ? translation : putBack(sentence, translation, carried)];
}

/** A sentence cut in two, each half translated as if it were one. */
async function translateHalves(
  model: TranslationModel,
  sentence: string,
  terms: readonly Term[],
  options: SentenceOptions,
): Promise<SentenceTranslation[]> {
  const [left, right] = halves(sentence);
  const end = left.slice(left.trimEnd().length);
  const words = left.slice(0, left.length - end.length);
  const part = (text: string, from: number, to: number) =>
    translateQuiet(model, text, { ...options, terms: termsWithin(terms, from, to) });
  return [
    ...(await part(words, 0, left.length)).map(withoutAddedStop),
    ...(end === '' ? [] : [untranslated(end)]),
    ...(await part(right, left.length, sentence.length)),
  ];
}

/** A sentence without what is carried over, terms that no tokens spell among it, and the terms left in it. */
function withoutReplaced(model: TranslationModel, sentence: string, terms: readonly Term[]) {
  const unspelled = terms.filter(({ target }) => target !== null && !canSpell(model.target, target));
  const replaced = terms.filter(
    (term) =>
      term.target !== null &&
      unspelled.some((other) => term === other || (term.from < other.to && other.from < term.to)),
  );
  const spelled = terms.filter((term) => !replaced.includes(term));
  const { rest, carried } = takeOut(sentence, model.source, replaced);
  return { rest, carried, replaced, left: termsLeft(spelled, sentence, rest) };
}

/** A sentence in which there is nothing to translate but for terms whose target is known. */
function onlyReplaced(sentence: string, terms: readonly Term[]): SentenceTranslation {
  let target = '';
  let at = 0;
  for (const term of terms) {
    // Of two that stand for the same words one comes behind the other.
    target += at > term.from ? ` ${term.target}` : sentence.slice(at, term.from) + term.target;
    at = Math.max(at, term.to);
  }
  target += sentence.slice(at);
  return { ...untranslated(sentence), target, tokens: [{ text: target, logProbability: 0 }] };
}

/** What was carried over is no word of the model's: it is taken out of `before` too, and put back. */
export async function suggestAny(
  model: TranslationModel,
  sentence: string,
  before: readonly string[],
  count: number,
  options: SentenceOptions,
): Promise<SentenceTranslation[]> {
  const { quiet, unrestored, restored } = quieted(model, sentence);
  if (isTooLong(model.source, quiet)) return [];
  const terms = options.terms ?? termsIn(quiet, options.glossary ?? [], model.from);
  const { rest, carried, left } = withoutReplaced(model, quiet, terms);
  const written = unrestored(withoutCarried(before, carried));
  const suggestions = await suggestWords(model, rest, written, count, left, options);
  return suggestions.map((plain) => {
    const suggestion = withSourceMarks(plain, model.to);
    const translation = carried.length === 0 ? suggestion : putBack(quiet, suggestion, carried);
    return restored(translation, sentence);
  });
}

/** No piece is longer than 16 letters or so: a text far longer than that need not be counted. */
function isTooLong(tokenizer: TextTokenizer, sentence: string): boolean {
  return sentence.length > 4000 || tokenizer.encode(sentence).length > maxSourceTokens;
}
