/** A summary as text, Markdown or JSON; the command line and the window write the same. */
import type { CharacterRange, Digest, SummaryPoint } from '../preload/summary.ts';
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

/** A text that a digest was made of. */
export interface NamedText {
  /** Null for what has no name. */
  readonly file: string | null;
  readonly text: string;
}

/** A point in JSON; the positions are UTF-16 code units of the text that was read. */
export interface PointRecord {
  readonly text: string;
  readonly original: string;
  readonly source: CharacterRange;
  readonly seconds: number | null;
  readonly confidence: number;
  /** Where several texts make one digest. */
  readonly file?: string | null;
}

/** One digest in JSON. */
export interface SummaryRecord {
  /** Null for what has no name, and for several texts. */
  readonly file: string | null;
  /** Words. */
  readonly read: number;
  readonly kept: number;
  readonly points: readonly PointRecord[];
}

/**
 * What is shown of a digest that was made of `texts`. A speaker or time before a sentence belongs to its point;
 * a model's own words have the stretch that they were written from as their original.
 * @param clean without what was cleaned away; else as it was said
 */
export function summaryRecord(
  digest: Digest,
  length: LengthChoice,
  texts: readonly NamedText[],
  clean = true,
): SummaryRecord {
  const file = texts.length > 1 ? null : (texts[0]?.file ?? null);
  if (digest.kind === 'written') {
    const whole = texts.map(({ text }) => text).join('\n\n');
    const points = digest.sentences.map((one) => ({ ...one, original: whole.slice(...one.source) }));
    return { file, read: digest.read, kept: keptWords(points), points: points.map(pointRecord) };
  }
  const chosen = pointsOf(digest, length).map((sentence) =>
    clean ? sentence : { ...sentence, text: sentence.original },
  );
  const points = chosen.map((sentence) => {
    const { text, original, source, prefix, textNumber } = sentence;
    const from = texts[textNumber];
    const start = startWithPrefix(from?.text ?? '', source[0], prefix);
    const before = from?.text.slice(start, source[0]) ?? '';
    const placed = { text: before + text, original: before + original, source: [start, source[1]] as const };
    const named = texts.length > 1 ? { file: from?.file ?? null } : {};
    return { ...pointRecord({ ...sentence, ...placed }), ...named };
  });
  return { file, read: digest.read, kept: keptWords(chosen), points };
}

function pointRecord({ text, original, source, seconds, confidence }: SummaryPoint): PointRecord {
  return {
    ...{ text, original, source },
    seconds: seconds === null ? null : rounded(seconds, 1000),
    confidence: rounded(confidence, 10_000),
  };
}

/** Where a speaker or time begins that stands before `start`, with no more than blanks between. */
function startWithPrefix(text: string, start: number, prefix: string): number {
  const before = text.slice(0, start).trimEnd();
  return prefix !== '' && before.endsWith(prefix) ? before.length - prefix.length : start;
}

/** An array, one object for each digest. */
export function summaryAsJson(records: readonly SummaryRecord[]): string {
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
