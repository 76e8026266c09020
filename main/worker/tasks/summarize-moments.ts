/** When something in a recording's text was said. */
import type { SummarySource } from '../../../preload/summary.ts';

/**
 * Seconds into the recording at which the character `at` was said, in proportion within a moment; null where
 * the source is no recording.
 */
export function secondsAt({ moments = [] }: Pick<SummarySource, 'moments'>, at: number): number | null {
  if (moments.length === 0) return null;
  // The last moment that begins at or before it.
  let low = 0;
  let high = moments.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((moments[middle]?.range[0] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  const moment = moments[low];
  if (moment === undefined) return null;
  const [from, to] = moment.range;
  const share = to > from ? Math.min(1, Math.max(0, (at - from) / (to - from))) : 0;
  return moment.start + share * (moment.end - moment.start);
}
