/** Where digests go: to standard output one after the other, or to a file each. */
import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { Digest, DigestSentence } from '../../preload/summary.ts';
import { keptWords, type LengthChoice } from '../../preload/summary-length.ts';
import { cleanedParagraphs, paragraphsOf } from '../../preload/summary-paragraphs.ts';
import {
  type PointRecord,
  type SummaryRecord,
  shownPoints,
  summaryAsMarkdown,
  summaryAsText,
  summaryFacts,
  summaryRecord,
} from '../summary-formats.ts';
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
  const document = { points: shownPoints(digest, length), textNames: names };
  if (format === 'text') return summaryAsText(document);
  const isNamed = isBatch && names.length === 1;
  const points = summaryAsMarkdown(document);
  return points === '' || !isNamed ? points : `## ${names[0]}\n\n${points}`;
}

/** As the texts have them: one for each, in order. */
function cleanedOf({ digest, sources }: Summarized): PointRecord[] {
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
        seconds: secondsOf(own[0]),
        confidence: 1,
      };
    });
  });
}

function secondsOf(sentence: DigestSentence | undefined): number | null {
  const seconds = sentence?.seconds ?? null;
  return seconds === null ? null : Math.round(seconds * 1000) / 1000;
}

function recordOf(result: Summarized, { cleanOnly, length }: SummaryResultOptions): SummaryRecord {
  const texts = result.sources.map(({ file, source }) => ({ file, text: source.text }));
  const record = summaryRecord(result.digest, length, texts);
  if (!cleanOnly) return record;
  const points = cleanedOf(result);
  return { ...record, kept: keptWords(points), points };
}
