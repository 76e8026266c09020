/**
 * What each written word came from: for every word a weight per place of the input. The places may be tokens of
 * a text, frames of a sound or cells of a picture; what lights, and how it is told in words, is up to the owner.
 */

/** For each word, in its order: a weight, 0–1, for each place of the input. */
export type InputWeights = readonly Float32Array[];

/** Weights below this light nothing. */
export const leastWeight = 0.15;

/** A unit of the output (a token, a step) and how much of it came from one place: [place, unit, weight]. */
export type InputLink = readonly [place: number, unit: number, weight: number];

/** A word made of several units of the output: the first, and the one after the last. */
export interface WordOfUnits {
  readonly tokens: readonly [number, number];
}

/** How much each of `count` places of the input gave to each word: the mean over the word's units. */
export function weightsOf(
  words: readonly WordOfUnits[],
  links: readonly InputLink[],
  count: number,
): InputWeights {
  const byUnit = new Map<number, InputLink[]>();
  for (const link of links) byUnit.set(link[1], [...(byUnit.get(link[1]) ?? []), link]);
  return words.map(({ tokens: [first, after] }) => {
    const weights = new Float32Array(count);
    for (let unit = first; unit < after; unit += 1) {
      for (const [place, , weight] of byUnit.get(unit) ?? []) {
        weights[place] = (weights[place] ?? 0) + weight / (after - first);
      }
    }
    return weights;
  });
}

/** The places whose weight is enough to light something. */
export function litPlaces(weights: Iterable<number>, least = leastWeight): ReadonlyMap<number, number> {
  const lit = new Map<number, number>();
  let place = 0;
  for (const weight of weights) {
    if (weight >= least) lit.set(place, weight);
    place += 1;
  }
  return lit;
}

/** How much of a word came from the input at all, 0–1; the rest came from the sentence around it. */
export function shareFromInput(weights: readonly number[] | Float32Array): number {
  let sum = 0;
  for (const weight of weights) sum += weight;
  return Math.min(1, sum);
}
