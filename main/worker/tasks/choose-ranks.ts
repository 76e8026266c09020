/** How central each sentence is among the others: TextRank, LexRank and the distance from the middle of all. */
import type { Counts } from './choose-features.ts';

const rounds = 20;
const damping = 0.85;

/** The other sentences that a sentence is like, and how much. */
type Alike = [other: number, weight: number][];

/** Each sentence's terms by weight, to length 1. */
export type Weights = ReadonlyMap<string, number>;

/** By shared terms over the logarithms of the lengths (Mihalcea and Tarau 2004); 1 is the mean. */
export function textRank(
  counts: readonly Counts[],
  lengths: readonly number[],
  allShared: SharedTerms = sharedTerms(counts),
): number[] {
  const logs = lengths.map((length) => Math.log(1 + length));
  const alike: Alike[] = counts.map(() => []);
  for (const [at, row] of allShared.entries()) {
    for (const [other, shared] of row) {
      const weight = shared / ((logs[at] ?? 0) + (logs[other] ?? 0));
      alike[at]?.push([other, weight]);
      alike[other]?.push([at, weight]);
    }
  }
  return ranked(alike);
}

/** By cosines, without threshold, each sentence its own neighbour too (Erkan and Radev 2004); 1 is the mean. */
export function lexRank(weights: readonly Weights[], allShared: SharedTerms): number[] {
  const alike: Alike[] = weights.map((row, at) => (row.size > 0 ? [[at, 1]] : []));
  const cosines = laterCosines(weights);
  for (const [at, row] of allShared.entries()) {
    const found = cosines(at);
    for (const other of row.keys()) {
      const weight = found[other] ?? 0;
      alike[at]?.push([other, weight]);
      alike[other]?.push([at, weight]);
    }
  }
  return ranked(alike);
}

/**
 * The cosines of a sentence with those behind it, by an index of terms; one array serves all, so that they are
 * to be used before the next are asked for.
 */
function laterCosines(weights: readonly Weights[]): (at: number) => Float64Array {
  const holders = new Map<string, { readonly rows: number[]; readonly weights: number[] }>();
  for (const [at, row] of weights.entries()) {
    for (const [term, weight] of row) {
      const those = holders.get(term);
      if (those === undefined) holders.set(term, { rows: [at], weights: [weight] });
      else {
        those.rows.push(at);
        those.weights.push(weight);
      }
    }
  }
  const found = new Float64Array(weights.length);
  return (at) => {
    found.fill(0);
    for (const [term, weight] of weights[at] ?? []) {
      const those = holders.get(term);
      if (those === undefined) continue;
      for (let place = those.rows.length - 1; (those.rows[place] ?? -1) > at; place--) {
        const other = those.rows[place] as number;
        found[other] = (found[other] as number) + weight * (those.weights[place] as number);
      }
    }
    return found;
  };
}

/** Each sentence's terms times log(1 + sentences / sentences that hold the term), to length 1. */
export function weighted(counts: readonly Counts[]): Weights[] {
  const holding = new Map<string, number>();
  for (const terms of counts) {
    for (const term of terms.keys()) holding.set(term, (holding.get(term) ?? 0) + 1);
  }
  return counts.map((terms) => {
    const row = new Map<string, number>();
    let squares = 0;
    for (const [term, count] of terms) {
      const weight = count * Math.log(1 + counts.length / (holding.get(term) ?? 1));
      row.set(term, weight);
      squares += weight * weight;
    }
    const size = Math.sqrt(squares);
    for (const [term, weight] of row) row.set(term, weight / size);
    return row;
  });
}

/** The cosine of each sentence with the sum of all. */
export function centroid(weights: readonly Weights[]): number[] {
  const total = new Map<string, number>();
  for (const row of weights) {
    for (const [term, weight] of row) total.set(term, (total.get(term) ?? 0) + weight);
  }
  let squares = 0;
  for (const weight of total.values()) squares += weight * weight;
  const size = Math.sqrt(squares) || 1;
  return weights.map((row) => dot(row, total) / size);
}

export function dot(one: Weights, other: Weights): number {
  let total = 0;
  for (const [term, weight] of one) total += weight * (other.get(term) ?? 0);
  return total;
}

export function logOf(rank: number | undefined): number {
  return Math.log(rank ?? 1);
}

/** For each sentence the later ones that share terms with it, and how many. */
export type SharedTerms = readonly ReadonlyMap<number, number>[];

/** Found by an index of terms. */
export function sharedTerms(counts: readonly Counts[]): SharedTerms {
  const holders = new Map<string, number[]>();
  for (const [at, terms] of counts.entries()) {
    for (const term of terms.keys()) {
      const rows = holders.get(term);
      if (rows === undefined) holders.set(term, [at]);
      else rows.push(at);
    }
  }
  const shared = counts.map(() => new Map<number, number>());
  for (const rows of holders.values()) {
    for (const [place, at] of rows.entries()) {
      const row = shared[at] as Map<number, number>;
      for (let later = place + 1; later < rows.length; later++) {
        const other = rows[later] as number;
        row.set(other, (row.get(other) ?? 0) + 1);
      }
    }
  }
  return shared;
}

/** PageRank over weighted neighbours (Page et al. 1999), some rounds, times the number of sentences. */
function ranked(alike: readonly Alike[]): number[] {
  const total = alike.length;
  const sums = alike.map((row) => row.reduce((sum, [, weight]) => sum + weight, 0));
  // A meeting has tens of thousands of neighbours: the rounds go over plain arrays of numbers.
  const others = alike.map((row) => Int32Array.from(row, ([other]) => other));
  const weights = alike.map((row) => Float64Array.from(row, ([, weight]) => weight));
  let ranks = new Float64Array(total).fill(1);
  for (let round = 0; round < rounds; round++) {
    let stuck = 0;
    for (let at = 0; at < total; at++) if (sums[at] === 0) stuck += ranks[at] as number;
    const next = new Float64Array(total).fill(1 - damping + (damping * stuck) / total);
    for (let at = 0; at < total; at++) {
      const given = (damping * (ranks[at] as number)) / (sums[at] || 1);
      give(next, given, others[at] as Int32Array, weights[at] as Float64Array);
    }
    ranks = next;
  }
  return Array.from(ranks);
}

/** To each of `others` its share by weight. */
function give(next: Float64Array, given: number, others: Int32Array, weights: Float64Array): void {
  for (let place = 0; place < others.length; place++) {
    const other = others[place] as number;
    next[other] = (next[other] as number) + given * (weights[place] as number);
  }
}
