/** One sentence → its translation, with how sure the model was of each token and what it looked at. */

import type { Shortlist } from '../../../models/marian/shortlist.ts';
import { targetsOf } from '../../../models/marian/shortlist.ts';
import type { EncoderDecoderGraphs } from '../../../models/schema.ts';
import type { SentenceTranslation, TranslateOptions } from '../../../preload/translation.ts';
import { decode, finish } from '../decode/decode.ts';
import type { Decoder, Encoded, Hypothesis } from '../decode/decoder.ts';
import type { TextTokenizer } from '../input/text-tokenizer.ts';

/** What translation needs of a loaded model. */
export interface TranslationModel {
  readonly graphs: EncoderDecoderGraphs;
  readonly source: TextTokenizer;
  readonly target: TextTokenizer;
  readonly shortlist: Shortlist;
  readonly decoder: Decoder;
  encodeIds(ids: Int32Array, shortlist: Int32Array): Promise<Encoded>;
}

/** `signal` stops between two steps. */
export type SentenceOptions = TranslateOptions & { readonly signal?: AbortSignal | undefined };

/** Weights below say nothing; what is left of a token's is a few places. */
const leastWeight = 0.1;

/** How many tokens `text` is, for the model; a sentence of more than `maxSourceTokens` is to be cut. */
export const maxSourceTokens = 200;

/**
 * Translates one sentence of at most `maxSourceTokens`.
 * @throws the signal's reason once it is aborted
 */
export async function translateSentence(
  model: TranslationModel,
  text: string,
  { beams = 1, alternatives = 0, signal }: SentenceOptions,
): Promise<SentenceTranslation> {
  const { tokens, decode: defaults } = model.graphs;
  const words = model.source.encode(text);
  if (words.length === 0) return untranslated(text);
  const ids = Int32Array.from([...words, tokens.end]);
  const encoded = await model.encodeIds(ids, targetsOf(model.shortlist, ids, tokens.vocabularySize));
  const cap = Math.floor(ids.length * (defaults.maxTokensPerSourceToken ?? Number.POSITIVE_INFINITY));
  const limits = {
    startToken: tokens.start,
    endToken: tokens.end,
    maxTokens: Math.min(defaults.maxTokens, cap),
  };
  const { lengthPenalty } = defaults;
  const width = Math.max(beams, alternatives > 0 ? alternatives + 1 : 1);
  const search =
    width === 1
      ? ({ kind: 'greedy', ...limits } as const)
      : ({ kind: 'beam', beams: width, lengthPenalty, hypotheses: alternatives + 1, ...limits } as const);
  const [best, ...others] = await finish(decode(model.decoder, encoded, search, [], signal));
  if (best === undefined) return untranslated(text);
  return {
    source: text,
    target: model.target.decode(best.ids),
    score: meanLogProbability(best),
    sourceTokens: texts(model.source, words),
    tokens: texts(model.target, best.ids).map((token, place) => ({
      text: token,
      logProbability: best.logProbabilities[place] ?? 0,
    })),
    alternatives: others.map((other) => ({
      target: model.target.decode(other.ids),
      score: meanLogProbability(other),
    })),
    alignment: alignmentOf(best, words.length),
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
function texts({ pieces }: TextTokenizer, ids: readonly number[]): string[] {
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
