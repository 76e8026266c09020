/**
 * Sampling: each token drawn by chance from the most likely ones (top-k; top-p is the nucleus of
 * Holtzman et al. 2020), from a seed, so that the same seed draws the same.
 */
import type { Decoder, Decoding, Encoded, LogitsRule, SampleSearch } from './decoder.ts';
import { bestColumn } from './distribution.ts';
import { writeOneByOne } from './one-by-one.ts';

/** Steps of the one hypothesis; see `decode`. Log-probabilities are those before temperature and cuts. */
export function sampleSearch(
  decoder: Decoder,
  encoded: Encoded,
  search: SampleSearch,
  rules: readonly LogitsRule[],
  signal: AbortSignal | undefined,
): Decoding {
  const random = randomNumbers(search.seed);
  return writeOneByOne(decoder, encoded, search, rules, signal, (logits, best) => {
    if (search.temperature <= 0) return best;
    const kept = likeliest(logits, search);
    return draw(kept, random());
  });
}

/** A column and its weight; the weights need not sum to 1. */
export interface Candidate {
  readonly column: number;
  readonly weight: number;
}

/** The columns that top-k and top-p leave, likeliest first; weights are e^(logit / temperature), largest 1. */
export function likeliest(
  logits: Float32Array,
  { temperature, topK = 0, topP = 1 }: Pick<SampleSearch, 'temperature' | 'topK' | 'topP'>,
): Candidate[] {
  const largest = logits[bestColumn(logits)] as number;
  const candidates: Candidate[] = [];
  for (let column = 0; column < logits.length; column++) {
    const weight = Math.exp(((logits[column] as number) - largest) / temperature);
    if (weight > 0) candidates.push({ column, weight });
  }
  candidates.sort((a, b) => b.weight - a.weight || a.column - b.column);
  const kept = topK > 0 ? candidates.slice(0, topK) : candidates;
  return topP < 1 ? nucleus(kept, topP) : kept;
}

/** The first of `sorted` whose weights reach the share `topP` of all; at least one. */
function nucleus(sorted: readonly Candidate[], topP: number): Candidate[] {
  const goal = topP * sorted.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  const count = sorted.findIndex(({ weight }) => {
    sum += weight;
    return sum >= goal;
  });
  return sorted.slice(0, count < 0 ? sorted.length : count + 1);
}

/** The column that the chance `random` in 0…1 falls on. */
function draw(candidates: readonly Candidate[], random: number): number {
  let rest = random * candidates.reduce((sum, { weight }) => sum + weight, 0);
  for (const { column, weight } of candidates) {
    rest -= weight;
    if (rest < 0) return column;
  }
  return (candidates[candidates.length - 1] as Candidate).column;
}

/** Numbers in 0…1 from a 32-bit seed: a Weyl sequence through a finalizer of MurmurHash3's kind. */
export function randomNumbers(seed: number): () => number {
  let counter = seed | 0;
  return () => {
    counter = (counter + 0x9e3779b9) | 0;
    let mixed = counter ^ (counter >>> 16);
    mixed = Math.imul(mixed, 0x85ebca6b);
    mixed ^= mixed >>> 13;
    mixed = Math.imul(mixed, 0xc2b2ae35);
    mixed ^= mixed >>> 16;
    return (mixed >>> 0) / 2 ** 32;
  };
}
