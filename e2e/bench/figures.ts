/** What the benchmark reports, made out of the timings of both sides. */
import type { ClipTiming } from './messages.ts';
import type { SideResult } from './peers.ts';

/** One line of the report; `ratio` above 1 where ours is better. */
export interface Figure {
  readonly name: string;
  readonly peer: string;
  readonly ours: number;
  readonly theirs: number;
  readonly ratio: number;
  readonly unit: string;
}

/** Medians, so that what else the machine did meanwhile counts little. */
export function figuresOf(ours: SideResult, theirs: SideResult): Figure[] {
  const figure = (name: string, unit: string, measure: (side: SideResult) => number): Figure => {
    const mine = measure(ours);
    const other = measure(theirs);
    return {
      name,
      peer: theirs.name,
      ours: round(mine),
      theirs: round(other),
      ratio: round(other / mine),
      unit,
    };
  };
  return [
    figure('decode step', 'ms', ({ timings }) =>
      median(timings.flat().flatMap((timing) => timing.stepMilliseconds)),
    ),
    figure('clip', 'ms', (side) => meanOfMedians(side, (timing) => timing.milliseconds)),
    figure('processor time per clip', 'ms', (side) =>
      meanOfMedians(side, (timing) => timing.cpuMilliseconds),
    ),
    figure('peak memory', 'MiB', (side) => side.peakMiB),
  ];
}

/** How many clips both sides wrote the same tokens for. */
export function equalClips(ours: SideResult, theirs: SideResult): number {
  const written = (side: SideResult, clip: number) => side.timings[clip]?.[0]?.ids.join(' ');
  return ours.timings.filter((_, clip) => written(ours, clip) === written(theirs, clip)).length;
}

/** A table for people. */
export function formatFigures(figures: readonly Figure[]): string {
  const rows = [
    ['', 'ours', figures[0]?.peer ?? '', 'ratio'],
    ...figures.map(({ name, ours, theirs, ratio, unit }) => [
      name,
      `${ours} ${unit}`,
      `${theirs} ${unit}`,
      `${ratio} ×`,
    ]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}

function meanOfMedians({ timings }: SideResult, measure: (timing: ClipTiming) => number): number {
  return timings.reduce((sum, rounds) => sum + median(rounds.map(measure)), 0) / timings.length;
}

/** The one in the middle, or between the two there. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** To three digits. */
export function round(value: number): number {
  return Number(value.toPrecision(3));
}
