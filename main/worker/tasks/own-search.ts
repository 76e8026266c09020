/** The search and the rules that a model's manifest asks for, as the decode engine takes them. */
import type { EncoderDecoderGraphs } from '../../../models/schema.ts';
import type { BeamSearch, GreedySearch, LogitsRule } from '../decode/decoder.ts';
import {
  forbidRepeatedNgram,
  forbidSequences,
  forcePrefix,
  maxLength,
  minLength,
  penalizeRepetition,
  suppress,
  suppressFirst,
} from '../decode/logits.ts';

/** What a user may ask for in place of the model's own settings. */
export interface SearchWishes {
  readonly beams?: number;
  /** The model's own limit holds where it is lower. */
  readonly maxTokens?: number;
  readonly answers?: number;
}

/** Several answers take at least as many beams. */
export function ownSearch(
  { tokens, decode }: EncoderDecoderGraphs,
  { beams: asked, maxTokens = decode.maxTokens, answers = 1 }: SearchWishes = {},
): GreedySearch | BeamSearch {
  const limits = {
    startToken: tokens.start,
    endToken: tokens.end,
    maxTokens: Math.min(maxTokens, decode.maxTokens),
  };
  const beams = Math.max(asked ?? (decode.search === 'beam' ? decode.beams : 1), answers);
  if (beams === 1) return { kind: 'greedy', ...limits };
  return {
    kind: 'beam',
    beams,
    lengthPenalty: decode.lengthPenalty,
    hypotheses: answers,
    ...limits,
    ...(decode.refill === undefined ? {} : { refill: decode.refill }),
    ...(decode.scores === undefined ? {} : { scores: decode.scores }),
  };
}

/**
 * The manifest's rules, in the order of Hugging Face's processors, which matters where they contradict
 * each other: what is forced comes last.
 * @param maxTokens the search's; a forced end comes where the answer would be cut
 * @param minTokens in place of the manifest's
 */
export function ownRules(
  { tokens, decode: { rules = {}, maxTokens: most } }: EncoderDecoderGraphs,
  maxTokens = most,
  minTokens = rules.minTokens,
): LogitsRule[] {
  const found: LogitsRule[] = [];
  const { noRepeatedNgram, repetitionPenalty, endAfter } = rules;
  if (repetitionPenalty !== undefined) found.push(penalizeRepetition(repetitionPenalty, [tokens.start]));
  if (noRepeatedNgram !== undefined) found.push(forbidRepeatedNgram(noRepeatedNgram, [tokens.start]));
  if (rules.neverSequences) found.push(forbidSequences(rules.neverSequences));
  if (minTokens !== undefined) found.push(minLength(Math.min(minTokens, maxTokens - 1)));
  if (rules.first) found.push(forcePrefix(rules.first));
  if (endAfter !== undefined) found.push(maxLength(Math.max(0, Math.min(endAfter, maxTokens - 1))));
  if (rules.never) found.push(suppress(rules.never));
  if (rules.neverFirst) found.push(suppressFirst(rules.neverFirst));
  return found;
}
