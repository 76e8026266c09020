/** The best continuations over all beams: what beam search pays for at each step. */
import { bestColumn, logSumExp } from './distribution.ts';

/** A way to go on: the beam it continues, the column it takes, and the new sum of log-probabilities. */
export interface Candidate {
  readonly beam: number;
  readonly column: number;
  readonly logProbability: number;
  readonly sum: number;
}

/**
 * The `count` best continuations, best first; of equals the lower beam and column. Forbidden columns
 * are never among them, so there may be fewer.
 * @param rows one row of logits per beam
 * @param sums each beam's log-probability so far
 * @param areNormalized the rows hold log-probabilities already
 */
export function bestCandidates(
  rows: readonly Float32Array[],
  sums: readonly number[],
  count: number,
  areNormalized = false,
): Candidate[] {
  const best: Candidate[] = [];
  rows.forEach((row, beam) => {
    const largest = bestColumn(row);
    if (largest < 0) return;
    const sum = sums[beam] as number;
    const normalizer = areNormalized ? 0 : logSumExp(row, row[largest] as number);
    for (let column = 0; column < row.length; column++) {
      const logProbability = (row[column] as number) - normalizer;
      const worst = best.length < count ? Number.NEGATIVE_INFINITY : (best[count - 1] as Candidate).sum;
      if (sum + logProbability > worst) {
        insert(best, { beam, column, logProbability, sum: sum + logProbability });
        if (best.length > count) best.pop();
      }
    }
  });
  return best;
}

/** Puts a candidate at its place in a list that is sorted best first, after its equals. */
function insert(best: Candidate[], candidate: Candidate): void {
  let place = best.length;
  while (place > 0 && (best[place - 1] as Candidate).sum < candidate.sum) place--;
  best.splice(place, 0, candidate);
}
