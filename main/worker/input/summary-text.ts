/**
 * A text of any kind → its sentences, with who said them and where they stand. What is no sentence (headings,
 * tables, code, bullets, speakers, times) is left out, and nothing else.
 */

import type { CharacterRange, SummarySource } from '../../../preload/summary.ts';
import { paragraphsOf } from '../../../preload/summary-paragraphs.ts';
import { splitSentences } from './sentences.ts';
import { splitLong } from './split-unpunctuated.ts';
import { lineStart } from './turn-prefix.ts';

export interface SourceSentence {
  readonly range: CharacterRange;
  /** Who spoke, or when; empty where nothing is said of it. */
  readonly prefix: string;
  /** Number of its paragraph, from 0. */
  readonly paragraph: number;
}

export interface SourceText {
  /** In order. */
  readonly sentences: readonly SourceSentence[];
  /** What had no sentence marks was split by these. */
  readonly split: ReadonlySet<'pauses' | 'length'>;
}

interface Line {
  readonly start: number;
  readonly end: number;
  /** Where its words begin. */
  readonly words: number;
  readonly prefix: string;
  /** It does not go on with the line before. */
  readonly begins: boolean;
}

/** A stretch of lines that are read as one. */
interface Unit {
  readonly range: CharacterRange;
  readonly prefix: string;
}

/**
 * The sentences of a source. A text of headings alone has those.
 * @param language BCP 47
 */
export function readSource(source: SummarySource, language: string): SourceText {
  const read = readParagraphs(source, language, false);
  return read.sentences.length > 0 ? read : readParagraphs(source, language, true);
}

function readParagraphs(source: SummarySource, language: string, withHeadings: boolean): SourceText {
  const { text } = source;
  const split = new Set<'pauses' | 'length'>();
  const sentences: SourceSentence[] = [];
  const code = { isOpen: false };
  for (const [paragraph, range] of paragraphsOf(text).entries()) {
    for (const { range: unit, prefix } of unitsOf(text, range, code, withHeadings)) {
      for (const whole of sentencesOf(text, unit, language)) {
        for (const part of splitLong(source, whole, split))
          sentences.push({ range: part, prefix, paragraph });
      }
    }
  }
  return { sentences, split };
}

const fence = /^\s*(?:```|~~~)/;
const heading = /^\s*#{1,6}\s/;
/** Rows of a table, rules, lines without a letter or digit. */
const noWords = /^\s*\|.*\|\s*$|^[^\p{L}\p{N}]*$/u;

function unitsOf(
  text: string,
  paragraph: CharacterRange,
  code: { isOpen: boolean },
  withHeadings: boolean,
): Unit[] {
  const lines: (Line | null)[] = [];
  for (const [start, end] of linesOf(text, paragraph)) {
    const line = text.slice(start, end);
    if (fence.test(line)) code.isOpen = !code.isOpen;
    const isOther = fence.test(line) || noWords.test(line) || (!withHeadings && heading.test(line));
    if (code.isOpen || isOther) {
      lines.push(null);
      continue;
    }
    const { prefix, begins, words } = lineStart(line);
    lines.push({ start, end, words: start + words, prefix, begins });
  }
  return joined(lines, text);
}

function linesOf(text: string, [from, to]: CharacterRange): CharacterRange[] {
  return Array.from(text.slice(from, to).matchAll(/[^\r\n\u2028\u2029]+/g), ({ index = 0, 0: line }) => [
    from + index,
    from + index + line.length,
  ]);
}

/** Lines that were cut at a width are read as one; a line that says who speaks stands for those behind it. */
function joined(lines: readonly (Line | null)[], text: string): Unit[] {
  const isWrapped = wasCutAtWidth(lines);
  const units: { range: [number, number]; prefix: string }[] = [];
  let prefix = '';
  let isOpen = false;
  for (const line of lines) {
    if (line === null) {
      isOpen = false;
      continue;
    }
    if (line.prefix !== '') prefix = line.prefix;
    const isEmpty = line.words >= line.end || text.slice(line.words, line.end).trim() === '';
    if (isEmpty) {
      isOpen = false;
      continue;
    }
    const last = units.at(-1);
    if (isOpen && isWrapped && !line.begins && last !== undefined) last.range[1] = line.end;
    else units.push({ range: [line.words, line.end], prefix });
    isOpen = true;
  }
  return units;
}

const narrowest = 40;

/** Was nearly every line ended because the first word of the next had no room? */
function wasCutAtWidth(lines: readonly (Line | null)[]): boolean {
  const widest = lines.reduce((most, line) => Math.max(most, line === null ? 0 : line.end - line.start), 0);
  if (widest < narrowest) return false;
  let breaks = 0;
  let forced = 0;
  for (const [at, line] of lines.entries()) {
    const next = lines[at + 1];
    if (line === null || next == null || next.begins) continue;
    breaks++;
    // Words of eight letters are long enough for most line ends.
    if (line.end - line.start + 9 >= widest) forced++;
  }
  return forced >= breaks * 0.8;
}

/** Of a stretch of lines. */
function* sentencesOf(text: string, [from, to]: CharacterRange, language: string): Generator<CharacterRange> {
  // A line end within is a space: nothing moves.
  const unit = text.slice(from, to).replace(/[\r\n\u2028\u2029]/g, ' ');
  let at = from;
  for (const piece of splitSentences(unit, language)) {
    if (/[\p{L}\p{N}]/u.test(piece.text)) yield [at, at + piece.text.length];
    at += piece.text.length;
  }
}
