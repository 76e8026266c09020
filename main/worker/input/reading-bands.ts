/** A high picture as bands that are looked at one after the other, each with what lies around it. */

interface Rows {
  readonly from: number;
  readonly to: number;
}

export interface Band {
  /** What is looked at. */
  readonly seen: Rows;
  /** What of it counts; these together are the whole picture. */
  readonly kept: Rows;
}

/** Bands of at most `rows` of `height`, each but for the picture's edges with `around` rows above and below. */
export function bandsOf(height: number, rows: number, around: number): Band[] {
  if (height <= rows) return [{ seen: { from: 0, to: height }, kept: { from: 0, to: height } }];
  const bands: Band[] = [];
  // However narrow: where nothing is left between the surroundings there would be no end.
  const step = Math.max(1, rows - 2 * around);
  for (let from = 0; from < height; from += step) {
    const to = Math.min(height, from + step);
    bands.push({
      seen: { from: Math.max(0, from - around), to: Math.min(height, to + around) },
      kept: { from, to },
    });
  }
  return bands;
}
