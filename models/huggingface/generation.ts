/**
 * How an export's settings ask for answers to be written, as the manifest's `decode`. The names are those of
 * Hugging Face's GenerationConfig; lengths there count the start token, here they do not.
 */
import type { DecodeRules, EncoderDecoderGraphs } from '../schema.ts';
import type { Generation } from './settings.ts';

/** The most that is written where the settings do not say; theirs would be 20, too short for any task. */
const usualTokens = 200;

/**
 * @param end the end token
 * @param positions the most that the decoder can write, where it has such a limit
 */
export function decodeOf(
  generation: Generation,
  end: number,
  positions: number | null,
): EncoderDecoderGraphs['decode'] {
  const beams = generation.num_beams ?? 1;
  const maxTokens = maxTokensOf(generation, positions);
  const rules = rulesOf(generation, end, maxTokens);
  const base = { maxTokens, ...(Object.keys(rules).length > 0 ? { rules } : {}) };
  if (beams === 1) return { search: 'greedy', beams, lengthPenalty: 1, ...base };
  return {
    search: 'beam',
    beams,
    lengthPenalty: generation.length_penalty ?? 1,
    ...base,
    refill: refillOf(generation),
    ...(generation.renormalize_logits ? {} : { scores: 'before-rules' }),
  };
}

function maxTokensOf(generation: Generation, positions: number | null): number {
  const { max_new_tokens: fresh, max_length: whole } = generation;
  const asked = fresh ?? (whole === undefined || whole === null ? usualTokens : whole - 1);
  return Math.max(1, Math.min(asked, positions === null ? asked : positions - 1));
}

function refillOf({ early_stopping: early }: Generation): 'full' | 'unlikely' | 'impossible' {
  if (early === true) return 'full';
  return early === 'never' ? 'impossible' : 'unlikely';
}

function rulesOf(generation: Generation, end: number, maxTokens: number): DecodeRules {
  const forcedEnd = [generation.forced_eos_token_id ?? []].flat();
  const minTokens = Math.max((generation.min_length ?? 0) - 1, generation.min_new_tokens ?? 0);
  const ngram = generation.no_repeat_ngram_size ?? 0;
  const repetition = generation.repetition_penalty ?? 1;
  const bad = generation.bad_words_ids ?? [];
  const {
    forced_bos_token_id: first,
    suppress_tokens: never,
    begin_suppress_tokens: neverFirst,
  } = generation;
  return {
    ...(typeof first === 'number' ? { first: [first] } : {}),
    ...(minTokens > 0 ? { minTokens } : {}),
    ...(forcedEnd.includes(end) ? { endAfter: maxTokens - 1 } : {}),
    ...(never && never.length > 0 ? { never } : {}),
    ...(neverFirst && neverFirst.length > 0 ? { neverFirst } : {}),
    ...(bad.length > 0 ? { neverSequences: bad.filter((ids) => ids.join() !== String(end)) } : {}),
    ...(ngram > 0 ? { noRepeatedNgram: ngram } : {}),
    ...(repetition === 1 ? {} : { repetitionPenalty: repetition }),
  };
}
