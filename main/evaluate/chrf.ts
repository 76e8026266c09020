/**
 * chrF of a corpus (Popović 2015): how many runs of 1 to 6 characters two texts share, spaces left out,
 * recall counting twice. To the digit what sacreBLEU prints as chrF2.
 */
import { addMatches, noMatches } from './ngrams.ts';
import { splitAtSpace } from './tokenize-13a.ts';

const longestRun = 6;
const recallWeight = 2 ** 2;

/**
 * 0–100.
 * @param references one for each of `hypotheses`
 */
export function chrf(hypotheses: readonly string[], references: readonly string[]): number {
  const sums = noMatches(longestRun);
  for (const [line, hypothesis] of hypotheses.entries()) {
    const theirs = charactersOf(references[line] ?? '');
    const ours = charactersOf(hypothesis);
    const own = noMatches(longestRun);
    addMatches(own, ours, theirs, '');
    for (const [index, { hypothesis: all, reference, both }] of own.entries()) {
      const sum = sums[index];
      if (sum === undefined) continue;
      // Runs longer than a reference count in neither.
      sum.hypothesis += reference > 0 ? all : 0;
      sum.reference += reference;
      sum.both += both;
    }
  }
  const counted = sums.filter(({ hypothesis, reference }) => hypothesis > 0 && reference > 0);
  const precision = mean(counted.map(({ both, hypothesis }) => both / hypothesis));
  const recall = mean(counted.map(({ both, reference }) => both / reference));
  if (precision + recall === 0) return 0;
  return (100 * (1 + recallWeight) * precision * recall) / (recallWeight * precision + recall);
}

function charactersOf(line: string): string[] {
  return [...splitAtSpace(line).join('')];
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
