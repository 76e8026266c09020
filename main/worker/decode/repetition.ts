/** Finding an answer that goes round in circles, as a sequence model does when its input says nothing more. */

export interface RunawayLimits {
  /** The longest circle looked for, in tokens. */
  readonly maxPeriod: number;
  /** Rounds that make a circle. */
  readonly minRounds: number;
  /** Tokens that all the rounds must have together, so that "no, no, no" stays. */
  readonly minTokens: number;
}

/** True where `ids` ends in the same tokens over and over. */
export function isRunaway(ids: readonly number[], limits: RunawayLimits): boolean {
  return runawayPeriod(ids, limits) > 0;
}

/**
 * How many of `ids` to keep: all but the further rounds of a circle at their end, of which the first
 * round stays; all of them where there is no circle.
 */
export function lengthBeforeRunaway(ids: readonly number[], limits: RunawayLimits): number {
  const period = runawayPeriod(ids, limits);
  return period === 0 ? ids.length : ids.length - repeatedTail(ids, period);
}

/** The shortest period that `ids` ends in for long enough; 0 where none does. */
function runawayPeriod(ids: readonly number[], { maxPeriod, minRounds, minTokens }: RunawayLimits): number {
  for (let period = 1; period <= maxPeriod; period++) {
    const tokens = repeatedTail(ids, period) + period;
    if (tokens >= period * minRounds && tokens >= minTokens) return period;
  }
  return 0;
}

/** How many tokens at the end equal the one `period` before them. */
function repeatedTail(ids: readonly number[], period: number): number {
  let count = 0;
  for (let at = ids.length - 1; at >= period && ids[at] === ids[at - period]; at--) count++;
  return count;
}
