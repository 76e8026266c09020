/** One sentence → its translation, with how sure the model was of each token and what it looked at. */

import type { Shortlist } from '../../../models/marian/shortlist.ts';
import { targetsOf } from '../../../models/marian/shortlist.ts';
import type { EncoderDecoderGraphs } from '../../../models/schema.ts';
import type { SentenceTranslation, TranslateOptions } from '../../../preload/translation.ts';
import { decode, finish } from '../decode/decode.ts';
import type { Decoder, Encoded, Hypothesis } from '../decode/decoder.ts';
import type { TextTokenizer } from '../input/text-tokenizer.ts';
import type { Term } from './glossary.ts';
import { ownRules, ownSearch } from './own-search.ts';

/** What translation needs of a loaded model. */
export interface TranslationModel {
  readonly graphs: EncoderDecoderGraphs;
  readonly source: TextTokenizer;
  readonly target: TextTokenizer;
  /** BCP 47. */
  readonly from: string;
  readonly to: string;
  /** Null where every token can come. */
  readonly shortlist: Shortlist | null;
  readonly decoder: Decoder;
  encodeIds(ids: Int32Array, shortlist?: Int32Array): Promise<Encoded>;
}

export type SentenceOptions = TranslateOptions & {
  /** Stops between two steps. */
  readonly signal?: AbortSignal | undefined;
  /** What the glossary asks for in this very sentence, where that is known already. */
  readonly terms?: readonly Term[];
};

/** Weights below say nothing; what is left of a token's is a few places. */
const leastWeight = 0.1;

/** How many tokens `text` is, for the model; a sentence of more than `maxSourceTokens` is to be cut. */
export const maxSourceTokens = 200;

/** A sentence that the encoder has read. */
export interface ReadSentence {
  readonly text: string;
  /** Its tokens, without the end token. */
  readonly ids: readonly number[];
  readonly encoded: Encoded;
  readonly limits: { readonly startToken: number; readonly endToken: number; readonly maxTokens: number };
}

/**
 * Encodes one sentence of at most `maxSourceTokens`; null where it is none.
 * @param wanted target tokens that can come beside those the shortlist names
 */
export async function readSentence(
  model: TranslationModel,
  text: string,
  wanted: readonly number[] = [],
): Promise<ReadSentence | null> {
  const { tokens, decode: defaults } = model.graphs;
  const words = model.source.encode(text);
  if (words.length === 0) return null;
  const ids = Int32Array.from([...withPrefix(model, text, words), tokens.end]);
  const targets = model.shortlist && targetsOf(model.shortlist, ids, tokens.vocabularySize, wanted);
  const cap = Math.floor(ids.length * (defaults.maxTokensPerSourceToken ?? Number.POSITIVE_INFINITY));
  return {
    text,
    ids: words,
    encoded: await model.encodeIds(ids, targets ?? undefined),
    limits: {
      startToken: tokens.start,
      endToken: tokens.end,
      maxTokens: Math.min(defaults.maxTokens, cap + wanted.length),
    },
  };
}

/** The tokens of a text with what the model wants before it: one token of its own (">>deu<<"), or words. */
function withPrefix(
  { graphs, source }: TranslationModel,
  text: string,
  words: readonly number[],
): readonly number[] {
  const prefix = graphs.text?.prefix ?? '';
  if (prefix === '') return words;
  const token = source.idOf(prefix.trim());
  return token === undefined ? source.encode(prefix + text) : [token, ...words];
}

/**
 * Translates one sentence of at most `maxSourceTokens`.
 * @throws the signal's reason once it is aborted
 */
export async function translateSentence(
  model: TranslationModel,
  text: string,
  { beams, alternatives = 0, signal }: SentenceOptions,
): Promise<SentenceTranslation> {
  const sentence = await readSentence(model, text);
  if (sentence === null) return untranslated(text);
  const { encoded, limits } = sentence;
  const { maxTokens } = limits;
  const wishes = { maxTokens, answers: alternatives + 1, ...(beams === undefined ? {} : { beams }) };
  const search = ownSearch(model.graphs, wishes);
  const rules = ownRules(model.graphs, maxTokens);
  return translationOf(model, sentence, await finish(decode(model.decoder, encoded, search, rules, signal)));
}

/** The first of `hypotheses` as a translation, the others as its alternatives. */
export function translationOf(
  model: TranslationModel,
  { text, ids }: ReadSentence,
  [best, ...others]: readonly Hypothesis[],
): SentenceTranslation {
  if (best === undefined) return untranslated(text);
  return {
    source: text,
    target: model.target.decode(best.ids),
    score: meanLogProbability(best),
    sourceTokens: tokenTexts(model.source, ids),
    tokens: tokenTexts(model.target, best.ids).map((token, place) => ({
      text: token,
      logProbability: best.logProbabilities[place] ?? 0,
    })),
    alternatives: others.map((other) => ({
      target: model.target.decode(other.ids),
      score: meanLogProbability(other),
    })),
    alignment: alignmentOf(best, ids.length),
  };
}

/** A sentence that stays as it is. */
export function untranslated(text: string): SentenceTranslation {
  return {
    source: text,
    target: text,
    score: 0,
    sourceTokens: [text],
    tokens: [{ text, logProbability: 0 }],
    alternatives: [],
    alignment: [[0, 0, 1]],
  };
}

function meanLogProbability({ logProbabilities, endLogProbability, ending }: Hypothesis): number {
  const sum = logProbabilities.reduce((total, value) => total + value, endLogProbability);
  return sum / Math.max(1, logProbabilities.length + (ending === 'end' ? 1 : 0));
}

/** Pieces as text: the space that begins a word with it, but for the first. */
export function tokenTexts({ pieces }: TextTokenizer, ids: readonly number[]): string[] {
  return ids.map((id, place) => {
    const text = (pieces[id] ?? '').replaceAll('▁', ' ');
    return place === 0 ? text.trimStart() : text;
  });
}

/** The end of the source, which is looked at when nothing else is, is left out. */
function alignmentOf({ attention }: Hypothesis, sourceLength: number): [number, number, number][] {
  return attention.flatMap((weights, target) =>
    Array.from(weights.subarray(0, sourceLength), (weight, source): [number, number, number] => [
      source,
      target,
      weight,
    ]).filter(([, , weight]) => weight >= leastWeight),
  );
}
