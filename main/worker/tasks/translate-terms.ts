/** One sentence → its translation with the terms of a glossary kept. */
import type { SentenceTranslation } from '../../../preload/translation.ts';
import { decode, finish } from '../decode/decode.ts';
import type { Encoded, Hypothesis, LogitsRule, RequiredPhrase } from '../decode/decoder.ts';
import { forbidSequences, forcePrefix, readPrefix } from '../decode/logits.ts';
import { brokenTerms, keepsTerms, type Term } from './glossary.ts';
import { canSpell, forbiddenSequences, requiredPhrases } from './glossary-tokens.ts';
import { ownRules } from './own-search.ts';
import { missingNumbers } from './translate-numbers.ts';
import {
  readSentence,
  type SentenceOptions,
  type TranslationModel,
  tokenTexts,
  translateSentence,
  translationOf,
} from './translate-sentence.ts';
import { placesOf } from './translate-term-places.ts';

/** Places in the beam, and for each term; and the most there may be. */
const freeBeams = 4;
const beamsPerTerm = 2;
const mostBeams = 32;
const coveragePenalty = 1;
const endMark = /\p{P}$/u;
/** Answers looked at for one that keeps all terms; the search knows tokens, the terms are text. */
const answers = 3;

/**
 * Translates one sentence of at most `maxSourceTokens` so that every term is kept, and every number
 * that the model would lose. What the model writes by itself stays where it keeps them already; else
 * the search is made to write them. Where none of the answers keeps all, the one that breaks least is
 * given.
 * @param terms the glossary's; their targets must be such that `canSpell`
 * @throws the signal's reason once it is aborted
 */
export async function translateKeeping(
  model: TranslationModel,
  text: string,
  terms: readonly Term[],
  options: SentenceOptions,
): Promise<SentenceTranslation> {
  let best = await translateSentence(model, text, options);
  let others: readonly Other[] = best.alternatives;
  let demanded = terms;
  const lengthReward = -best.score;
  const isClosed = endMark.test(best.target);
  for (const widening of [1, 2]) {
    const least = broken(best);
    if (least === 0) break;
    demanded = withNumbers(model, text, best.target, demanded);
    const found = await searchKeeping(model, text, demanded, options, { widening, lengthReward });
    const better = found.find((one) => broken(one) === Math.min(...found.map(broken)));
    if (better === undefined || broken(better) >= least) break;
    best = better;
    others = found.filter((one) => one !== better);
  }
  const alternatives = others.filter((one) => keepsTerms(one.target, terms, model.to));
  return { ...best, alternatives: alternatives.slice(0, options.alternatives ?? 0).map(onlyOther) };

  /** A term weighs more than any numbers; words behind the end are no sentence. */
  function broken({ target }: Other): number {
    const numbers = missingNumbers(text, target, model.from, model.to);
    const isOpen = isClosed && !endMark.test(target);
    return brokenTerms(target, terms, model.to) * 1000 + numbers.length + (isOpen ? 2 : 0);
  }
}

type Other = SentenceTranslation['alternatives'][number];

function onlyOther({ target, score }: Other): Other {
  return { target, score };
}

/** `terms`, and the numbers that `translation` lacks and no term stands for. */
function withNumbers(
  model: TranslationModel,
  text: string,
  translation: string,
  terms: readonly Term[],
): Term[] {
  const numbers = missingNumbers(text, translation, model.from, model.to).filter(
    ({ from, to, target }) =>
      target !== null &&
      canSpell(model.target, target) &&
      !terms.some((term) => from < term.to && term.from < to),
  );
  return [...terms, ...numbers].sort((one, other) => one.from - other.from);
}

/** How wide to search, what each token is worth, and the tokens that every answer begins with. */
interface Search {
  readonly widening: number;
  readonly lengthReward: number;
  readonly prefix?: readonly number[];
}

/** The best answers that hold all that is required, each as a translation of its own. */
export async function searchKeeping(
  model: TranslationModel,
  text: string,
  terms: readonly Term[],
  { beams = 1, alternatives = 0, signal }: SentenceOptions,
  { widening, lengthReward, prefix = [] }: Search,
): Promise<SentenceTranslation[]> {
  const { required, wanted } = phrasesFor(model, text, terms, prefix);
  const sentence = await readSentence(model, text, [...prefix, ...wanted]);
  if (sentence === null) return [];
  const { encoded, limits } = sentence;
  const hypotheses = Math.max(answers, alternatives + 1);
  const width = Math.max(beams, hypotheses, freeBeams + beamsPerTerm * required.length) * widening;
  const beamsKept = Math.min(width, mostBeams);
  // Not the mean: words that had to be written would be outweighed by writing on and on.
  const settings = {
    beams: beamsKept,
    hypotheses,
    lengthPenalty: 0,
    lengthReward,
    coveragePenalty,
    required,
  };
  const own: number[] = [];
  const rules = [
    ...forbiddenRules(model, encoded, terms, required),
    ...(prefix.length > 0 ? [readPrefix(prefix, own), forcePrefix(prefix)] : []),
  ];
  const found = await finish(
    decode(model.decoder, encoded, { kind: 'beam', ...settings, ...limits }, rules, signal),
  );
  return found.map((hypothesis) => translationOf(model, sentence, [withProbabilities(hypothesis, own)]));
}

/** A hypothesis with what the model itself thinks of the tokens it was made to begin with. */
export function withProbabilities(hypothesis: Hypothesis, own: readonly number[]): Hypothesis {
  const logProbabilities = hypothesis.logProbabilities.map((value, place) => own[place] ?? value);
  return { ...hypothesis, logProbabilities };
}

/** What terms make the search write that `prefix` does not hold already, and all tokens of it. */
export function phrasesFor(
  model: TranslationModel,
  text: string,
  terms: readonly Term[],
  prefix: readonly number[],
): { readonly required: readonly RequiredPhrase[]; readonly wanted: readonly number[] } {
  const sourceTokens = tokenTexts(model.source, model.source.encode(text));
  const phrases = requiredPhrases(model.target, terms, model.to, /^\P{L}*\p{Lu}/u.test(text), (term) =>
    placesOf(term, text, sourceTokens),
  );
  const taken = new Set<number>();
  const left = phrases.filter(({ ways }) => {
    const place = prefix.findIndex(
      (_, begin) =>
        !taken.has(begin) && ways.some(({ ids }) => ids.every((id, at) => prefix[begin + at] === id)),
    );
    if (place >= 0) taken.add(place);
    return place < 0;
  });
  // What one term has of the prefix is not another's as well.
  const required = left.map((phrase) => ({
    ...phrase,
    ways: phrase.ways.map(({ ids, mayFollow }) => ({
      ids,
      mayFollow: (before: readonly number[]) => !taken.has(before.length) && mayFollow?.(before) !== false,
    })),
  }));
  return { required, wanted: required.flatMap(({ ways }) => ways.flatMap(({ ids }) => ids)) };
}

/** The model's own rules, and the one that forbids what terms forbid. */
export function forbiddenRules(
  model: TranslationModel,
  encoded: Encoded,
  terms: readonly Term[],
  required: readonly RequiredPhrase[],
): LogitsRule[] {
  const available = model.decoder.vocabulary?.(encoded) ?? model.target.pieces.keys();
  const never = forbiddenSequences(model.target, terms, model.to, available, required);
  return [...ownRules(model.graphs), ...(never.length > 0 ? [forbidSequences(never)] : [])];
}
