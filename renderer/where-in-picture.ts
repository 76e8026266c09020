/** A place in a picture in words, for who cannot see what lights: “left half, near the bottom”. */
import { shareFromInput } from './input-weights.ts';
import { words } from './words.ts';

/** Cells weaker than this share of the strongest are the noise that attention always has. */
const noiseShare = 0.3;
/** With less of the word than this from the picture, it came from the sentence. */
const leastFromPicture = 0.3;
/** Spread wider than this along a side (evenly over all of it would be 0.29) is no place on that side. */
const widestSpread = 0.24;

type Along = 'first-edge' | 'first-half' | 'middle' | 'second-half' | 'second-edge' | 'all';

/** Did the model look at the picture for this word, or did the words before it say enough? */
export function isFromPicture(attention: readonly number[]): boolean {
  return shareFromInput(attention) >= leastFromPicture;
}

/**
 * Where the weight lies. `attention`: one weight for each cell of the `rows` × `columns` grid, row by row. Empty
 * where there is no grid or no weight.
 */
export function whereInPicture(
  attention: readonly number[],
  [rows, columns]: readonly [rows: number, columns: number],
): string {
  const strongest = attention.reduce((most, weight) => Math.max(most, weight), 0);
  if (rows === 0 || columns === 0 || strongest <= 0) return '';
  const down = new Float64Array(rows);
  const across = new Float64Array(columns);
  for (const [cell, weight] of attention.entries()) {
    const counts = Math.max(0, weight - strongest * noiseShare);
    const row = Math.floor(cell / columns);
    down[row] = (down[row] ?? 0) + counts;
    across[cell % columns] = (across[cell % columns] ?? 0) + counts;
  }
  return placeInWords(along(across), along(down));
}

/** Where the weight lies along one side: its middle, unless it is spread over all of it. */
function along(weights: Float64Array): Along {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const at = (cell: number) => (cell + 0.5) / weights.length;
  const mean = weights.reduce((sum, weight, cell) => sum + weight * at(cell), 0) / total;
  const square = weights.reduce((sum, weight, cell) => sum + weight * (at(cell) - mean) ** 2, 0) / total;
  if (Math.sqrt(square) > widestSpread) return 'all';
  if (mean < 0.22) return 'first-edge';
  if (mean < 0.42) return 'first-half';
  if (mean <= 0.58) return 'middle';
  return mean <= 0.78 ? 'second-half' : 'second-edge';
}

function placeInWords(across: Along, down: Along): string {
  const { places } = words.see;
  const isCentre = (one: Along) => one === 'middle' || one === 'all';
  if (across === 'all' && down === 'all') return places.everywhere;
  if (isCentre(across) && isCentre(down)) return places.middle;
  const horizontal = places.across[across];
  const vertical = places.down[down];
  if (isCentre(across)) return vertical;
  if (isCentre(down)) return horizontal;
  return places.both(horizontal, vertical);
}
