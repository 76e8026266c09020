/**
 * Data with known answers for cleaning and choosing: JSON Lines (gzipped, too), one object a line. `document`
 * is what was said and `summary` what is right: a pair for cleaning where the object has `keep` or `kind`,
 * else a document with one reference or several (an array). `sents`: the document's sentences, where known.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';
import { readText } from '../documents/documents.ts';
import { ParolaError } from '../errors.ts';
import { asWritten } from './written-text.ts';

export interface CleaningPair {
  /** As people write it, marks at their words. */
  readonly said: string;
  readonly right: string;
  /** What the data call its kind. */
  readonly kind: string;
}

export interface ReferredDocument {
  /** A paragraph for each sentence where the data know them. */
  readonly text: string;
  readonly references: readonly string[];
}

export interface SummaryCorpus {
  readonly sha256: string;
  readonly pairs: readonly CleaningPair[];
  readonly documents: readonly ReferredDocument[];
}

const line = v.object({
  document: v.string(),
  summary: v.union([v.string(), v.array(v.string())]),
  sents: v.optional(v.array(v.string())),
  kind: v.optional(v.string()),
  keep: v.optional(v.string()),
  split: v.optional(v.string()),
});

export interface CorpusChoice {
  /** Only lines of this `split`. */
  readonly split?: string | undefined;
  /** Only the first lines of those. */
  readonly limit?: number | undefined;
}

/** @throws ParolaError file-not-found, text-unreadable, data-malformed naming the line */
export async function readSummaryCorpus(
  file: string,
  { split, limit }: CorpusChoice,
): Promise<SummaryCorpus> {
  const bytes = await readFile(file).catch(() => {
    throw new ParolaError('file-not-found', `${file} cannot be read; check its name`);
  });
  const text = readText(bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes);
  const rows = text
    .replace(/^\ufeff/, '')
    .split('\n')
    .flatMap((row, at) => (row.trim() === '' ? [] : [parsed(row, at, file)]));
  const chosen = rows.filter((row) => split === undefined || row.split === split).slice(0, limit);
  if (chosen.length === 0) {
    throw new ParolaError(
      'data-malformed',
      `${file} has no lines${split === undefined ? '' : ` of the split ${split}`}`,
    );
  }
  return {
    sha256: createHash('sha256').update(bytes).digest('hex'),
    pairs: chosen.flatMap((row) => (isPair(row) ? [pairOf(row)] : [])),
    documents: chosen.flatMap((row) => (isPair(row) ? [] : [documentOf(row)])),
  };
}

type Row = v.InferOutput<typeof line>;

function parsed(row: string, at: number, file: string): Row {
  let value: unknown = null;
  try {
    value = JSON.parse(row);
  } catch {
    // Told below.
  }
  const read = v.safeParse(line, value);
  if (read.success) return read.output;
  throw new ParolaError(
    'data-malformed',
    `${file}, line ${at + 1}: it must be an object with "document" and "summary"`,
  );
}

function isPair({ kind, keep, summary }: Row): boolean {
  return (kind !== undefined || keep !== undefined) && typeof summary === 'string';
}

function pairOf({ document, summary, kind = 'pairs' }: Row): CleaningPair {
  return { said: asWritten(document), right: asWritten([summary].flat().join(' ')), kind };
}

function documentOf({ document, summary, sents }: Row): ReferredDocument {
  const sentences = sents?.map((one) => one.trim()).filter((one) => one !== '');
  return { text: sentences?.join('\n\n') ?? asWritten(document), references: [summary].flat() };
}
