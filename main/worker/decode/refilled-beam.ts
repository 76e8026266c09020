/**
 * Beam search that keeps its width: where a sequence ends, the next best takes its place, and the search
 * goes on until no better answer is to be expected. Models whose settings were tuned for it are published
 * with it (Wolf et al. 2020, "Transformers"); the scores and the moment to stop are as there.
 */
import { bestCandidates, type Candidate } from './candidates.ts';
import { type Columns, columnsOf } from './columns.ts';
import type { BeamSearch, Decoder, Decoding, Encoded, Hypothesis, LogitsRule, Step } from './decoder.ts';
import { normalize } from './distribution.ts';
import { readPrompt } from './prompt.ts';

/** A sequence that is still being written; `sum` is that of its log-probabilities. */
interface Beam {
  readonly ids: readonly number[];
  readonly logProbabilities: readonly number[];
  readonly attention: readonly Float32Array[];
  readonly sum: number;
}

/** What went on in one step. */
interface Round {
  /** Twice as many as beams, best first: enough to go on with, even if all beams end. */
  readonly candidates: readonly Candidate[];
  readonly ends: (candidate: Candidate) => boolean;
  readonly extended: (candidate: Candidate) => Beam;
}

/** Steps of the leading hypothesis, then the n best; see `decode`. */
export async function* refilledBeamSearch(
  decoder: Decoder,
  encoded: Encoded,
  search: BeamSearch,
  stop: NonNullable<BeamSearch['refill']>,
  rules: readonly LogitsRule[],
  signal: AbortSignal | undefined,
): Decoding {
  const { maxTokens } = search;
  const columns = columnsOf(decoder.vocabulary?.(encoded));
  let answers: readonly Hypothesis[] = [];
  let beams: readonly Beam[] = [{ ids: [], logProbabilities: [], attention: [], sum: 0 }];
  const begun = await readPrompt(decoder, encoded, search, 1, signal);
  let { newest, state } = begun;

  for (let position = 0; position < maxTokens; position++) {
    if (signal?.aborted) throw signal.reason;
    const output = await decoder.step(newest, begun.position + position, state);
    const looks = output.attention ? rowsOf(output.attention.data, beams.length) : [];
    const { candidates, ends, extended } = roundOf(
      rowsOf(output.logits, beams.length),
      { beams, looks, columns },
      search,
      rules,
    );
    if (candidates.length === 0) throw new Error('no token is left to choose');

    const isLast = position + 1 === maxTokens;
    const finished = candidates.filter((one, rank) => rank < search.beams && (isLast || ends(one)));
    answers = best(
      [
        ...answers,
        ...finished.map((one) => answerOf(extended(one), one, ends(one), beams[one.beam] as Beam, search)),
      ],
      search.beams,
    );
    const going = isLast ? [] : candidates.filter((one) => !ends(one)).slice(0, search.beams);
    const next = going.map(extended);
    yield stepOf(candidates[0] as Candidate, beams, extended, ends, search.endToken);
    if (next.length === 0 || !mayImprove(next[0] as Beam, answers, stop, search)) break;
    beams = next;
    state = decoder.reorder(
      output.state,
      Int32Array.from(going, ({ beam }) => beam),
    );
    newest = Int32Array.from(beams, ({ ids }) => ids[ids.length - 1] as number);
  }
  return best(answers, search.hypotheses ?? 1);
}

function roundOf(
  rows: readonly Float32Array[],
  { beams, looks, columns }: { beams: readonly Beam[]; looks: readonly Float32Array[]; columns: Columns },
  { endToken, beams: width, scores }: BeamSearch,
  rules: readonly LogitsRule[],
): Round {
  const areNormalized = scores === 'before-rules';
  rows.forEach((row, beam) => {
    // Also where they are compared after the rules: one that multiplies must find log-probabilities.
    normalize(row);
    for (const rule of rules) rule(row, { ids: (beams[beam] as Beam).ids, endToken, ...columns });
  });
  const sums = beams.map(({ sum }) => sum);
  return {
    candidates: bestCandidates(rows, sums, 2 * width, areNormalized),
    ends: ({ column }) => columns.idAt(column) === endToken,
    extended: ({ beam, column, logProbability, sum }) => {
      const { ids, logProbabilities, attention } = beams[beam] as Beam;
      const look = looks[beam];
      return {
        ids: [...ids, columns.idAt(column)],
        logProbabilities: [...logProbabilities, logProbability],
        attention: look ? [...attention, look.slice()] : attention,
        sum,
      };
    },
  };
}

/** The rows of a `[count, …]` array, as views. */
function rowsOf(data: Float32Array, count: number): Float32Array[] {
  const width = data.length / count;
  return Array.from({ length: count }, (_, row) => data.subarray(row * width, (row + 1) * width));
}

/** A sequence that ended, or was cut with its last token; the end token counts in its length. */
function answerOf(
  whole: Beam,
  { logProbability, sum }: Candidate,
  isEnd: boolean,
  before: Beam,
  search: BeamSearch,
): Hypothesis {
  const { ids, logProbabilities, attention } = isEnd ? before : whole;
  return {
    ids,
    logProbabilities,
    attention,
    endLogProbability: isEnd ? logProbability : 0,
    ending: isEnd ? 'end' : 'cap',
    score: scoreOf(sum, whole.ids.length, search),
  };
}

function best(answers: readonly Hypothesis[], count: number): readonly Hypothesis[] {
  return [...answers].sort((one, other) => other.score - one.score).slice(0, count);
}

function scoreOf(sum: number, tokens: number, { lengthPenalty }: BeamSearch): number {
  return sum / tokens ** lengthPenalty;
}

function mayImprove(
  leading: Beam,
  answers: readonly Hypothesis[],
  stop: NonNullable<BeamSearch['refill']>,
  search: BeamSearch,
): boolean {
  const worst = answers[search.beams - 1];
  if (worst === undefined) return true;
  if (stop === 'full') return false;
  const isLongerBetter = stop === 'impossible' && search.lengthPenalty > 0;
  const tokens = isLongerBetter ? search.maxTokens : leading.ids.length;
  return scoreOf(leading.sum, tokens, search) > worst.score;
}

/** What the best candidate of this step did, for whoever watches. */
function stepOf(
  leading: Candidate,
  beams: readonly Beam[],
  extended: Round['extended'],
  ends: Round['ends'],
  endToken: number,
): Step {
  const { logProbability } = leading;
  if (ends(leading)) return { token: endToken, logProbability, ids: (beams[leading.beam] as Beam).ids };
  const { ids, attention } = extended(leading);
  const step = { token: ids[ids.length - 1] as number, logProbability, ids };
  const row = attention[attention.length - 1];
  return row ? { ...step, attention: row } : step;
}
