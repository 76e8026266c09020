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
/** A column has at least so many rows; fewer are accidental. */
const columnRows = 2;
/** Rows that stand side by side for so large a share are a table's unless they are long. */
const tableShare = 0.7;
/** Lines of running text have at least so many words. */
const proseWords = 4;
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
  const { x, from, to } = cut;
  const side = (isLeft: boolean) =>
    rowsOf(
      rows
        .slice(from, to)
        .flat()
        .filter((run) => run.right <= x === isLeft),
    );
  const sides = backwards ? [side(false), side(true)] : [side(true), side(false)];
  return [rows.slice(0, from), ...sides, rows.slice(to)].flatMap((part) => regionsOf(part, backwards));
}

interface Cut {
  readonly x: number;
  readonly from: number;
  readonly to: number;
}

/** The gutter that parts most rows into two columns; null where there is none. */
function widestCut(rows: readonly Row[]): Cut | null {
  const edges = new Set(rows.flat().map(({ right }) => right));
  let best: Cut | null = null;
  let bestRows = 0;
  for (const x of edges) {
    for (const cut of stretchesWithout(rows, x)) {
      const parted = rows.slice(cut.from, cut.to);
      const count = parted.length;
      if (count > bestRows && isColumns(parted, x)) {
        best = cut;
        bestRows = count;
      }
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
    if (at > from) cuts.push({ x, from, to: at });
    from = at + 1;
  }
  return cuts;
}

/** Two columns, and not the cells of a table, whose rows are read across. */
function isColumns(rows: readonly Row[], x: number): boolean {
  const runs = rows.flat();
  const left = runs.filter((run) => run.right <= x);
  const right = runs.filter((run) => run.left > x);
  if (left.length < columnRows || right.length < columnRows) return false;
  const both = rows.filter((row) => row.some((run) => run.right <= x) && row.some((run) => run.left > x));
  if (both.length < columnRows) return false;
  const fewer = Math.min(left.length, right.length);
  const isProse = [left, right].every((part) => median(part.map(({ words }) => words.length)) >= proseWords);
  return isProse || both.length < tableShare * Math.max(fewer, rows.length);
}

/** The lines of one column; more room than usual between two begins a paragraph. */
function paragraphs(rows: readonly Row[], backwards: boolean): string {
  const height = median(rows.flat().map(({ top, bottom }) => bottom - top));
  const gaps = rows.slice(1).map((row, at) => space(rows[at] as Row, row));
  const wide = Math.max(median(gaps) * 1.5, median(gaps) + height * 0.4);
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
