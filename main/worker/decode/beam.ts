/**
 * Beam search: the best few sequences are kept at each step. A sequence that ends leaves its place
 * in the beam, so the search narrows and ends by itself.
 */
import { bestCandidates, type Candidate } from './candidates.ts';
import { columnsOf } from './columns.ts';
import type { BeamSearch, Decoder, Decoding, Encoded, Hypothesis, LogitsRule, Step } from './decoder.ts';

/** A sequence that is still being written; `sum` is that of its log-probabilities. */
interface Beam {
  readonly ids: readonly number[];
  readonly logProbabilities: readonly number[];
  readonly attention: readonly Float32Array[];
  readonly sum: number;
}

/** Steps of the leading hypothesis, then the n best; see `decode`. */
export async function* beamSearch(
  decoder: Decoder,
  encoded: Encoded,
  search: BeamSearch,
  rules: readonly LogitsRule[],
  signal: AbortSignal | undefined,
): Decoding {
  const { endToken, startToken, maxTokens } = search;
  const columns = columnsOf(decoder.vocabulary?.(encoded));
  const finished: Hypothesis[] = [];
  let beams: readonly Beam[] = [{ ids: [], logProbabilities: [], attention: [], sum: 0 }];
  let newest = new Int32Array(search.beams).fill(startToken);
  let state = decoder.start(encoded, search.beams);

  for (let position = 0; position < maxTokens; position++) {
    if (signal?.aborted) throw signal.reason;
    const output = await decoder.step(newest, position, state);
    const rows = rowsOf(output.logits, newest.length).slice(0, beams.length);
    rows.forEach((row, beam) => {
      const { ids } = beams[beam] as Beam;
      for (const rule of rules) rule(row, { ids, endToken, ...columns });
    });
    const sums = beams.map(({ sum }) => sum);
    const candidates = bestCandidates(rows, sums, search.beams - finished.length);
    if (candidates.length === 0) throw new Error('no token is left to choose');

    const attention = output.attention ? rowsOf(output.attention.data, newest.length) : [];
    const going = candidates.filter(({ column }) => columns.idAt(column) !== endToken);
    for (const candidate of candidates) {
      if (!going.includes(candidate)) finished.push(ended(beams[candidate.beam] as Beam, candidate, search));
    }
    const next = going.map((candidate) => {
      const parent = beams[candidate.beam] as Beam;
      return extended(parent, candidate, columns.idAt(candidate.column), attention[candidate.beam]);
    });
    yield leadingStep(candidates, going, next, beams, endToken);
    beams = canStillWin(next, finished, search) ? next : [];
    if (beams.length === 0) break;
    state = decoder.reorder(
      output.state,
      Int32Array.from(going, ({ beam }) => beam),
    );
    newest = Int32Array.from(beams, ({ ids }) => ids[ids.length - 1] as number);
  }
  for (const beam of beams) finished.push(cut(beam, search));
  return finished.sort((a, b) => b.score - a.score).slice(0, search.hypotheses ?? 1);
}

/** The rows of a `[count, …]` array, as views. */
function rowsOf(data: Float32Array, count: number): Float32Array[] {
  const width = data.length / count;
  return Array.from({ length: count }, (_, row) => data.subarray(row * width, (row + 1) * width));
}

function extended(parent: Beam, candidate: Candidate, token: number, attention?: Float32Array): Beam {
  return {
    ids: [...parent.ids, token],
    logProbabilities: [...parent.logProbabilities, candidate.logProbability],
    attention: attention ? [...parent.attention, attention.slice()] : parent.attention,
    sum: candidate.sum,
  };
}

function ended(beam: Beam, { logProbability, sum }: Candidate, { lengthPenalty }: BeamSearch): Hypothesis {
  const { ids, logProbabilities, attention } = beam;
  const score = sum / (ids.length + 1) ** lengthPenalty;
  return { ids, logProbabilities, endLogProbability: logProbability, ending: 'end', score, attention };
}

function cut({ ids, logProbabilities, attention, sum }: Beam, { lengthPenalty }: BeamSearch): Hypothesis {
  const score = sum / Math.max(1, ids.length) ** lengthPenalty;
  return { ids, logProbabilities, endLogProbability: 0, ending: 'cap', score, attention };
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
 * that a length penalty can give back is that of the longest answer allowed.
 */
function canStillWin(
  beams: readonly Beam[],
  finished: readonly Hypothesis[],
  { hypotheses = 1, lengthPenalty, maxTokens }: BeamSearch,
): boolean {
  if (finished.length < hypotheses) return true;
  const worst = finished.map(({ score }) => score).sort((a, b) => b - a)[hypotheses - 1] as number;
  return beams.some(({ ids, sum }) => {
    const length = lengthPenalty > 0 ? maxTokens + 1 : ids.length;
    return sum / Math.max(1, length) ** lengthPenalty > worst;
  });
}
