/**
 * How near captions come to what people wrote of the same pictures, to the digit as the usual scorers of
 * captions print it (COCO's): BLEU over the whole corpus, CIDEr, ROUGE-L.
 */
import { tokenizeTreebank } from './tokenize-treebank.ts';

/** All in percent. */
export interface CaptionScores {
  /** BLEU-1 to BLEU-4. */
  readonly bleu: readonly number[];
  readonly cider: number;
  readonly rougeL: number;
}

/** One caption and what people wrote, as tokens. */
interface Pair {
  readonly candidate: readonly string[];
  readonly references: readonly (readonly string[])[];
}

const longestRun = 4;
const tiny = 1e-15;
const small = 1e-9;

/** @param references those of each of `captions`, at least one */
export function captionScores(
  captions: readonly string[],
  references: readonly (readonly string[])[],
): CaptionScores {
  const pairs = captions.map((caption, index) => ({
    candidate: tokenizeTreebank(caption),
    references: (references[index] ?? []).map(tokenizeTreebank),
  }));
  return { bleu: bleuOf(pairs), cider: ciderOf(pairs), rougeL: rougeOf(pairs) };
}

/** Papineni et al. 2002, against the reference nearest in length (the shorter of two), with COCO's two small numbers against division by nothing. */
function bleuOf(pairs: readonly Pair[]): number[] {
  const matched = Array<number>(longestRun).fill(0);
  const written = Array<number>(longestRun).fill(0);
  let length = 0;
  let referenceLength = 0;
  for (const { candidate, references } of pairs) {
    length += candidate.length;
    referenceLength += nearest(candidate.length, references);
    const most = new Map<string, number>();
    for (const reference of references) {
      for (const [run, count] of runsOf(reference)) most.set(run, Math.max(count, most.get(run) ?? 0));
    }
    for (const [run, count] of runsOf(candidate)) {
      matched[orderOf(run)] = (matched[orderOf(run)] ?? 0) + Math.min(count, most.get(run) ?? 0);
    }
    for (let order = 0; order < longestRun; order++) {
      written[order] = (written[order] ?? 0) + Math.max(0, candidate.length - order);
    }
  }
  const ratio = (length + tiny) / (referenceLength + small);
  const brevity = ratio < 1 ? Math.exp(1 - 1 / ratio) : 1;
  let product = 1;
  return matched.map((count, order) => {
    product *= (count + tiny) / ((written[order] ?? 0) + small);
    return 100 * brevity * product ** (1 / (order + 1));
  });
}

function nearest(length: number, references: Pair['references']): number {
  const lengths = references.map((one) => one.length);
  lengths.sort((a, b) => Math.abs(a - length) - Math.abs(b - length) || a - b);
  return lengths[0] ?? 0;
}

/** A text's runs of one to four tokens, weighed by how few pictures they are said of. */
interface Weighed {
  /** For each length of runs. */
  readonly weights: readonly ReadonlyMap<string, number>[];
  readonly norms: readonly number[];
  /** In runs of two. */
  readonly length: number;
}

/** Deviation of the bell by which a difference in length counts. */
const lengthDeviation = 6;

/** Vedantam et al. 2015, with the clipping and the penalty of length (CIDEr-D) that COCO's scorer calls CIDEr. */
function ciderOf(pairs: readonly Pair[]): number {
  const pictures = new Map<string, number>();
  for (const { references } of pairs) {
    const runs = new Set(references.flatMap((reference) => [...runsOf(reference).keys()]));
    for (const run of runs) pictures.set(run, (pictures.get(run) ?? 0) + 1);
  }
  const all = Math.log(pairs.length);
  const weigh = (tokens: readonly string[]): Weighed => {
    const weights = Array.from({ length: longestRun }, () => new Map<string, number>());
    for (const [run, count] of runsOf(tokens)) {
      weights[orderOf(run)]?.set(run, count * (all - Math.log(Math.max(1, pictures.get(run) ?? 0))));
    }
    const norms = weights.map((some) =>
      Math.sqrt([...some.values()].reduce((sum, one) => sum + one * one, 0)),
    );
    return { weights, norms, length: Math.max(0, tokens.length - 1) };
  };
  const scores = pairs.map(({ candidate, references }) => {
    const ours = weigh(candidate);
    const likeness = references.reduce((sum, reference) => sum + alike(ours, weigh(reference)), 0);
    return (10 * likeness) / longestRun / Math.max(1, references.length);
  });
  return (100 * scores.reduce((sum, score) => sum + score, 0)) / Math.max(1, scores.length);
}

/** Of all lengths of runs together: each at most 1. */
function alike(ours: Weighed, theirs: Weighed): number {
  let sum = 0;
  for (const [order, weights] of ours.weights.entries()) {
    const norm = (ours.norms[order] ?? 0) * (theirs.norms[order] ?? 0);
    if (norm === 0) continue;
    let shared = 0;
    for (const [run, weight] of weights) {
      const other = theirs.weights[order]?.get(run) ?? 0;
      shared += Math.min(weight, other) * other;
    }
    sum += shared / norm;
  }
  return sum * Math.exp(-((ours.length - theirs.length) ** 2) / (2 * lengthDeviation ** 2));
}

/** How much more recall counts than precision. */
const beta = 1.2;

/** Lin 2004, as COCO's scorer has it: the best precision and the best recall, though of two references. */
function rougeOf(pairs: readonly Pair[]): number {
  // That scorer takes a text without tokens for one empty token.
  const orEmpty = (tokens: readonly string[]) => (tokens.length === 0 ? [''] : tokens);
  const scores = pairs.map(({ candidate, references }) => {
    const ours = orEmpty(candidate);
    const shared = references.map((reference) => longestShared(ours, orEmpty(reference)));
    const precision = Math.max(0, ...shared) / ours.length;
    const recalls = shared.map((length, index) => length / orEmpty(references[index] ?? []).length);
    const recall = Math.max(0, ...recalls);
    if (precision === 0 || recall === 0) return 0;
    return ((1 + beta ** 2) * precision * recall) / (recall + beta ** 2 * precision);
  });
  return (100 * scores.reduce((sum, score) => sum + score, 0)) / Math.max(1, scores.length);
}

/** The length of the longest common subsequence. */
function longestShared(ours: readonly string[], theirs: readonly string[]): number {
  const row = Array<number>(theirs.length + 1).fill(0);
  for (const token of ours) {
    let before = 0;
    for (const [column, other] of theirs.entries()) {
      const above = row[column + 1] ?? 0;
      row[column + 1] = token === other ? before + 1 : Math.max(above, row[column] ?? 0);
      before = above;
    }
  }
  return row[theirs.length] ?? 0;
}

/** Runs of one to four tokens and how often each occurs; tokens hold no spaces. */
function runsOf(tokens: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (let from = 0; from < tokens.length; from++) {
    let run = '';
    for (let to = from; to < Math.min(tokens.length, from + longestRun); to++) {
      run = to === from ? (tokens[to] ?? '') : `${run} ${tokens[to]}`;
      counts.set(run, (counts.get(run) ?? 0) + 1);
    }
  }
  return counts;
}

/** 0 for a single token. */
function orderOf(run: string): number {
  return run.split(' ').length - 1;
}
