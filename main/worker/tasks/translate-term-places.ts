/** Where the terms of a sentence stand: in its tokens, in its parts, in its translation. */
import type { AlignmentLink, SentenceTranslation } from '../../../preload/translation.ts';
import type { Term } from './glossary.ts';

/** The source tokens that share letters with a term; none where tokens and text do not go together. */
export function placesOf(term: Term, text: string, sourceTokens: readonly string[]): number[] {
  const letters = (part: string) => part.replace(/\s/g, '').length;
  if (letters(sourceTokens.join('')) !== letters(text)) return [];
  const from = letters(text.slice(0, term.from));
  const to = letters(text.slice(0, term.to));
  let at = 0;
  return sourceTokens.flatMap((token, place) => {
    const begin = at;
    at += letters(token);
    return begin < to && from < at ? [place] : [];
  });
}

/** The terms of a sentence that begin in a part of it, as they stand there. */
export function termsWithin(terms: readonly Term[], begin: number, end: number): Term[] {
  return terms
    .filter(({ from }) => from >= begin && from < end)
    .map((term) => ({ ...term, from: term.from - begin, to: Math.min(term.to, end) - begin }));
}

/** The terms of `sentence` as they stand in what is left of it, `rest`; nowhere if they do not. */
export function termsLeft(terms: readonly Term[], sentence: string, rest: string): Term[] {
  if (sentence === rest) return [...terms];
  let at = 0;
  return terms.map((term) => {
    const words = sentence.slice(term.from, term.to);
    const from = rest.indexOf(words, at);
    if (from < 0) return { ...term, from: 0, to: 0 };
    at = from + words.length;
    return { ...term, from, to: at };
  });
}

/** The terms of a sentence as they stand in its translation, from where that is translated once more. */
export function termsAcross(terms: readonly Term[], translation: SentenceTranslation): Term[] {
  const { source, sourceTokens, tokens, alignment } = translation;
  const ends: number[] = [];
  for (const { text } of tokens) ends.push((ends.at(-1) ?? 0) + text.length);
  return terms.flatMap((term) => {
    const places = new Set(placesOf(term, source, sourceTokens));
    const written = tokens.flatMap((_, place) => {
      const link = strongest(alignment, place);
      return link && places.has(link[0]) ? [place] : [];
    });
    const first = written[0];
    const last = written.at(-1);
    // Not found: it is kept all the same, wherever the second model finds best.
    if (first === undefined || last === undefined) return [{ ...term, from: 0, to: 0 }];
    // Whole words, of which a model may have translated a part.
    const { target } = translation;
    const begin = first === 0 ? 0 : (ends[first - 1] ?? 0);
    const spaces = /^\s*/.exec(target.slice(begin))?.[0].length ?? 0;
    const before = /[\p{L}\p{N}\p{M}]*$/u.exec(target.slice(0, begin))?.[0].length ?? 0;
    const after = /^[\p{L}\p{N}\p{M}]*/u.exec(target.slice(ends[last]))?.[0].length ?? 0;
    return [{ ...term, from: spaces > 0 ? begin + spaces : begin - before, to: (ends[last] ?? 0) + after }];
  });
}

function strongest(alignment: readonly AlignmentLink[], target: number): AlignmentLink | undefined {
  let best: AlignmentLink | undefined;
  for (const link of alignment) if (link[1] === target && link[2] > (best?.[2] ?? 0)) best = link;
  return best;
}
