/**
 * Everything heard, seen, translated and summarized, in SQLite: one row for each dictation, file, picture,
 * text, document and summary, one for each finished stretch of speech, an index of the words. What is written here is on the
 * disk when the call returns, so it can be shown; what is removed is overwritten.
 */
import path from 'node:path';
import type { Entry } from '../preload/contract.ts';
import type { ErrorData } from '../preload/error-data.ts';
import type { Segment, Transcript } from '../preload/transcript.ts';
import { createLibraryPictures, type LibraryPictures } from './library-pictures.ts';
import { inMemory, type Lock, lockFolder, openRows, type Rows } from './library-schema.ts';
import { countQuery, listQuery } from './library-search.ts';
import { createLibrarySummaries, type LibrarySummaries } from './library-summaries.ts';
import { transcriptOf } from './library-transcripts.ts';
import { createLibraryTranslations, type LibraryTranslations } from './library-translations.ts';

export interface NewEntry {
  readonly id: string;
  readonly kind: Entry['kind'];
  readonly title: string;
  readonly createdAt: number;
  readonly state: Entry['state'];
  /** The recording's file name inside its folder. */
  readonly recording: string | null;
}

export interface EntryChange {
  readonly title?: string;
  readonly state?: Entry['state'];
  readonly durationSeconds?: number;
  readonly language?: string;
  readonly recording?: string | null;
  readonly error?: ErrorData | null;
}

export interface Library {
  add(entry: NewEntry): void;
  change(id: string, change: EntryChange): void;
  addSegment(id: string, segment: Segment): void;
  clearSegments(id: string): void;
  /** @returns whether there is a segment that starts then */
  translateSegment(id: string, start: number, translation: SegmentTranslation): boolean;
  /** @returns whether there is a segment that starts then */
  cleanSegment(id: string, start: number, cleaned: CleanedSegment): boolean;
  /** Sets when the stretch that starts then ended. */
  endSegment(id: string, start: number, end: number): void;
  readonly translations: LibraryTranslations;
  readonly pictures: LibraryPictures;
  readonly summaries: LibrarySummaries;
  find(id: string): Entry | null;
  /** The recording's file name, null if there is none or no such entry. */
  recordingOf(id: string): string | null;
  /** The file names of all recordings and previews. */
  recordings(): Set<string>;
  transcriptOf(id: string): Transcript;
  /** Newest first; every word of `query` must begin a word that was heard, translated or summarized, or be in the title. */
  list(query: string, limit: number, offset: number): { entries: Entry[]; total: number };
  inState(state: Entry['state']): Entry[];
  /** Rows that a program left running become `interrupted`; called once at start. */
  markInterrupted(): void;
  /** Words, index and row, overwritten on the disk; the recording is its owner's to remove. */
  remove(id: string): void;
  readSetting(name: string): unknown;
  writeSetting(name: string, value: unknown): void;
  close(): void;
}

export type SegmentTranslation = NonNullable<Segment['translation']>;
export type CleanedSegment = NonNullable<Segment['cleaned']>;

interface EntryRow {
  readonly id: string;
  readonly kind: Entry['kind'];
  readonly title: string;
  readonly created_at: number;
  readonly state: Entry['state'];
  readonly duration: number;
  readonly language: string;
  readonly recording: string | null;
  readonly error: string | null;
  readonly excerpt: string | null;
}

const columns: Readonly<Record<keyof EntryChange, string>> = {
  title: 'title',
  state: 'state',
  durationSeconds: 'duration',
  language: 'language',
  recording: 'recording',
  error: 'error',
};

const excerptCharacters = 160;

/**
 * Opens the library in `file`, or one in memory for what is off the record.
 * @throws ParolaError already-running, file-unreadable, data-malformed
 */
export function openLibrary(file: string): Library {
  const lock = file === inMemory ? null : lockFolder(path.dirname(file));
  const rows = openUnder(lock, file);
  const toEntry = (row: EntryRow): Entry => entryOf(row, file === inMemory);
  return {
    add({ id, kind, title, createdAt, state, recording }) {
      rows
        .prepare(
          'INSERT INTO entries (id, kind, title, created_at, state, recording) VALUES (?, ?, ?, ?, ?, ?)',
        )
        .run([id, kind, title, createdAt, state, recording]);
    },
    change: (id, change) => changeEntry(rows, id, change),
    addSegment(id, { start, end, text, confidence, words }) {
      rows
        .prepare(
          'INSERT INTO segments (entry, start, end, text, confidence, words) VALUES (?, ?, ?, ?, ?, ?)',
        )
        .run([id, start, end, text, confidence, JSON.stringify(words)]);
    },
    clearSegments: (id) => void rows.prepare('DELETE FROM segments WHERE entry = ?').run([id]),
    translateSegment(id, start, { to, text }) {
      const { changes } = rows
        .prepare('UPDATE segments SET translated_to = ?, translation = ? WHERE entry = ? AND start = ?')
        .run([to, text, id, start]);
      return changes > 0;
    },
    cleanSegment(id, start, cleaned) {
      const { changes } = rows
        .prepare('UPDATE segments SET cleaned = ? WHERE entry = ? AND start = ?')
        .run([JSON.stringify(cleaned), id, start]);
      return changes > 0;
    },
    endSegment(id, start, end) {
      rows.prepare('UPDATE segments SET end = ? WHERE entry = ? AND start = ?').run([end, id, start]);
    },
    translations: createLibraryTranslations(rows),
    pictures: createLibraryPictures(rows),
    summaries: createLibrarySummaries(rows),
    find(id) {
      const row = rows.prepare(`${listQuery([])} WHERE id = ?`).get([id]);
      return row === undefined ? null : toEntry(row as EntryRow);
    },
    recordingOf(id) {
      const row = rows.prepare('SELECT recording FROM entries WHERE id = ?').get([id]);
      return (row as { recording: string | null } | undefined)?.recording ?? null;
    },
    recordings() {
      const found = rows
        .prepare(
          `SELECT recording AS name FROM entries WHERE recording IS NOT NULL
           UNION SELECT preview FROM pictures WHERE preview IS NOT NULL`,
        )
        .all([]);
      return new Set((found as { name: string }[]).map(({ name }) => name));
    },
    transcriptOf: (id) => transcriptOf(rows, id),
    list: (query, limit, offset) => listEntries(rows, query, limit, offset, toEntry),
    inState(state) {
      const found = rows.prepare(`${listQuery([])} WHERE state = ? ORDER BY created_at`).all([state]);
      return (found as EntryRow[]).map(toEntry);
    },
    markInterrupted() {
      rows.exec(
        "UPDATE entries SET state = 'interrupted' WHERE state IN ('recording', 'waiting', 'running')",
      );
    },
    remove: (id) => removeEntry(rows, id),
    readSetting(name) {
      const row = rows.prepare('SELECT value FROM settings WHERE name = ?').get([name]);
      return row === undefined ? undefined : JSON.parse((row as { value: string }).value);
    },
    writeSetting(name, value) {
      rows
        .prepare('INSERT INTO settings VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
        .run([name, JSON.stringify(value)]);
    },
    close() {
      rows.pragma('wal_checkpoint(TRUNCATE)');
      rows.close();
      lock?.release();
    },
  };
}

/** What cannot be opened is not held either. */
function openUnder(lock: Lock | null, file: string): Rows {
  try {
    return openRows(file);
  } catch (error) {
    lock?.release();
    throw error;
  }
}

/** In one statement: all of it is stored, or nothing. */
function changeEntry(rows: Rows, id: string, change: EntryChange): void {
  const names = (Object.keys(columns) as (keyof EntryChange)[]).filter((name) => change[name] !== undefined);
  if (names.length === 0) return;
  const values = names.map((name) =>
    name === 'error' && change.error ? JSON.stringify(change.error) : change[name],
  );
  const assignments = names.map((name) => `${columns[name]} = ?`).join(', ');
  rows.prepare(`UPDATE entries SET ${assignments} WHERE id = ?`).run([...values, id]);
}

function listEntries(
  rows: Rows,
  query: string,
  limit: number,
  offset: number,
  toEntry: (row: EntryRow) => Entry,
): { entries: Entry[]; total: number } {
  const terms = query.match(/[\p{L}\p{N}]+/gu) ?? [];
  // A query of nothing but punctuation finds nothing, rather than everything.
  if (terms.length === 0 && query.trim() !== '') return { entries: [], total: 0 };
  const values = terms.flatMap((term) => [...Array<string>(4).fill(`"${term}"*`), `%${term}%`]);
  const { total } = rows.prepare(countQuery(terms)).get(values) as { total: number };
  const found = rows
    .prepare(`${listQuery(terms)} ORDER BY created_at DESC, rowid DESC LIMIT ? OFFSET ?`)
    .all([...values, limit, offset]);
  return { entries: (found as EntryRow[]).map(toEntry), total };
}

/** Deletion alone would leave words in the log and in merged index pages: both are rewritten at once. */
function removeEntry(rows: Rows, id: string): void {
  rows.prepare('DELETE FROM entries WHERE id = ?').run([id]);
  rows.exec("INSERT INTO search (search) VALUES ('optimize')");
  rows.exec("INSERT INTO translation_search (translation_search) VALUES ('optimize')");
  rows.exec("INSERT INTO picture_search (picture_search) VALUES ('optimize')");
  rows.exec("INSERT INTO summary_search (summary_search) VALUES ('optimize')");
  rows.exec('VACUUM');
  rows.pragma('wal_checkpoint(TRUNCATE)');
}

function entryOf(row: EntryRow, offTheRecord: boolean): Entry {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    createdAt: row.created_at,
    state: row.state,
    progress: null,
    durationSeconds: row.duration,
    excerpt: (row.excerpt ?? '').slice(0, excerptCharacters),
    hasRecording: row.recording !== null,
    offTheRecord,
    error: row.error === null ? null : JSON.parse(row.error),
  };
}
