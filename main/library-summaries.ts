/** Summaries in the library: the texts that were read, as they were then, and the digest that came of them. */
import type { Digest, SummarySource } from '../preload/summary.ts';
import type { ShownLength, SummaryView } from '../preload/summary-calls.ts';
import type { Rows } from './library-schema.ts';

/** One of the texts of a summary, and where it stands in the whole. */
export type SummarizedText = SummaryView['texts'][number] & Pick<SummarySource, 'moments' | 'language'>;

/** What a digest is made of. */
export interface SummaryInput {
  /** The whole text; what SQLite's text cannot hold is in it no more (`withoutUnstorable`). */
  readonly text: string;
  readonly texts: readonly SummarizedText[];
  /** Null: sentences that were really said. */
  readonly model: string | null;
}

export interface StoredSummary extends SummaryInput {
  /** Null until it was made. */
  readonly digest: Digest | null;
  readonly length: ShownLength;
}

export interface LibrarySummaries {
  /** Of an entry that is there; a digest of it that was there before goes, the length stays. */
  begin(entry: string, input: SummaryInput): void;
  /** @param excerpt for a list */
  keep(entry: string, digest: Digest, excerpt: string): void;
  setLength(entry: string, length: ShownLength): void;
  /** Null for what is no summary, and for what is not there. */
  read(entry: string): StoredSummary | null;
}

interface SummaryRow {
  readonly model: string | null;
  readonly length: string;
  readonly text: string;
  readonly texts: string;
  readonly digest: string | null;
}

/** More than a list shows. */
const excerptCharacters = 200;

export function createLibrarySummaries(rows: Rows): LibrarySummaries {
  return {
    begin(entry, { text, texts, model }) {
      wholly(rows, () => {
        rows
          .prepare(
            `INSERT INTO summaries (entry, model, excerpt) VALUES (?, ?, ?)
             ON CONFLICT (entry) DO UPDATE SET model = excluded.model, excerpt = excluded.excerpt`,
          )
          .run([entry, model, excerptOf(text)]);
        rows
          .prepare(
            `INSERT INTO summary_texts (entry, text, texts) VALUES (?, ?, ?)
             ON CONFLICT (entry) DO UPDATE SET text = excluded.text, texts = excluded.texts, written = '',
               digest = NULL`,
          )
          .run([entry, text, JSON.stringify(texts)]);
      });
    },
    keep(entry, digest, excerpt) {
      // What was said is in the text already; a model's own words are not.
      const written = digest.kind === 'said' ? '' : digest.sentences.map(({ text }) => text).join('\n');
      wholly(rows, () => {
        rows.prepare('UPDATE summaries SET excerpt = ? WHERE entry = ?').run([excerptOf(excerpt), entry]);
        rows
          .prepare('UPDATE summary_texts SET written = ?, digest = ? WHERE entry = ?')
          .run([withoutUnstorable(written), JSON.stringify(digest), entry]);
      });
    },
    setLength(entry, length) {
      rows.prepare('UPDATE summaries SET length = ? WHERE entry = ?').run([JSON.stringify(length), entry]);
    },
    read(entry) {
      const row = rows
        .prepare(
          `SELECT model, length, text, texts, digest FROM summaries JOIN summary_texts USING (entry)
           WHERE entry = ?`,
        )
        .get([entry]);
      if (row === undefined) return null;
      const { model, length, text, texts, digest } = row as SummaryRow;
      return {
        ...{ model, text, texts: JSON.parse(texts), length: JSON.parse(length) },
        digest: digest === null ? null : JSON.parse(digest),
      };
    },
  };
}

/** All of it is stored, or nothing. */
function wholly(rows: Rows, work: () => void): void {
  rows.exec('BEGIN IMMEDIATE');
  try {
    work();
    rows.exec('COMMIT');
  } catch (error) {
    rows.exec('ROLLBACK');
    throw error;
  }
}

function excerptOf(text: string): string {
  return withoutUnstorable(text.slice(0, excerptCharacters));
}

/** Of the same length: a NUL would end SQLite's text, and half a surrogate pair would be changed. */
export function withoutUnstorable(text: string): string {
  return text.replace(/[\0\p{Cs}]/gu, '\ufffd');
}
