/** Where digests go: to standard output one after the other, or to a file each. */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { Digest } from '../../preload/summary.ts';
import { keptWords, type LengthChoice, pointsOf } from '../../preload/summary-length.ts';
import { cleanedParagraphs, paragraphsOf } from '../../preload/summary-paragraphs.ts';
import { shownPoints, summaryAsMarkdown, summaryAsText, summaryFacts } from '../summary-formats.ts';
import { type BatchItem, stem, writeResult } from './output-files.ts';
import type { NamedSource } from './summarize-sources.ts';
import { standardInput } from './translate-sources.ts';

export interface SummaryResultOptions {
  readonly format: 'text' | 'markdown' | 'json';
  readonly length: LengthChoice;
  readonly cleanOnly: boolean;
  readonly output?: string;
}

/** A digest with the texts that it was made of; several where they were summarized together. */
export interface Summarized {
  readonly item: BatchItem;
  readonly sources: readonly NamedSource[];
  readonly digest: Digest;
}

/** A point as the JSON has it; the positions are UTF-16 code units of the text that was read. */
interface JsonPoint {
  readonly text: string;
  readonly original: string;
  readonly source: readonly [number, number];
  readonly seconds: number | null;
  readonly confidence: number;
  /** Where several texts make one digest. */
  readonly file?: string | null;
}

export interface SummaryRecord {
  readonly file: string | null;
  /** Words. */
  readonly read: number;
  readonly kept: number;
  readonly points: readonly JsonPoint[];
}

export interface SummaryResults {
  /** @throws ParolaError output-unwritable, disk-full */
  add(result: Summarized): Promise<SummaryRecord>;
  /** No more come. */
  end(): void;
}

/** @param isBatch several files may come: in Markdown each has its heading */
export function openSummaries(options: SummaryResultOptions, isBatch: boolean): SummaryResults {
  const { format, output } = options;
  const written = new Set<string>();
  let count = 0;
  return {
    async add(result) {
      const record = recordOf(result, options);
      if (output !== undefined) {
        const text =
          format === 'json' ? `${JSON.stringify([record], null, 2)}\n` : textOf(result, options, false);
        const { extension } = summaryFacts[format];
        written.add(
          await writeResult(output, namedIn(output, result.item, extension), extension, text, written),
        );
        return record;
      }
      if (format === 'json') {
        const inner = JSON.stringify([record], null, 2).slice(1, -1).trim();
        process.stdout.write(`${count++ === 0 ? '[\n' : ',\n'}  ${inner}`);
      } else {
        const text = textOf(result, options, isBatch);
        if (text !== '') process.stdout.write(`${count++ === 0 ? '' : '\n'}${text}`);
      }
      return record;
    },
    end() {
      if (format === 'json' && output === undefined) process.stdout.write(count === 0 ? '[]\n' : '\n]\n');
    },
  };
}

/** Beside its own source a result is `talk.summary.txt`. */
function namedIn(output: string, item: BatchItem, extension: string): BatchItem {
  if (item.file === standardInput) return { ...item, file: `standard-input.${extension}` };
  const name = stem(item.file);
  const isBeside = isSameFolder(path.dirname(item.file), path.join(output, item.subfolder));
  return { ...item, file: `${name}${isBeside ? '.summary' : ''}.${extension}` };
}

function isSameFolder(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}

function textOf(
  result: Summarized,
  { format, length, cleanOnly }: SummaryResultOptions,
  isBatch: boolean,
): string {
  const { digest, sources } = result;
  if (cleanOnly) {
    const paragraphs = cleanedOf(result).map(({ text }) => text);
    return paragraphs.length === 0 ? '' : `${paragraphs.join('\n\n')}\n`;
  }
  const names = sources.map(({ file }) => file ?? 'standard input');
  const document = {
    file: names[0] ?? '',
    read: digest.read,
    points: shownPoints(digest, length),
    textNames: names,
  };
  if (format === 'text') return summaryAsText(document);
  const isNamed = isBatch && names.length === 1;
  const points = summaryAsMarkdown(document);
  return points === '' || !isNamed ? points : `## ${names[0]}\n\n${points}`;
}

/** As the texts have them: one for each, in order. */
function cleanedOf({ digest, sources }: Summarized): JsonPoint[] {
  if (digest.kind !== 'said') return [];
  return sources.flatMap(({ source: { text } }, number) => {
    const sentences = digest.sentences.filter(({ textNumber }) => textNumber === number);
    const cleaned = cleanedParagraphs(text, sentences);
    return paragraphsOf(text).map(([start, end], at) => {
      const own = sentences.filter(({ source }) => source[0] >= start && source[0] < end);
      return {
        text: cleaned[at] ?? text.slice(start, end),
        original: text.slice(start, end),
        source: [start, end] as const,
        seconds: rounded(own[0]?.seconds ?? null, 1000),
        confidence: 1,
      };
    });
  });
}

function recordOf(result: Summarized, options: SummaryResultOptions): SummaryRecord {
  const { digest, sources } = result;
  const [first] = sources;
  const points = options.cleanOnly ? cleanedOf(result) : pointsIn(result, options.length);
  return {
    file: sources.length > 1 ? null : (first?.file ?? null),
    read: digest.read,
    kept:
      options.cleanOnly || digest.kind === 'written'
        ? keptWords(points)
        : keptWords(pointsOf(digest, options.length)),
    points,
  };
}

function pointsIn({ digest, sources }: Summarized, length: LengthChoice): JsonPoint[] {
  if (digest.kind === 'written') {
    const whole = sources.map(({ source }) => source.text).join('\n\n');
    return digest.sentences.map(({ text, source, seconds, confidence }) => ({
      text,
      original: whole.slice(...source),
      source,
      seconds: rounded(seconds, 1000),
      confidence: rounded(confidence, 10_000) ?? 0,
    }));
  }
  return pointsOf(digest, length).map((sentence) => {
    const { text, original, source, prefix, seconds, confidence, textNumber } = sentence;
    const from = sources[textNumber];
    const start = startWithPrefix(from?.source.text ?? '', source[0], prefix);
    const before = from?.source.text.slice(start, source[0]) ?? '';
    return {
      text: before + text,
      original: before + original,
      source: [start, source[1]],
      seconds: rounded(seconds, 1000),
      confidence: rounded(confidence, 10_000) ?? 0,
      ...(sources.length > 1 ? { file: from?.file ?? null } : {}),
    };
  });
}

/** A speaker or time right before the sentence belongs to the point, and its place with it. */
function startWithPrefix(text: string, start: number, prefix: string): number {
  if (prefix === '') return start;
  const before = text.slice(Math.max(0, start - prefix.length - 8), start).trimEnd();
  return before.endsWith(prefix)
    ? start - (text.slice(0, start).length - text.slice(0, start).lastIndexOf(prefix))
    : start;
}

function rounded(value: number | null, steps: number): number | null {
  return value === null ? null : Math.round(value * steps) / steps;
}
