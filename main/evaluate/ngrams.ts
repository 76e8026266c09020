/** Runs of neighbours and how often each occurs: what BLEU and chrF compare. */

/** Counts of two texts' runs of one length. */
export interface Matches {
  hypothesis: number;
  reference: number;
  /** Those of the hypothesis that the reference has too, each as often as there at most. */
  both: number;
}

/** Adds what `hypothesis` and `reference` have of runs of each length from 1 on to `sums`. */
export function addMatches(
  sums: readonly Matches[],
  hypothesis: readonly string[],
  reference: readonly string[],
  separator: string,
): void {
  for (const [index, sum] of sums.entries()) {
    const length = index + 1;
    const [ours, theirs] = [hypothesis, reference].map((items) => countRuns(items, length, separator));
    for (const [run, count] of ours ?? []) sum.both += Math.min(count, theirs?.get(run) ?? 0);
    sum.hypothesis += Math.max(0, hypothesis.length - index);
    sum.reference += Math.max(0, reference.length - index);
  }
}

export function noMatches(lengths: number): Matches[] {
  return Array.from({ length: lengths }, () => ({ hypothesis: 0, reference: 0, both: 0 }));
}

function countRuns(items: readonly string[], length: number, separator: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at + length <= items.length; at++) {
    const run = items.slice(at, at + length).join(separator);
    counts.set(run, (counts.get(run) ?? 0) + 1);
  }
  return counts;
}
