/** Lines of a cue that can be read in time: not too long, of like length, ended where a reader pauses. */
import { pauseAfter } from './reading-pauses.ts';
import type { Range } from './token-ranges.ts';

/** What broadcasters' guidelines allow; letters of double width count twice. */
const longestLine = 42;

export interface LineWishes {
  /** How many lines the source has. */
  readonly lines: number;
  /** The width of its widest line, and of all of it in one. */
  readonly widest: number;
  readonly width: number;
  /** Places in `text` where the alignment says that its lines ended. */
  readonly aligned: readonly number[];
  /** BCP 47. */
  readonly language: string;
}

/**
 * The spaces of `text` that become line ends, in order.
 * @param text words of a cue without line ends
 */
export function lineEnds(text: string, wishes: LineWishes): Range[] {
  const limit = Math.max(longestLine, wishes.widest);
  const width = widthOf(text);
  const wasBrokenToFit = wishes.lines > 1 && wishes.width > longestLine;
  const fits = width <= (wishes.lines === 1 ? limit : longestLine);
  if (fits && (wishes.lines === 1 || wasBrokenToFit)) return [];
  const spaces = Array.from(text.matchAll(/\s+/g), ({ index = 0, 0: space }) => ({
    from: index,
    to: index + space.length,
  }));
  if (wishes.lines > 2) return manyLines(text, spaces, wishes, limit);
  const best = cheapest(spaces, (space) => costOf(text, space, wishes, limit));
  return best ? [best] : [];
}

/** As many lines as the source has, ended where they were: three lines are no subtitle but a list or a poem. */
function manyLines(
  text: string,
  spaces: readonly Range[],
  { lines, aligned }: LineWishes,
  limit: number,
): Range[] {
  const chosen: Range[] = [];
  let begin = 0;
  for (let line = 1; line < lines; line++) {
    const wish = aligned[line - 1] ?? (text.length * line) / lines;
    const rest = spaces.filter(({ from }) => from > begin);
    const best = cheapest(rest, ({ from }) => {
      return Math.abs(from - wish) + Math.max(0, widthOf(text.slice(begin, from)) - limit) * 5;
    });
    if (best === null) break;
    chosen.push(best);
    begin = best.to;
  }
  return chosen;
}

function cheapest(spaces: readonly Range[], cost: (space: Range) => number): Range | null {
  let best: { readonly space: Range; readonly cost: number } | null = null;
  for (const space of spaces) {
    const price = cost(space);
    if (best === null || price < best.cost) best = { space, cost: price };
  }
  return best?.space ?? null;
}

/** Letters too many weigh most; then the pause, then how unlike the lines are. */
function costOf(text: string, space: Range, { aligned, language }: LineWishes, limit: number): number {
  const [first, second] = [text.slice(0, space.from), text.slice(space.to)];
  const widths = [widthOf(first), widthOf(second)] as const;
  const tooMuch = widths.reduce((sum, width) => sum + Math.max(0, width - limit), 0);
  const unlike = Math.abs(widths[0] - widths[1]);
  const pause = pauseAfter(/\S+$/.exec(first)?.[0] ?? '', /^\S+/.exec(second)?.[0] ?? '', language);
  const isAligned = aligned.includes(space.from);
  return tooMuch * 20 + unlike * 0.5 - pause * 6 - (isAligned ? 8 : 0);
}

/** In letters of usual width. https://www.unicode.org/reports/tr11/ */
export function widthOf(text: string): number {
  const wide = text.match(
    /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Extended_Pictographic}/gu,
  );
  return [...text.replace(/\p{M}/gu, '')].length + (wide?.length ?? 0);
}
