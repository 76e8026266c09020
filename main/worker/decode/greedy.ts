/** Greedy search: the best token each time. */
import type { Decoder, Decoding, Encoded, GreedySearch, LogitsRule } from './decoder.ts';
import { writeOneByOne } from './one-by-one.ts';

/** Steps of the one hypothesis; see `decode`. */
export function greedySearch(
  decoder: Decoder,
  encoded: Encoded,
  search: GreedySearch,
  rules: readonly LogitsRule[],
  signal: AbortSignal | undefined,
): Decoding {
  return writeOneByOne(decoder, encoded, search, rules, signal, (_, best) => best);
}
