/** Words out of tokens, and for a translation what each of its words came from, word by word. */
import type { SentenceTranslation } from '../preload/translation.ts';
import { type InputWeights, litPlaces, weightsOf } from './input-weights.ts';

/** Where something begins and ends in a text, in UTF-16 code units. */
export type Place = readonly [start: number, end: number];

export interface AlignedWord {
  /** Where it lies in the text, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** Its tokens: the first, and the one after the last. */
  readonly tokens: readonly [number, number];
  /** Product of the probabilities of its tokens, 0–1. */
  readonly confidence: number;
}

/**
 * A word below this confidence is marked as uncertain. Of 5,392 words of the FLORES development lines, English to
 * Portuguese and back, 2 in 100 lie below; three in five of those stand in no reference, of all words one in four.
 */
export const uncertainWordBelow = 0.5;
const segmenters = new Map<string, Intl.Segmenter>();

/** The words of `text`, each with its tokens, which lie at `places`; signs and spaces belong to none. */
export function wordsOf(
  text: string,
  places: readonly Place[],
  language: string,
  logProbabilities: readonly number[] = [],
): readonly AlignedWord[] {
  const found: AlignedWord[] = [];
  let first = 0;
  for (const { index: start, segment, isWordLike } of segmenter(language).segment(text)) {
    if (isWordLike !== true) continue;
    const end = start + segment.length;
    while (first < places.length && (places[first]?.[1] ?? 0) <= start) first += 1;
    let after = first;
    while (after < places.length && (places[after]?.[0] ?? end) < end) after += 1;
    const sum = logProbabilities.slice(first, after).reduce((total, value) => total + value, 0);
    found.push({ start, end, tokens: [first, after], confidence: Math.exp(sum) });
  }
  return found;
}

/** Both texts of one sentence as words, and the weight of each pair of them. */
export interface AlignedSentence {
  readonly source: readonly AlignedWord[];
  readonly target: readonly AlignedWord[];
  /** [target word][source word], 0–1. */
  readonly weights: InputWeights;
}

const aligned = new WeakMap<SentenceTranslation, AlignedSentence>();

/** The words of `part`; counted once, since parts never change. */
export function alignedSentence(part: SentenceTranslation, from: string, to: string): AlignedSentence {
  const known = aligned.get(part);
  if (known !== undefined) return known;
  const source = wordsOf(part.source, tokenPlaces(part.source, part.sourceTokens), from);
  const texts = part.tokens.map(({ text }) => text);
  const certainties = part.tokens.map(({ logProbability }) => logProbability);
  const target = wordsOf(part.target, tokenPlaces(part.target, texts), to, certainties);
  const byPlace = weightsOf(target, part.alignment, part.sourceTokens.length);
  const weights = byPlace.map((ofWord) =>
    Float32Array.from(source, ({ tokens: [first, after] }) =>
      Math.min(
        1,
        ofWord.subarray(first, after).reduce((sum, weight) => sum + weight, 0),
      ),
    ),
  );
  const made = { source, target, weights };
  aligned.set(part, made);
  return made;
}

/** What is lit while one word is pointed at: words of both texts, by their places, each with its weight. */
export interface Lights {
  readonly source: ReadonlyMap<number, number>;
  readonly target: ReadonlyMap<number, number>;
}

/** What word number `word` of one side lights, itself with it. */
export function lightsOf(sentence: AlignedSentence, side: 'source' | 'target', word: number): Lights {
  const { weights } = sentence;
  const itself = new Map([[word, 1]]);
  if (side === 'target') return { source: litPlaces(weights[word] ?? []), target: itself };
  return { source: itself, target: litPlaces(weights.map((ofWord) => ofWord[word] ?? 0)) };
}

/** Where each token lies in `text`, which they spell but for spaces and Unicode's forms. */
export function tokenPlaces(text: string, tokens: readonly string[]): readonly Place[] {
  const begins: number[] = [];
  const ends: number[] = [];
  let offset = 0;
  for (const character of text) {
    for (let count = solidLength(character); count > 0; count -= 1) {
      begins.push(offset);
      ends.push(offset + character.length);
    }
    offset += character.length;
  }
  const lengths = tokens.map(solidLength);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  // Where a character was dropped on the way the places are spread evenly: near enough to light a word.
  const scale = total === 0 ? 0 : begins.length / total;
  let at = 0;
  return lengths.map((length) => {
    const first = Math.floor(at * scale);
    at += length;
    const start = begins[first] ?? offset;
    return [start, length === 0 ? start : (ends[Math.ceil(at * scale) - 1] ?? offset)];
  });
}

/** How many characters `text` is when compared: in its plain form and without spaces. */
function solidLength(text: string): number {
  return [...text.normalize('NFKC').replace(/\s/g, '')].length;
}

/** Empty where the language is not known yet. */
function segmenter(language: string): Intl.Segmenter {
  const tag = language === '' ? undefined : language;
  const known = segmenters.get(language) ?? new Intl.Segmenter(tag, { granularity: 'word' });
  segmenters.set(language, known);
  return known;
}
