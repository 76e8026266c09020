/**
 * Glossary rules on the level of text: which of them a sentence calls for, and whether a translation
 * keeps them. Words are matched as they are written: a term in the plural, or bent in another way, is
 * another term.
 */
import type { GlossaryRule } from '../../../preload/translation.ts';
import { verbatimSpans } from './carry-over.ts';

/** A rule's term where it stands in a sentence: letters [`from`, `to`). */
export interface Term {
  readonly from: number;
  readonly to: number;
  /** How it must be translated; null where only some ways are forbidden. */
  readonly target: string | null;
  readonly forbidden: readonly string[];
}

/** Languages written without spaces: there a term may stand anywhere. */
const spaceless = /^(?:zh|ja|th|lo|km|my)\b/;

/**
 * The terms that stand in `sentence` as whole words, in any case; of two that overlap the longer.
 * @param language BCP 47, of the sentence
 */
export function termsIn(sentence: string, rules: readonly GlossaryRule[], language: string): Term[] {
  const terms: Term[] = [];
  // A word within an address is no word of the sentence.
  const kept = verbatimSpans(sentence);
  const longestFirst = [...rules].sort((one, other) => other.source.length - one.source.length);
  for (const { source, target, forbidden } of longestFirst) {
    const pattern = wholeWords([source], language);
    for (const match of pattern ? sentence.matchAll(pattern) : []) {
      const from = match.index ?? 0;
      const to = from + match[0].length;
      const same = terms.findIndex((term) => term.from === from && term.to === to);
      const known = terms[same];
      if (known) {
        terms[same] = {
          ...known,
          target: known.target ?? clean(target),
          forbidden: [...known.forbidden, ...forbidden],
        };
      } else if (
        !terms.some((term) => from < term.to && term.from < to) &&
        !kept.some(([begin, end]) => from < end && begin < to && !(from <= begin && end <= to))
      ) {
        terms.push({ from, to, target: clean(target), forbidden });
      }
    }
  }
  return terms.sort((one, other) => one.from - other.from);
}

/** A target without letters is none. */
function clean(target: string | null): string | null {
  const text = target?.replace(/\s+/g, ' ').trim() ?? '';
  return text === '' ? null : text;
}

/**
 * Whether a translation has every target as often as its term stands in the sentence, as it is written
 * or with a capital first, and none of what is forbidden but within a target.
 * @param language BCP 47, of the translation
 */
export function keepsTerms(translation: string, terms: readonly Term[], language: string): boolean {
  return brokenTerms(translation, terms, language) === 0;
}

/** How many targets are missing, and how often something forbidden is written. */
export function brokenTerms(translation: string, terms: readonly Term[], language: string): number {
  let text = translation;
  let broken = 0;
  const targets = terms.flatMap(({ target }) => target ?? []);
  for (const target of [...targets].sort((one, other) => other.length - one.length)) {
    const found = wholeWords([target, capitalized(target, language)], language, 'gu')?.exec(text);
    // Taken out, so that the next of the same is another, and that what is forbidden may be in it.
    if (found) text = `${text.slice(0, found.index)}\n${text.slice(found.index + found[0].length)}`;
    else broken++;
  }
  const pattern = wholeWords(forbiddenIn(terms), language);
  return broken + (pattern ? [...text.matchAll(pattern)].length : 0);
}

/** What must not be written in the translation of a sentence with these terms. */
export function forbiddenIn(terms: readonly Term[]): string[] {
  return [...new Set(terms.flatMap(({ forbidden }) => forbidden.flatMap((text) => clean(text) ?? [])))];
}

/** With its first letter as a sentence begins; what has a capital in it ("iPhone") stays as it is. */
export function capitalized(text: string, language: string): string {
  if (/\p{Lu}/u.test(text)) return text;
  const [first = ''] = text;
  return upper(first, language) + text.slice(first.length);
}

/** In capitals; a language code that is none is taken for no language's. */
export function upper(text: string, language: string): string {
  try {
    return text.toLocaleUpperCase(language);
  } catch {
    return text.toUpperCase();
  }
}

/** Finds any of `texts` where no letter or digit touches it; null where they are all empty. */
function wholeWords(texts: readonly string[], language: string, flags = 'giu'): RegExp | null {
  const patterns = texts.flatMap((text) => {
    const words = text.trim().split(/\s+/);
    return words[0] === '' ? [] : [words.map(literal).join('\\s+')];
  });
  if (patterns.length === 0) return null;
  const any = `(?:${patterns.join('|')})`;
  const edge = '[\\p{L}\\p{N}\\p{M}]';
  return new RegExp(spaceless.test(language) ? any : `(?<!${edge})${any}(?!${edge})`, flags);
}

/** A pattern of one word, however its accents are put together. */
function literal(word: string): string {
  const forms = new Set([word, word.normalize('NFC'), word.normalize('NFD')]);
  const escaped = Array.from(forms, (form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return `(?:${escaped.join('|')})`;
}
