/** One sentence → its translation with the terms of a glossary kept. */
import type { AlignmentLink, SentenceTranslation } from '../../../preload/translation.ts';
import { decode, finish } from '../decode/decode.ts';
import { forbidSequences } from '../decode/logits.ts';
import { brokenTerms, keepsTerms, type Term } from './glossary.ts';
import { forbiddenSequences, requiredPhrases } from './glossary-tokens.ts';
import {
  readSentence,
  type SentenceOptions,
  type TranslationModel,
  tokenTexts,
  translateSentence,
  translationOf,
} from './translate-sentence.ts';

/** Places in the beam, and for each term; and the most there may be. */
const freeBeams = 4;
const beamsPerTerm = 2;
const mostBeams = 32;
const coveragePenalty = 1;
/** Answers looked at for one that keeps all terms; the search knows tokens, the terms are text. */
const answers = 3;

/**
 * Translates one sentence of at most `maxSourceTokens` so that every term is kept. What the model
 * writes by itself stays where it keeps them already; else the search is made to write them. Where
 * none of the answers keeps all, the one that breaks least is given.
 * @param terms their targets must be such that `canSpell`
 * @throws the signal's reason once it is aborted
 */
export async function translateKeeping(
  model: TranslationModel,
  text: string,
  terms: readonly Term[],
  options: SentenceOptions,
): Promise<SentenceTranslation> {
  const free = await translateSentence(model, text, options);
  const keeps = ({ target }: { readonly target: string }) => keepsTerms(target, terms, model.to);
  if (keeps(free)) return { ...free, alternatives: free.alternatives.filter(keeps) };
  let best = free;
  for (const widening of [1, 2]) {
    const found = await search(model, text, terms, options, { widening, lengthReward: -free.score });
    const kept = found.find(keeps);
    if (kept) {
      const others = found.filter((one) => one !== kept && keeps(one));
      const alternatives = others.map(({ target, score }) => ({ target, score }));
      return { ...kept, alternatives: alternatives.slice(0, options.alternatives ?? 0) };
    }
    for (const one of found) if (broken(one) < broken(best)) best = one;
  }
  return { ...best, alternatives: [] };

  function broken({ target }: SentenceTranslation): number {
    return brokenTerms(target, terms, model.to);
  }
}

/** The best answers that hold all that is required, each as a translation of its own. */
async function search(
  model: TranslationModel,
  text: string,
  terms: readonly Term[],
  { beams = 1, alternatives = 0, signal }: SentenceOptions,
  { widening, lengthReward }: { readonly widening: number; readonly lengthReward: number },
): Promise<SentenceTranslation[]> {
  const sourceTokens = tokenTexts(model.source, model.source.encode(text));
  const required = requiredPhrases(model.target, terms, model.to, /^\P{L}*\p{Lu}/u.test(text), (term) =>
    placesOf(term, text, sourceTokens),
  );
  const wanted = required.flatMap(({ ways }) => ways.flatMap(({ ids }) => ids));
  const sentence = await readSentence(model, text, wanted);
  if (sentence === null) return [];
  const available = model.decoder.vocabulary?.(sentence.encoded) ?? model.target.pieces.keys();
  const never = forbiddenSequences(model.target, terms, model.to, available, required);
  const hypotheses = Math.max(answers, alternatives + 1);
  const width = Math.max(beams, hypotheses, freeBeams + beamsPerTerm * required.length) * widening;
  const { encoded, limits } = sentence;
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
  const rules = never.length > 0 ? [forbidSequences(never)] : [];
  const found = await finish(
    decode(model.decoder, encoded, { kind: 'beam', ...settings, ...limits }, rules, signal),
  );
  return found.map((hypothesis) => translationOf(model, sentence, [hypothesis]));
}

/** The source tokens that share letters with a term; none where tokens and text do not go together. */
function placesOf(term: Term, text: string, sourceTokens: readonly string[]): number[] {
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
