/**
 * Beam search: the best few sequences are kept at each step. A sequence that ends leaves its place
 * in the beam, so the search narrows and ends by itself.
 */
import { bestCandidates, type Candidate } from './candidates.ts';
import { columnsOf } from './columns.ts';
import type { BeamSearch, Decoder, Decoding, Encoded, Hypothesis, LogitsRule, Step } from './decoder.ts';
import { normalize } from './distribution.ts';
import { readPrompt } from './prompt.ts';
import { isMet, noProgress, type Progress } from './required.ts';
import { requiredCandidates } from './required-candidates.ts';

/** A sequence that is still being written; `sum` is that of its log-probabilities. */
interface Beam {
  readonly ids: readonly number[];
  readonly logProbabilities: readonly number[];
  readonly attention: readonly Float32Array[];
  readonly sum: number;
  /** With the phrases that the answer must hold. */
  readonly progress: Progress;
}

/** An answer, and what it is compared by: its score where no phrase is required. */
interface Finished {
  readonly hypothesis: Hypothesis;
  readonly rank: number;
  /** It holds all that is required. */
  readonly isWhole: boolean;
}

/** Steps of the leading hypothesis, then the n best; see `decode`. */
export async function* beamSearch(
  decoder: Decoder,
  encoded: Encoded,
  search: BeamSearch,
  rules: readonly LogitsRule[],
  signal: AbortSignal | undefined,
): Decoding {
  const { endToken, maxTokens, required = [] } = search;
  const columns = columnsOf(decoder.vocabulary?.(encoded));
  const finished: Finished[] = [];
  const progress = noProgress(required);
  let beams: readonly Beam[] = [{ ids: [], logProbabilities: [], attention: [], sum: 0, progress }];
  const begun = await readPrompt(decoder, encoded, search, search.beams, signal);
  let { newest, state } = begun;

  for (let position = 0; position < maxTokens; position++) {
    if (signal?.aborted) throw signal.reason;
    const output = await decoder.step(newest, begun.position + position, state);
    const rows = rowsOf(output.logits, newest.length).slice(0, beams.length);
    rows.forEach((row, beam) => {
      const { ids } = beams[beam] as Beam;
      if (search.scores === 'before-rules') normalize(row);
      for (const rule of rules) rule(row, { ids, endToken, ...columns });
    });
    const looks = output.attention ? rowsOf(output.attention.data, newest.length) : [];
    const count = search.beams - finished.length;
    const stepsLeft = maxTokens - position;
    const candidates: readonly (Candidate & { readonly progress?: Progress })[] =
      required.length > 0
        ? requiredCandidates({ required, beams, rows, looks, columns, endToken, count, stepsLeft })
        : bestCandidates(rows, sumsOf(beams), count, search.scores === 'before-rules');
    if (candidates.length === 0) throw new Error('no token is left to choose');

    const going = candidates.filter(({ column }) => columns.idAt(column) !== endToken);
    for (const candidate of candidates) {
      if (!going.includes(candidate)) finished.push(ended(beams[candidate.beam] as Beam, candidate, search));
    }
    const next = going.map((candidate) => {
      const parent = beams[candidate.beam] as Beam;
      return extended(parent, candidate, columns.idAt(candidate.column), looks[candidate.beam]);
    });
    yield leadingStep(candidates, going, next, beams, endToken);
    beams = canStillWin(next, finished, search) ? next : [];
    if (beams.length === 0) break;
    const from = Int32Array.from(going, ({ beam }) => beam);
    state = decoder.reorder(output.state, from);
    newest = Int32Array.from(beams, ({ ids }) => ids[ids.length - 1] as number);
  }
  for (const beam of beams) finished.push(cut(beam, search));
  return best(finished, search.hypotheses ?? 1);
}

function sumsOf(beams: readonly Beam[]): number[] {
  return beams.map(({ sum }) => sum);
}

/** The best answers; those that lack a required phrase only where all do. */
function best(finished: readonly Finished[], count: number): Hypothesis[] {
  const whole = finished.filter(({ isWhole }) => isWhole);
  return [...(whole.length > 0 ? whole : finished)]
    .sort((one, other) => other.rank - one.rank)
    .slice(0, count)
    .map(({ hypothesis }) => hypothesis);
}

/** The rows of a `[count, …]` array, as views. */
function rowsOf(data: Float32Array, count: number): Float32Array[] {
  const width = data.length / count;
  return Array.from({ length: count }, (_, row) => data.subarray(row * width, (row + 1) * width));
}

function extended(
  parent: Beam,
  candidate: Candidate & { readonly progress?: Progress },
  token: number,
  attention?: Float32Array,
): Beam {
  return {
    ids: [...parent.ids, token],
    logProbabilities: [...parent.logProbabilities, candidate.logProbability],
    attention: attention ? [...parent.attention, attention.slice()] : parent.attention,
    sum: candidate.sum,
    progress: candidate.progress ?? parent.progress,
  };
}

function ended(beam: Beam, { logProbability, sum }: Candidate, search: BeamSearch): Finished {
  const { ids, logProbabilities, attention } = beam;
  const score = scoreOf(sum, ids.length + 1, search);
  return {
    hypothesis: { ids, logProbabilities, endLogProbability: logProbability, ending: 'end', score, attention },
    rank: rankOf(beam, sum, ids.length + 1, search),
    isWhole: isMet(beam.progress),
  };
}

function cut(beam: Beam, search: BeamSearch): Finished {
  const { ids, logProbabilities, attention, sum } = beam;
  const score = scoreOf(sum, ids.length, search);
  return {
    hypothesis: { ids, logProbabilities, endLogProbability: 0, ending: 'cap', score, attention },
    rank: rankOf(beam, sum, ids.length, search),
    isWhole: isMet(beam.progress),
  };
}

function scoreOf(sum: number, tokens: number, { lengthPenalty }: BeamSearch): number {
  return sum / Math.max(1, tokens) ** lengthPenalty;
}

/** What answers are compared by. */
function rankOf({ progress, attention }: Beam, sum: number, tokens: number, search: BeamSearch): number {
  const { lengthReward = 0, coveragePenalty = 0 } = search;
  const uncovered = coveragePenalty > 0 ? coveragePenalty * coverageOf(attention) : 0;
  return scoreOf(sum + progress.guidance + uncovered, tokens, search) + tokens * lengthReward;
}

/** A source place that was looked at less counts no more than one that was looked at this much. */
const leastCover = 0.1;

/** Sum of the logarithms of how much each source place was looked at, once at the most. */
function coverageOf(attention: readonly Float32Array[]): number {
  const cover = new Float32Array(attention[0]?.length ?? 0);
  for (const looks of attention)
    for (const [place, share] of looks.entries()) cover[place] = (cover[place] ?? 0) + share;
  return cover.reduce((total, share) => total + Math.log(Math.min(1, Math.max(leastCover, share))), 0);
}

/** What the best candidate of this step did, for whoever watches. */
function leadingStep(
  candidates: readonly Candidate[],
  going: readonly Candidate[],
  next: readonly Beam[],
  beams: readonly Beam[],
  endToken: number,
): Step {
  const leading = candidates[0] as Candidate;
  const { logProbability } = leading;
  if (leading !== going[0]) {
    return { token: endToken, logProbability, ids: (beams[leading.beam] as Beam).ids };
  }
  const { ids, attention } = next[0] as Beam;
  const step = { token: ids[ids.length - 1] as number, logProbability, ids };
  const row = attention[attention.length - 1];
  return row ? { ...step, attention: row } : step;
}

/**
 * False once no beam can reach the answers already found: log-probabilities only go down, and the most
 * that a length penalty can give back is that of the longest answer allowed. With required phrases,
 * where every answer is unlikely and that bound of no use, a beam counts as long as it is now.
 */
function canStillWin(beams: readonly Beam[], finished: readonly Finished[], search: BeamSearch): boolean {
  const { hypotheses = 1, lengthPenalty, maxTokens, required = [] } = search;
  if (finished.length < hypotheses) return true;
  const worst = finished.map(({ rank }) => rank).sort((a, b) => b - a)[hypotheses - 1] as number;
  return beams.some((beam) => {
    const { ids, sum } = beam;
    if (required.length > 0) return !isMet(beam.progress) || rankOf(beam, sum, ids.length, search) > worst;
    return scoreOf(sum, lengthPenalty > 0 ? maxTokens + 1 : ids.length, search) > worst;
  });
}
