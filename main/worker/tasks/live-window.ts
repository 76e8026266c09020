/**
 * Which audio a live hypothesis is made of. The window begins at a settled word, not at the cut
 * itself: the decoder is given the words of the audio before the new speech, so that it hears the new
 * words in their sentence, and the window stays short however long somebody speaks without a pause.
 */
import type { HeardWord } from './recognise.ts';

export interface LiveWindow {
  /** Seconds into the stream. */
  readonly from: number;
  /** Settled words that the window begins with. */
  readonly prefix: readonly HeardWord[];
}

/** A longer silence parts what was said. */
const longestGapSeconds = 1.5;
/** Kept before the first word, as before any speech. */
const rollSeconds = 0.5;

/**
 * The window for speech that begins, or goes on, at `speechStart` after the settled words `said`.
 * @param stretchStart where the audio of the stretch begins, half a second before its first word
 * @param contextSeconds settled speech kept before the new: enough for a phrase
 */
export function chooseWindow(
  said: readonly HeardWord[],
  stretchStart: number,
  speechStart: number,
  contextSeconds: number,
): LiveWindow {
  let reached = speechStart;
  let first = said.length;
  for (let index = said.length - 1; index >= 0; index--) {
    const word = said[index] as HeardWord;
    if (reached - word.end > longestGapSeconds || speechStart - word.start > contextSeconds) break;
    reached = word.start;
    first = index;
  }
  first = bestStart(said, first);
  const head = said[first];
  if (head === undefined) return { from: Math.max(stretchStart, said.at(-1)?.end ?? 0), prefix: [] };
  const before = said[first - 1]?.end ?? 0;
  return { from: Math.max(before, head.start - rollSeconds), prefix: said.slice(first) };
}

/** Of the words from `first` on, the one that a window best begins with: after a full stop, else after the widest gap. */
function bestStart(said: readonly HeardWord[], first: number): number {
  let best = first;
  let bestGap = -1;
  for (let index = first; index < said.length - 2; index++) {
    const word = said[index] as HeardWord;
    const before = said[index - 1];
    const gap = before === undefined ? rollSeconds : word.start - before.end;
    const value = gap + (before !== undefined && /[.?!]$/.test(before.text) ? 1 : 0);
    if (value > bestGap) {
      best = index;
      bestGap = value;
    }
  }
  return best;
}
