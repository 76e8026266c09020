/**
 * BLEU of a corpus (Papineni et al. 2002) with one reference for each line, to the digit what sacreBLEU
 * prints under the signature `nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp`.
 */
import { addMatches, noMatches } from './ngrams.ts';
import { tokenize13a } from './tokenize-13a.ts';

export const bleuSignature = 'nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp';
const longestRun = 4;

export interface Bleu {
  /** 0–100. */
  readonly score: number;
  /** Of runs of 1 to 4 tokens, in percent. */
  readonly precisions: readonly number[];
  readonly brevityPenalty: number;
  /** In tokens. */
  readonly hypothesisLength: number;
  readonly referenceLength: number;
}

/** @param references one for each of `hypotheses` */
export function bleu(hypotheses: readonly string[], references: readonly string[]): Bleu {
  const sums = noMatches(longestRun);
  let hypothesisLength = 0;
  let referenceLength = 0;
  for (const [line, hypothesis] of hypotheses.entries()) {
    const ours = tokenize13a(hypothesis);
    const theirs = tokenize13a(references[line] ?? '');
    hypothesisLength += ours.length;
    referenceLength += theirs.length;
    addMatches(sums, ours, theirs, ' ');
  }
  const precisions = smoothed(sums.map(({ both, hypothesis }) => ({ both, hypothesis })));
  const brevityPenalty =
    hypothesisLength >= referenceLength
      ? 1
      : hypothesisLength > 0
        ? Math.exp(1 - referenceLength / hypothesisLength)
        : 0;
  const isNothing = sums.every(({ both }) => both === 0) || precisions.includes(0);
  const mean = precisions.reduce((sum, precision) => sum + Math.log(precision), 0) / longestRun;
  const score = isNothing ? 0 : brevityPenalty * Math.exp(mean);
  return { score, precisions, brevityPenalty, hypothesisLength, referenceLength };
}

/** Where no run matches, half of the last such precision is taken (NIST's smoothing); where there is none, 0. */
function smoothed(sums: readonly { both: number; hypothesis: number }[]): number[] {
  let halving = 1;
  return sums.map(({ both, hypothesis }) => {
    if (hypothesis === 0) return 0;
    if (both > 0) return (100 * both) / hypothesis;
    halving *= 2;
    return 100 / (halving * hypothesis);
  });
}
