/** Two translations, one after the other, as one: from A to B through a language between. */
import type { AlignmentLink, SentenceTranslation } from '../../../preload/translation.ts';
import { termsIn } from './glossary.ts';
import type { SuggestForSentence, TranslateSentence } from './translate-direction.ts';
import { termsAcross } from './translate-term-places.ts';

/** Links below say nothing. */
const leastWeight = 0.05;

/**
 * Translates by `first`, and what comes out by `second`. A glossary is the second's: its terms are
 * found in the sentence and followed over the first alignment into the text between.
 * @param from BCP 47, of the sentence
 */
export function through(
  first: TranslateSentence,
  second: TranslateSentence,
  from: string,
): TranslateSentence {
  return async (sentence, { glossary = [], ...options }) => {
    const { signal } = options;
    const parts: SentenceTranslation[] = [];
    for (const between of await first(sentence, { signal })) {
      const isKept = between.target === between.source && between.tokens.length <= 1;
      if (isKept) {
        parts.push(between);
      } else {
        const terms = termsAcross(termsIn(between.source, glossary, from), between);
        parts.push(composed(between, joined(await second(between.target, { ...options, terms }))));
      }
    }
    return parts;
  };
}

/** Other ways to go on with the second translation; the text between stays, the glossary is as above. */
export function suggestThrough(
  first: TranslateSentence,
  second: SuggestForSentence,
  from: string,
): SuggestForSentence {
  return async (sentence, before, count, { glossary = [], ...options }) => {
    const between = joined(await first(sentence, { signal: options.signal }));
    const terms = termsAcross(termsIn(between.source, glossary, from), between);
    const suggestions = await second(between.target, before, count, { ...options, terms });
    return suggestions.map((suggestion) => composed(between, suggestion));
  };
}

/** Several parts as one; alternatives are given only where there is one part. */
export function joined(parts: readonly SentenceTranslation[]): SentenceTranslation {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  let sources = 0;
  let targets = 0;
  const alignment: AlignmentLink[] = [];
  for (const part of parts) {
    for (const [from, to, weight] of part.alignment) alignment.push([from + sources, to + targets, weight]);
    sources += part.sourceTokens.length;
    targets += part.tokens.length;
  }
  const tokens = parts.flatMap((part) => part.tokens);
  const scored = parts.filter(({ score }) => score !== 0);
  const weigh = (part: SentenceTranslation) => part.score * part.tokens.length;
  const length = scored.reduce((sum, part) => sum + part.tokens.length, 0);
  return {
    source: parts.map(({ source }) => source).join(''),
    target: parts.map(({ target }) => target).join(''),
    score: scored.reduce((sum, part) => sum + weigh(part), 0) / Math.max(1, length),
    sourceTokens: parts.flatMap((part) => part.sourceTokens),
    tokens,
    alternatives: [],
    alignment,
  };
}

/**
 * `first` followed by `second`, which translated what `first` wrote. A link goes from a source token
 * over the letters of the text between to a target token; the score is that of both, multiplied.
 */
export function composed(first: SentenceTranslation, second: SentenceTranslation): SentenceTranslation {
  const shares = overlaps(
    first.tokens.map(({ text }) => text),
    second.sourceTokens,
  );
  const intoFirst = new Map<number, AlignmentLink[]>();
  for (const link of first.alignment) {
    const links = intoFirst.get(link[1]);
    if (links) links.push(link);
    else intoFirst.set(link[1], [link]);
  }
  const weights = new Map<number, Map<number, number>>();
  for (const [between, target, weight] of second.alignment) {
    for (const [written, share] of shares[between] ?? []) {
      for (const [source, , firstWeight] of intoFirst.get(written) ?? []) {
        const row = weights.get(target) ?? new Map<number, number>();
        row.set(source, (row.get(source) ?? 0) + weight * share * firstWeight);
        weights.set(target, row);
      }
    }
  }
  const alignment = [...weights].flatMap(([target, row]) =>
    [...row]
      .filter(([, weight]) => weight >= leastWeight)
      .map(([source, weight]): AlignmentLink => [source, target, weight]),
  );
  return {
    ...second,
    source: first.source,
    sourceTokens: first.sourceTokens,
    score: first.score + second.score,
    alternatives: second.alternatives.map((other) => ({ ...other, score: first.score + other.score })),
    alignment: alignment.sort((one, other) => one[1] - other[1] || one[0] - other[0]),
  };
}

/**
 * For each token of one way to cut a text, the tokens of another that it shares letters with, and what
 * share of its letters that is. Spaces do not count: the two ways treat them differently.
 */
function overlaps(written: readonly string[], read: readonly string[]): (readonly [number, number])[][] {
  const owners: number[] = [];
  written.forEach((text, token) => {
    for (const _ of text.replace(/\s/g, '')) owners.push(token);
  });
  let at = 0;
  return read.map((text) => {
    const length = [...text.replace(/\s/g, '')].length;
    const shares = new Map<number, number>();
    for (const owner of owners.slice(at, at + length)) {
      shares.set(owner, (shares.get(owner) ?? 0) + 1 / length);
    }
    at += length;
    return [...shares];
  });
}
