/**
 * Choosing the continuations of a search whose answers must hold given phrases: dynamic beam allocation
 * after Post and Vilar 2018 ("Fast Lexically Constrained Decoding with Dynamic Beam Allocation for
 * Neural Machine Translation"), which keeps places in the beam for the answers that have met more of
 * them.
 */
import { bestCandidates, type Candidate } from './candidates.ts';
import type { Columns } from './columns.ts';
import type { RequiredPhrase } from './decoder.ts';
import { bestColumn, logSumExp } from './distribution.ts';
import { advanced, bankOf, isMet, nextTokens, type Progress, tokensLeft } from './required.ts';

/** A beam as far as choosing goes. */
export interface ConstrainedBeam {
  readonly ids: readonly number[];
  readonly sum: number;
  readonly progress: Progress;
}

/** What one step of a constrained search chooses from. */
export interface Choice {
  readonly required: readonly RequiredPhrase[];
  readonly beams: readonly ConstrainedBeam[];
  /** One row of logits per beam, after the rules; changed here. */
  readonly rows: readonly Float32Array[];
  /** What each beam looks at, where the decoder tells. */
  readonly looks: readonly Float32Array[];
  readonly columns: Columns;
  readonly endToken: number;
  /** Candidates to choose. */
  readonly count: number;
  /** Tokens that can be written yet, this step's among them. */
  readonly stepsLeft: number;
}

/** A candidate and what writing it brings. */
export interface ConstrainedCandidate extends Candidate {
  readonly progress: Progress;
}

/**
 * The continuations to keep, best first: in turn the best of those that have written most of the
 * phrases, the best of those that have written one less, and so on.
 */
export function requiredCandidates(choice: Choice): ConstrainedCandidate[] {
  const banks = new Map<number, ConstrainedCandidate[]>();
  choice.beams.forEach((_, index) => {
    for (const candidate of ofBeam(choice, index)) {
      const bank = bankOf(candidate.progress);
      const others = banks.get(bank);
      if (others) others.push(candidate);
      else banks.set(bank, [candidate]);
    }
  });
  const byBank = [...banks].sort(([one], [other]) => other - one).map(([, candidates]) => candidates);
  for (const candidates of byBank) candidates.sort(byRank);
  const chosen: ConstrainedCandidate[] = [];
  for (let place = 0; chosen.length < choice.count; place++) {
    const next = byBank.flatMap((candidates) => candidates.slice(place, place + 1));
    if (next.length === 0) break;
    chosen.push(...next.slice(0, choice.count - chosen.length));
  }
  return chosen.sort(byRank);
}

function byRank(one: ConstrainedCandidate, other: ConstrainedCandidate): number {
  return other.sum + other.progress.guidance - one.sum - one.progress.guidance;
}

/** The best continuations of one beam, and those that begin a phrase or go on with one. */
function ofBeam(choice: Choice, index: number): ConstrainedCandidate[] {
  const { required, columns, endToken, count, stepsLeft } = choice;
  const { ids, sum, progress } = choice.beams[index] as ConstrainedBeam;
  const row = choice.rows[index] as Float32Array;
  const best = bestColumn(row);
  if (best < 0) return [];
  const normalizer = logSumExp(row, row[best] as number);
  const found = new Map<number, number>();
  for (const token of nextTokens(progress, required, ids)) {
    const column = columns.columnOf(token);
    const logit = row[column] ?? Number.NEGATIVE_INFINITY;
    if (Number.isFinite(logit)) found.set(column, logit - normalizer);
  }
  const left = tokensLeft(progress, required);
  const hasRoom = stepsLeft > left;
  if (hasRoom || found.size === 0) {
    keepWhole(choice, progress, row);
    if (!isMet(progress)) row[columns.columnOf(endToken)] = Number.NEGATIVE_INFINITY;
    for (const { column } of bestCandidates([row], [0], count)) {
      found.set(column, (row[column] as number) - normalizer);
    }
  }
  const candidates = Array.from(found, ([column, logProbability]) => {
    const token = columns.idAt(column);
    const written = { token, logProbability, looks: choice.looks[index] };
    const next = token === endToken ? progress : advanced(progress, required, ids, written);
    return { beam: index, column, logProbability, sum: sum + logProbability, progress: next };
  });
  // Near the longest answer allowed there is room for the phrases alone.
  const onwards = candidates.filter((candidate) => tokensLeft(candidate.progress, required) < left);
  return hasRoom || onwards.length === 0 ? candidates : onwards;
}

/** Forbids what would make another word of the phrase that was just written. */
function keepWhole({ required, columns, endToken }: Choice, { justMet }: Progress, row: Float32Array): void {
  const mayPrecede = required[justMet]?.mayPrecede;
  if (mayPrecede === undefined) return;
  for (let column = 0; column < row.length; column++) {
    const token = columns.idAt(column);
    if (token !== endToken && !mayPrecede(token)) row[column] = Number.NEGATIVE_INFINITY;
  }
}
