/** What became of sentences and documents whose right answers are known, as numbers. */
import type { DigestSentence, SaidDigest } from '../../preload/summary.ts';
import { countWords } from '../../preload/summary-length.ts';
import { type Rouge, rouge } from './rouge.ts';
import type { CleaningPair, ReferredDocument } from './summary-corpus.ts';

/** Shares are 0–1. */
export interface CleaningScores {
  readonly pairs: number;
  /** The words are the right ones, case and marks aside. */
  readonly exact: number;
  /** The same when what the network says is done however sure it is. */
  readonly exactUnguarded: number;
  /** Something was left out. */
  readonly changed: number;
  /** Of all, those in which the network's change was sure enough to be made. */
  readonly accepted: number;
  /** Of the accepted, those that are not exact. */
  readonly acceptedNotExact: number;
  /** Of the pairs in which nothing should go, those in which nothing went; null where there are none. */
  readonly leftAlone: number | null;
  /** Words kept. */
  readonly kept: number;
}

/**
 * Sentences (of pairs: those of which the right answer has one) in which a negation was said, and those in which
 * one went that is not said again right there.
 */
export interface NegationScores {
  readonly negated: number;
  readonly dropped: number;
}

export interface ChoosingRow {
  readonly name: 'lead' | 'this' | 'all';
  /** Per cent, mean over the documents. */
  readonly rouge1: number;
  readonly rouge2: number;
  readonly rougeL: number;
}

/** Lower case, without marks. */
export function plainWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/[^\p{L}\p{N}]/gu, ''))
    .filter((word) => word !== '');
}

function cleanedText(digest: SaidDigest | undefined, said: string): string {
  const texts = digest?.sentences.map(({ text }) => text) ?? [];
  return texts.length === 0 ? said : texts.join(' ');
}

export interface CleanedPair {
  readonly pair: CleaningPair;
  readonly guarded: SaidDigest | undefined;
  readonly unguarded: SaidDigest | undefined;
}

export function cleaningScores(cleaned: readonly CleanedPair[]): CleaningScores {
  const rows = cleaned.map(({ pair, guarded, unguarded }) => {
    const [said, right, made, free] = [
      pair.said,
      pair.right,
      cleanedText(guarded, pair.said),
      cleanedText(unguarded, pair.said),
    ].map((text) => plainWords(text).join(' ')) as [string, string, string, string];
    return { said, right, made, free, words: [countWords(made), countWords(said)] as const };
  });
  const accepted = rows.filter(({ said, made, free }) => free !== said && made === free);
  const untouched = rows.filter(({ said, right }) => said === right);
  const share = (some: readonly unknown[], all: readonly unknown[]) => some.length / Math.max(1, all.length);
  const [kept, all] = [0, 1].map((at) => rows.reduce((sum, { words }) => sum + (words[at] ?? 0), 0));
  return {
    pairs: rows.length,
    exact: share(
      rows.filter(({ made, right }) => made === right),
      rows,
    ),
    exactUnguarded: share(
      rows.filter(({ free, right }) => free === right),
      rows,
    ),
    changed: share(
      rows.filter(({ made, said }) => made !== said),
      rows,
    ),
    accepted: share(accepted, rows),
    acceptedNotExact: share(
      accepted.filter(({ made, right }) => made !== right),
      accepted,
    ),
    leftAlone:
      untouched.length === 0
        ? null
        : share(
            untouched.filter(({ made, said }) => made === said),
            untouched,
          ),
    kept: (kept ?? 0) / Math.max(1, all ?? 0),
  };
}

const negation =
  /^(?:no|not|never|none|nobody|nothing|nowhere|neither|nor|without|cannot|hardly|barely|.*n't)$/;
/** Said again so near, it is a repeat. */
const near = 4;

export function negationScores(digests: readonly SaidDigest[]): NegationScores {
  const sentences = digests.flatMap((digest) => digest.sentences);
  const negated = sentences.filter((one) => spoken(one).some(({ plain }) => negation.test(plain)));
  return { negated: negated.length, dropped: negated.filter(losesNegation).length };
}

/** A "no" that takes something back is none that the right answer has. */
export function negationScoresOfPairs(cleaned: readonly CleanedPair[]): NegationScores {
  const negations = (text: string) => spokenWords(text).filter((word) => negation.test(word));
  const negated = cleaned.filter(({ pair }) => negations(pair.right).length > 0);
  const dropped = negated.filter(({ pair, guarded }) => {
    const left = negations(cleanedText(guarded, pair.said));
    return negations(pair.right).some((word) => !left.includes(word));
  });
  return { negated: negated.length, dropped: dropped.length };
}

function spokenWords(text: string): string[] {
  return text.split(/\s+/).map(plainOf);
}

function plainOf(word: string): string {
  return word
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[^\p{L}\p{N}\p{M}'-]|^['-]+|['-]+$/gu, '');
}

function losesNegation(sentence: DigestSentence): boolean {
  const words = spoken(sentence);
  return words.some(({ plain, isKept }, at) => {
    if (isKept || !negation.test(plain)) return false;
    const around = words.slice(Math.max(0, at - near), at + near + 1);
    return !around.some((one) => one.isKept && one.plain === plain);
  });
}

function spoken({ original, removed }: DigestSentence): { plain: string; isKept: boolean }[] {
  return Array.from(original.matchAll(/\S+/g), ({ 0: word, index = 0 }) => ({
    plain: plainOf(word),
    isKept: !removed.some(
      ([from, to]) => from <= index && index < to && to - index >= Math.min(2, word.length),
    ),
  }));
}

/** What has fewer words can be said of no system to be a choice. */
const fewestWords = 3;

/** Rankings of the same sentences, cut to the same number of words, the last sentence cut too. */
export function choosingRows(
  documents: readonly { readonly document: ReferredDocument; readonly digest: SaidDigest }[],
  budgetWords: number,
): ChoosingRow[] {
  const rows = documents.map(({ document, digest }) => {
    const worth = digest.sentences.filter(({ text }) => countWords(text) >= fewestWords);
    const sentences = worth.length > 0 ? worth : digest.sentences;
    const places = [...sentences.keys()];
    const chosen = [...places].sort((a, b) => (sentences[a]?.rank ?? 0) - (sentences[b]?.rank ?? 0));
    const texts = sentences.map(({ text }) => text);
    return {
      lead: rouge(withinBudget(texts, places, budgetWords), document.references),
      this: rouge(withinBudget(texts, chosen, budgetWords), document.references),
      all: rouge(texts.join(' '), document.references),
    };
  });
  return (['lead', 'this', 'all'] as const).map((name) => {
    const mean = (measure: keyof Rouge) =>
      (100 * rows.reduce((sum, row) => sum + row[name][measure], 0)) / Math.max(1, rows.length);
    return { name, rouge1: mean('rouge1'), rouge2: mean('rouge2'), rougeL: mean('rougeL') };
  });
}

/** The first sentences of `order` up to so many words, in the order of the text. */
export function withinBudget(texts: readonly string[], order: readonly number[], budget: number): string {
  const chosen = new Map<number, string[]>();
  let left = budget;
  for (const at of order) {
    const words = (texts[at] ?? '')
      .split(/\s+/)
      .filter((word) => word !== '')
      .slice(0, left);
    chosen.set(at, words);
    left -= words.length;
    if (left <= 0) break;
  }
  return [...chosen.keys()]
    .sort((a, b) => a - b)
    .flatMap((at) => chosen.get(at) ?? [])
    .join(' ');
}
