/** A summary as text, Markdown or JSON; the command line and the window write the same. */
import type { Digest, SummaryPoint } from '../preload/summary.ts';
import type { SummaryFormat } from '../preload/summary-calls.ts';
import { keptWords, type LengthChoice, pointsOf } from '../preload/summary-length.ts';

/** What a file of each format is called and served as. */
export const summaryFacts: Readonly<Record<SummaryFormat, { extension: string; mimeType: string }>> = {
  text: { extension: 'txt', mimeType: 'text/plain' },
  markdown: { extension: 'md', mimeType: 'text/markdown' },
  json: { extension: 'json', mimeType: 'application/json' },
};

/** A point with the text that it came from. */
export interface PlacedPoint extends SummaryPoint {
  /** Number of its text, where several make one digest; from 0. */
  readonly textNumber: number;
}

/** What is written of one digest. */
export interface SummaryDocument {
  /** The file's name; empty for what has none. Of several texts in one digest: what they are called together. */
  readonly file: string;
  /** Words in the source. */
  readonly read: number;
  readonly points: readonly PlacedPoint[];
  /** What each of its texts is called where it has several; one or none: they are not told apart. */
  readonly textNames?: readonly string[];
}

/**
 * The points of a digest that are shown, in the order of the source, each with its speaker or time before it.
 * A model's own words are always all of them, and have no original.
 * @param clean without what was cleaned away; else as it was said
 */
export function shownPoints(digest: Digest, length: LengthChoice, clean = true): PlacedPoint[] {
  if (digest.kind === 'written') {
    return digest.sentences.map((sentence) => ({ ...sentence, original: '', textNumber: 0 }));
  }
  return pointsOf(digest, length).map((sentence) => {
    const { text, original, prefix, source, seconds, confidence, textNumber } = sentence;
    const words = clean ? text : original;
    return {
      text: prefix === '' ? words : `${prefix} ${words}`,
      ...{ original, source, seconds, confidence, textNumber },
    };
  });
}

/** One point on each line; those of one text together, where there are several. */
export function summaryAsText(summary: SummaryDocument): string {
  return grouped(summary)
    .map(({ name, points }) => {
      const lines = points.map(({ text }) => `${oneLine(text)}\n`).join('');
      return name === null ? lines : `${oneLine(name)}\n${lines}`;
    })
    .join('\n');
}

/** A list, with the time of what was said in a recording; a heading for each text, where there are several. */
export function summaryAsMarkdown(summary: SummaryDocument): string {
  return grouped(summary)
    .map(({ name, points }) => {
      const lines = points.map(({ text, seconds }) => `- ${timeMark(seconds)}${escaped(oneLine(text))}\n`);
      return `${name === null ? '' : `## ${escaped(oneLine(name))}\n\n`}${lines.join('')}`;
    })
    .join('\n');
}

/** An array, one object for each digest. */
export function summaryAsJson(summaries: readonly SummaryDocument[]): string {
  const records = summaries.map(({ file, read, points, textNames = [] }) => ({
    file,
    read,
    kept: keptWords(points),
    points: points.map((point) => ({
      text: point.text,
      original: point.original,
      source: point.source,
      seconds: point.seconds === null ? null : rounded(point.seconds, 1000),
      confidence: rounded(point.confidence, 10_000),
      ...(textNames.length > 1 ? { from: textNames[point.textNumber] ?? '' } : {}),
    })),
  }));
  return `${JSON.stringify(records, null, 2)}\n`;
}

interface Group {
  readonly name: string | null;
  readonly points: readonly PlacedPoint[];
}

/** A text of which nothing was chosen is not named. */
function grouped({ points, textNames = [] }: SummaryDocument): Group[] {
  if (textNames.length < 2) return points.length === 0 ? [] : [{ name: null, points }];
  return textNames
    .map((name, number) => ({ name, points: points.filter(({ textNumber }) => textNumber === number) }))
    .filter((group) => group.points.length > 0);
}

function timeMark(seconds: number | null): string {
  if (seconds === null) return '';
  const whole = Math.floor(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const parts = [...(hours > 0 ? [hours] : []), minutes, whole % 60];
  return `[${parts.map((part) => String(part).padStart(2, '0')).join(':')}] `;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** What would be markup, or begin a list or a heading, is not meant as such. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>]/g, '\\$&').replace(/^(#{1,6}|[-+]|\d+[.)])(?=\s|$)/, '\\$1');
}

function rounded(value: number, steps: number): number {
  return Math.round(value * steps) / steps;
}
