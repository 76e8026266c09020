/**
 * What the chooser knows of each sentence besides its vector: plain arithmetic on words, the same numbers as
 * in training (models/summarizer/features.py, and in prose in its README.md). Words are runs of letters and
 * digits, lower case, with inner apostrophes; a term is a word that is no stop word, without its plural s.
 * All that is counted is counted within the sentences given.
 */
import { centroid, dot, lexRank, logOf, sharedTerms, textRank, weighted } from './choose-ranks.ts';
import {
  backchannels,
  claims,
  connectives,
  plans,
  pronouns,
  reasons,
  self,
  stopWords,
  we,
  you,
} from './choose-words.ts';

/** The numbers of a row, in order, by the names that a chooser's manifest has for them. */
export const featureNames = [
  'position',
  'from_start',
  'from_end',
  'first',
  'length',
  'relative_length',
  'term_share',
  'text_rank',
  'lex_rank',
  'mean_count',
  'largest_count',
  'centroid',
  'like_before',
  'like_after',
  'new_terms',
  'later_terms',
  'question',
  'pronoun_first',
  'connective_first',
  'we',
  'self',
  'you',
  'numbers',
  'capitals',
  'claims',
  'plans',
  'reasons',
  'backchannels',
  'word_length',
  'commas',
  'brackets',
  'sentences',
  'mean_length',
  'speech',
] as const;

const word = /[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu;

/** How often each of some terms is there. */
export type Counts = ReadonlyMap<string, number>;

/** A row of `featureNames` for each of `sentences`. */
export function sentenceFeatures(sentences: readonly string[]): number[][] {
  const read = sentences.map(readSentence);
  const counts = read.map(({ terms }) => terms);
  const lengths = read.map(({ words }) => words.length);
  const weights = weighted(counts);
  const about: About = {
    total: sentences.length,
    meanLength: sum(lengths) / Math.max(sentences.length, 1),
    speech: share(
      read.flatMap(({ words }) => words),
      (one) => self.has(one) || you.has(one) || backchannels.has(one),
    ),
    inAll: new Map(),
    lastSeen: new Map(),
    seen: new Set(),
  };
  for (const [at, terms] of counts.entries()) {
    for (const [term, count] of terms) {
      about.inAll.set(term, (about.inAll.get(term) ?? 0) + count);
      about.lastSeen.set(term, at);
    }
  }
  const shared = sharedTerms(counts);
  const ranks = {
    text: textRank(counts, lengths, shared),
    lex: lexRank(weights, shared),
    centre: centroid(weights),
  };
  return read.map((sentence, at) => {
    const like = (other: number) => {
      const [one, beside] = [weights[at], weights[other]];
      return one === undefined || beside === undefined ? 0 : dot(one, beside);
    };
    const row = [
      ...placeOf(at, about),
      ...sizeOf(sentence, about),
      logOf(ranks.text[at]),
      logOf(ranks.lex[at]),
      ...countsOf(sentence, about),
      ranks.centre[at] ?? 0,
      like(at - 1),
      like(at + 1),
      ...noveltyOf(sentence, at, about),
      ...kindsOf(sentence),
      Math.log(about.total),
      Math.log(1 + about.meanLength),
      about.speech,
    ];
    for (const term of sentence.terms.keys()) about.seen.add(term);
    return row;
  });
}

interface ReadSentence {
  readonly text: string;
  /** As they are written. */
  readonly written: readonly string[];
  readonly words: readonly string[];
  readonly terms: Counts;
}

/** What a sentence is compared with. */
interface About {
  readonly total: number;
  readonly meanLength: number;
  readonly speech: number;
  readonly inAll: Map<string, number>;
  readonly lastSeen: Map<string, number>;
  /** Terms of the sentences before. */
  readonly seen: Set<string>;
}

function readSentence(text: string): ReadSentence {
  const straight = text.replaceAll('\u2019', "'");
  const written = straight.match(word) ?? [];
  const words = straight.toLowerCase().match(word) ?? [];
  const terms = new Map<string, number>();
  for (const one of words) {
    const term = termOf(one);
    if (term !== null) terms.set(term, (terms.get(term) ?? 0) + 1);
  }
  return { text, written, words, terms };
}

/** Null for a word that is about nothing. */
function termOf(found: string): string | null {
  if (stopWords.has(found)) return null;
  const bare = found.endsWith("'s") ? found.slice(0, -2) : found;
  const isPlural = bare.length > 3 && bare.endsWith('s') && !bare.endsWith('ss');
  const term = isPlural ? bare.slice(0, -1) : bare;
  return term.length > 1 ? term : null;
}

/** The words of a text that are about something, and how often each is there. */
export function termsOf(text: string): Counts {
  return readSentence(text).terms;
}

function placeOf(at: number, { total }: About): number[] {
  return [at / Math.max(total - 1, 1), 1 / (1 + at), 1 / (total - at), at === 0 ? 1 : 0];
}

function sizeOf({ words, terms }: ReadSentence, { meanLength }: About): number[] {
  return [
    Math.log(1 + words.length),
    words.length / Math.max(meanLength, 1),
    sum(terms.values()) / Math.max(words.length, 1),
  ];
}

function countsOf({ terms }: ReadSentence, { inAll }: About): number[] {
  const logs = Array.from(terms.keys(), (term) => Math.log(inAll.get(term) ?? 1));
  return [sum(logs) / Math.max(terms.size, 1), logs.reduce((most, one) => Math.max(most, one), 0)];
}

function noveltyOf({ terms }: ReadSentence, at: number, { seen, lastSeen }: About): number[] {
  const kinds = Math.max(terms.size, 1);
  const names = [...terms.keys()];
  const isNew = names.filter((term) => !seen.has(term)).length;
  const comesBack = names.filter((term) => (lastSeen.get(term) ?? 0) > at).length;
  return [isNew / kinds, comesBack / kinds];
}

function kindsOf({ text, words, written, terms }: ReadSentence): number[] {
  const [first = ''] = words;
  const long = Math.max(words.length, 1);
  const letters = sum(Array.from(terms, ([term, count]) => term.length * count));
  return [
    text.trimEnd().endsWith('?') ? 1 : 0,
    pronouns.has(first) ? 1 : 0,
    connectives.has(first) ? 1 : 0,
    ...[we, self, you].map((list) => share(words, (one) => list.has(one))),
    words.filter((one) => /\p{Nd}/u.test(one)).length / long,
    share(
      written.slice(1),
      (one) => one.charAt(0) !== one.charAt(0).toLowerCase() && one.split("'")[0] !== 'I',
    ),
    ...[claims, plans, reasons, backchannels].map((list) => share(words, (one) => list.has(one))),
    letters / Math.max(sum(terms.values()), 1),
    times(text, ',') / long,
    (times(text, '(') + times(text, '"')) / long,
  ];
}

function share(words: readonly string[], isWanted: (one: string) => boolean): number {
  return words.filter(isWanted).length / Math.max(words.length, 1);
}

function times(text: string, sign: string): number {
  return text.split(sign).length - 1;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
