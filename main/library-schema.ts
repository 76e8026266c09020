/** How the library lies on the disk, and how it is opened so that what is written stays and what is deleted goes. */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import Database from 'libsql';
import { ParolaError } from './errors.ts';
import { versions } from './library-versions.ts';

export type Rows = Database.Database;

/** For what is off the record: never a byte on the disk. */
export const inMemory = ':memory:';

/** Holds a folder until it is let go, or until this process ends in whatever way. */
export interface Lock {
  release(): void;
}

/**
 * Opens the library, making it first where there is none.
 * @throws ParolaError file-unreadable, data-malformed
 */
export function openRows(file: string): Rows {
  try {
    if (file !== inMemory) makePrivate(file);
    const rows = new Database(file, { timeout: 2000 });
    rows.pragma('journal_mode = WAL');
    rows.pragma('synchronous = FULL');
    // The log stays small: little to write again after a crash, little of what was overwritten in it.
    rows.pragma('wal_autocheckpoint = 64');
    // On macOS only this waits for the disk itself; elsewhere it does nothing.
    rows.pragma('fullfsync = ON');
    // What is deleted is overwritten; what is sorted never goes through a temporary file.
    rows.pragma('secure_delete = ON');
    rows.pragma('temp_store = MEMORY');
    rows.pragma('foreign_keys = ON');
    prepareTables(rows);
    return rows;
  } catch (error) {
    throw openingFailure(error, file);
  }
}

/**
 * Takes the lock, so that two programs never take each other's running jobs for interrupted ones. An
 * open transaction in a file of its own: Node has no file locks, and SQLite's are let go by the system
 * even after kill -9, which a file with a process number in it is not.
 * @throws ParolaError already-running, file-unreadable
 */
export function lockFolder(folder: string): Lock {
  const file = path.join(folder, 'library.lock');
  try {
    makePrivate(file);
    const rows = new Database(file, { timeout: 500 });
    rows.exec('BEGIN EXCLUSIVE');
    return {
      release() {
        rows.exec('ROLLBACK');
        rows.close();
      },
    };
  } catch (error) {
    throw openingFailure(error, file);
  }
}

function makePrivate(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  // SQLite gives its side files the mode of the main one.
  closeSync(openSync(file, 'a', 0o600));
}

function prepareTables(rows: Rows): void {
  const { user_version: present } = rows.prepare('PRAGMA user_version').get() as { user_version: number };
  if (present > versions.length) {
    throw new ParolaError('data-malformed', 'the library was written by a newer Parola; start that one');
  }
  if (present === versions.length) return;
  const missing = versions.slice(present).join('');
  rows.exec(`BEGIN IMMEDIATE; ${missing} PRAGMA user_version = ${versions.length}; COMMIT`);
}

function openingFailure(error: unknown, file: string): unknown {
  const { code, message } = error as { code?: string; message: string };
  if (error instanceof ParolaError) return error;
  if (code === 'SQLITE_BUSY') {
    return new ParolaError(
      'already-running',
      `Parola is running already with the folder ${path.dirname(file)}; use that one, or end it first`,
    );
  }
  if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT') {
    return new ParolaError('data-malformed', `${file} is damaged; move it away and start again`, message);
  }
  return new ParolaError(
    'file-unreadable',
    `${file} cannot be opened; check the folder's permissions`,
    message,
  );
}
