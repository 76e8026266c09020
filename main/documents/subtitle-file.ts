/**
 * SubRip and WebVTT → where the words of each cue stand in the file; everything between stays byte for
 * byte. The `subtitle` library, which writes Parola's own subtitles, is not used to read others': it drops
 * numbers, names, notes, styles and the blanks between, and writes every time anew.
 */
import { ParolaError } from '../errors.ts';
import type { Range } from './token-ranges.ts';

/** The words of a cue, from its first line that is not blank to its last, and when they are shown. */
export interface Cue extends Range {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

interface Line extends Range {
  readonly text: string;
}

const time = String.raw`(?:(\d+):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})`;
const timing = new RegExp(String.raw`^\s*${time}\s*-->\s*${time}(?:\s|$)`);

/**
 * The cues that have words, in the order of the file.
 * @throws ParolaError `data-malformed` where there is none, or a time is broken, naming the line
 */
export function readCues(text: string, kind: 'srt' | 'vtt'): Cue[] {
  const lines = linesOf(text);
  const cues: Cue[] = [];
  let hasTiming = false;
  for (let at = 0; at < lines.length; ) {
    const line = lines[at];
    if (line === undefined) break;
    if (kind === 'vtt' && isOtherBlock(lines, at)) {
      while (at < lines.length && !isBlank(lines[at])) at++;
    }
    const times = lines[at]?.text.includes('-->') ? readTiming(lines[at], at) : null;
    at++;
    if (times === null) continue;
    hasTiming = true;
    const end = endOfCue(lines, at, kind);
    const words = wordsOf(lines.slice(at, end));
    if (words) cues.push({ ...words, ...times });
    at = end;
  }
  if (!hasTiming && lines.some((line, at) => !isBlank(line) && !(kind === 'vtt' && isHeader(line, at)))) {
    throw malformed(
      0,
      'there is no cue in the file; each needs a line such as 00:00:01,000 --> 00:00:02,500',
    );
  }
  return cues;
}

/** A line ends with CRLF, LF or CR. */
function linesOf(text: string): Line[] {
  return Array.from(text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g), ({ index = 0, 1: line = '' }) => ({
    text: line,
    from: index,
    to: index + line.length,
  })).filter(({ from }, at) => from < text.length || at === 0);
}

function readTiming(line: Line | undefined, at: number): { startSeconds: number; endSeconds: number } {
  const match = timing.exec(line?.text ?? '');
  if (!match) throw malformed(at, 'this is no time such as 00:00:01,000 --> 00:00:02,500; mend the line');
  const [startSeconds, endSeconds] = [match.slice(1, 5), match.slice(5, 9)].map(secondsOf);
  return { startSeconds: startSeconds ?? 0, endSeconds: endSeconds ?? 0 };
}

function secondsOf([hours = '0', minutes = '0', seconds = '0', fraction = '0']: (
  | string
  | undefined
)[]): number {
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(`${seconds}.${fraction}`);
}

/** Notes, styles and regions of WebVTT, and its first block. https://www.w3.org/TR/webvtt1/#file-structure */
function isOtherBlock(lines: readonly Line[], at: number): boolean {
  const line = lines[at];
  if (line === undefined) return false;
  if (isHeader(line, at)) return true;
  return isBlank(lines[at - 1]) && /^(?:NOTE|STYLE|REGION)(?:\s|$)/.test(line.text);
}

function isHeader({ text }: Line, at: number): boolean {
  return at === 0 && /^\ufeff?WEBVTT(?:\s|$)/.test(text);
}

/** The line behind the last that can belong to the cue whose words begin at `from`. */
function endOfCue(lines: readonly Line[], from: number, kind: 'srt' | 'vtt'): number {
  for (let at = from; at < lines.length; at++) {
    if (lines[at]?.text.includes('-->')) return at > from && isName(lines, at - 1, from, kind) ? at - 1 : at;
    if (kind === 'vtt' && isBlank(lines[at])) return at;
  }
  return lines.length;
}

/** Is the line before a time its cue's number, although no blank line may stand before it? */
function isName(lines: readonly Line[], at: number, from: number, kind: 'srt' | 'vtt'): boolean {
  if (kind === 'vtt') return false;
  return /^\s*\d+\s*$/.test(lines[at]?.text ?? '') && (at > from || !isBlank(lines[at]));
}

function wordsOf(lines: readonly Line[]): Range | null {
  const filled = lines.filter((line) => !isBlank(line));
  const [first] = filled;
  const last = filled.at(-1);
  return first && last ? { from: first.from, to: last.to } : null;
}

/** The line after the end of the file is blank too. */
function isBlank(line: Line | undefined): boolean {
  return line === undefined || line.text.trim() === '';
}

/** @param at counted from 0 */
function malformed(at: number, what: string): ParolaError {
  return new ParolaError('data-malformed', `line ${at + 1}: ${what}`);
}
