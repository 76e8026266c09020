/**
 * Words with their places on a page → text in reading order: columns one after the other, rows of a
 * table or a list of settings across, a line for each line, a blank line between paragraphs.
 */

/** A word where it stands; edges in pixels from the upper left corner. */
export interface PlacedWord {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** How sure the recognizer is, 0–100. */
  readonly confidence: number;
  /** Words of one line, as the recognizer found it, share it; they come in the order of their writing. */
  readonly line: string;
}

/** Words that stand close together on one line. */
interface Run {
  readonly words: readonly PlacedWord[];
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
type Row = readonly Run[];

/** A gap between two words that is wider, in heights of the line, parts what does not belong together. */
const partingGap = 1.8;
/** A column has at least so many lines; fewer are accidental. */
const columnLines = 3;
/** Lines that stand side by side for so large a share are rows of a table, unless they are running text. */
const tableShare = 0.7;
/** A line of running text has at least so many words, and so large a share of letters. */
const proseWords = 4;
const proseLetters = 0.75;
/** What stands lower than so many lines' height under the left column is no part of it. */
const columnEnd = 2;
/** So much more room than usual, in heights of a line, begins a paragraph. */
const paragraphGap = 0.4;
const letters = /\p{L}/gu;
const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF]/;

/** What is written, with LF between lines and a blank line between paragraphs and columns. */
export function inReadingOrder(words: readonly PlacedWord[]): string {
  const runs = runsOf(words);
  if (runs.length === 0) return '';
  const backwards = words.filter(({ text }) => rightToLeft.test(text)).length * 2 > words.length;
  const regions = regionsOf(rowsOf(runs), backwards);
  return regions.map((rows) => paragraphs(rows, backwards)).join('\n\n');
}

/** The recognizer's lines, parted where a gap is too wide for a space. */
function runsOf(words: readonly PlacedWord[]): Run[] {
  const lines = new Map<string, PlacedWord[]>();
  for (const word of words) {
    const line = lines.get(word.line);
    if (line === undefined) lines.set(word.line, [word]);
    else line.push(word);
  }
  const runs: Run[] = [];
  for (const line of lines.values()) {
    const height = median(line.map(({ top, bottom }) => bottom - top));
    let from = 0;
    for (let at = 1; at <= line.length; at++) {
      const before = line[at - 1] as PlacedWord;
      const word = line[at];
      if (word !== undefined && gap(before, word) <= partingGap * height) continue;
      runs.push(runOf(line.slice(from, at)));
      from = at;
    }
  }
  return runs;
}

function gap(a: PlacedWord, b: PlacedWord): number {
  return Math.max(b.left - a.right, a.left - b.right);
}

function runOf(words: readonly PlacedWord[]): Run {
  return {
    words,
    left: Math.min(...words.map(({ left }) => left)),
    top: Math.min(...words.map(({ top }) => top)),
    right: Math.max(...words.map(({ right }) => right)),
    bottom: Math.max(...words.map(({ bottom }) => bottom)),
  };
}

/** Runs that stand beside each other, from the top down. */
function rowsOf(runs: readonly Run[]): Row[] {
  const sorted = [...runs].sort((a, b) => a.top + a.bottom - b.top - b.bottom);
  const rows: Run[][] = [];
  for (const run of sorted) {
    const row = rows[rows.length - 1];
    const last = row?.[0];
    if (row !== undefined && last !== undefined && isBeside(last, run)) row.push(run);
    else rows.push([run]);
  }
  return rows;
}

/** Whether the middles of the two are nearer than half the height of the lower one. */
function isBeside(a: Run, b: Run): boolean {
  const height = Math.min(a.bottom - a.top, b.bottom - b.top);
  return Math.abs(a.top + a.bottom - b.top - b.bottom) / 2 < height / 2;
}

/** The columns of the page, each as its rows, in the order they are read. */
function regionsOf(rows: readonly Row[], backwards: boolean): Row[][] {
  const cut = widestCut(rows);
  if (cut === null) return rows.length === 0 ? [] : [[...rows]];
  const { from, to, left, right } = cut;
  const sides = backwards ? [right, left] : [left, right];
  const parts = [rows.slice(0, from), ...sides.map(rowsOf), rows.slice(to)];
  return parts.flatMap((part) => regionsOf(part, backwards));
}

/** Rows from `from` to `to` that are two columns. */
interface Cut {
  readonly from: number;
  readonly to: number;
  readonly left: readonly Run[];
  readonly right: readonly Run[];
}

/** The gutter that parts most lines into two columns; null where there is none. */
function widestCut(rows: readonly Row[]): Cut | null {
  const edges = new Set(rows.flat().map(({ right }) => right));
  let best: Cut | null = null;
  let most = 0;
  for (const x of edges) {
    for (const cut of stretchesWithout(rows, x)) {
      const runs = Math.min(cut.left.length, cut.right.length);
      if (runs <= most || !isColumns(rows.slice(cut.from, cut.to), cut)) continue;
      best = cut;
      most = runs;
    }
  }
  return best;
}

/** Where, from row to row, nothing is written across `x`. */
function stretchesWithout(rows: readonly Row[], x: number): Cut[] {
  const cuts: Cut[] = [];
  let from = 0;
  for (let at = 0; at <= rows.length; at++) {
    const row = rows[at];
    if (row?.every((run) => run.right <= x || run.left > x) === true) continue;
    const cut = trimmed(rows, x, from, at);
    if (cut !== null) cuts.push(cut);
    from = at + 1;
  }
  return cuts;
}

/** Without the rows above both columns, and below them on the left, which are read before and after. */
function trimmed(rows: readonly Row[], x: number, start: number, end: number): Cut | null {
  const isOn = (row: Row, isLeft: boolean) => row.some((run) => run.right <= x === isLeft);
  const hasBoth = (from: number, to: number) =>
    [true, false].every((side) => rows.slice(from, to).some((row) => isOn(row, side)));
  let [from, to] = [start, end];
  // A title stands above the first line that has something beside it, or close by.
  while (from < to && hasBoth(from + 1, to) && !isNear(rows, from) && !isShared(rows[from], isOn)) from++;
  while (from < to && hasBoth(from, to - 1) && !isNear(rows, to - 2) && !isOn(rows[to - 1] ?? [], false))
    to--;
  const runs = rows.slice(from, to).flat();
  const left = runs.filter((run) => run.right <= x);
  const right = runs.filter((run) => run.left > x);
  return left.length === 0 || right.length === 0 ? null : { from, to, left, right };
}

function isShared(row: Row | undefined, isOn: (row: Row, isLeft: boolean) => boolean): boolean {
  return row !== undefined && isOn(row, true) && isOn(row, false);
}

/** Whether row number `at` and the next are lines of one text, as far as the room between them tells. */
function isNear(rows: readonly Row[], at: number): boolean {
  const [above, below] = [rows[at], rows[at + 1]];
  if (above === undefined || below === undefined) return false;
  const height = median([...above, ...below].map(({ top, bottom }) => bottom - top));
  return space(above, below) < columnEnd * height;
}

/** Two columns that stand beside each other, and not the cells of a table, whose rows are read across. */
function isColumns(rows: readonly Row[], { left, right }: Cut): boolean {
  const [leftRows, rightRows] = [left, right].map((side) =>
    rows.filter((row) => row.some((run) => side.includes(run))),
  ) as [Row[], Row[]];
  const fewer = Math.min(leftRows.length, rightRows.length);
  if (fewer < columnLines || !standBeside(left, right)) return false;
  if (isProse(left) && isProse(right)) return true;
  return leftRows.filter((row) => rightRows.includes(row)).length < tableShare * fewer;
}

/** Whether more than half of the lower column has the other one beside it. */
function standBeside(left: readonly Run[], right: readonly Run[]): boolean {
  const [a, b] = [left, right].map((runs) => ({
    top: Math.min(...runs.map(({ top }) => top)),
    bottom: Math.max(...runs.map(({ bottom }) => bottom)),
  })) as [{ top: number; bottom: number }, { top: number; bottom: number }];
  const shared = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return shared * 2 > Math.min(a.bottom - a.top, b.bottom - b.top);
}

function isProse(runs: readonly Run[]): boolean {
  if (median(runs.map(({ words }) => words.length)) < proseWords) return false;
  const text = runs.flatMap(({ words }) => words.map((word) => word.text)).join('');
  return (text.match(letters)?.length ?? 0) >= proseLetters * text.length;
}

/** The lines of one column; more room than usual between two begins a paragraph. */
function paragraphs(rows: readonly Row[], backwards: boolean): string {
  const height = median(rows.flat().map(({ top, bottom }) => bottom - top));
  const gaps = rows.slice(1).map((row, at) => space(rows[at] as Row, row));
  // The narrowest quarter is the room within a paragraph, however short paragraphs are.
  const usual = [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length / 4)] ?? 0;
  const wide = Math.max(usual * 1.5, usual + height * paragraphGap);
  return rows
    .map(
      (row, at) =>
        `${at === 0 ? '' : (gaps[at - 1] as number) > wide ? '\n\n' : '\n'}${lineOf(row, backwards)}`,
    )
    .join('');
}

function space(above: Row, below: Row): number {
  return Math.min(...below.map(({ top }) => top)) - Math.max(...above.map(({ bottom }) => bottom));
}

function lineOf(row: Row, backwards: boolean): string {
  const runs = [...row].sort((a, b) => (backwards ? b.left - a.left : a.left - b.left));
  return runs.map(({ words }) => words.map(({ text }) => text).join(' ')).join(' ');
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
