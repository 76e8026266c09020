/**
 * Where recordings lie: `HOME/recordings`, a file for each entry, named by its id; and a folder of this
 * process among the system's temporary ones for files that are heard off the record.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

export interface RecordingsFolder {
  readonly folder: string;
  pathOf(name: string): string;
  /** Made when first needed. */
  temporaryPath(name: string): string;
  /** For good: the bytes are overwritten before the name goes. */
  destroy(file: string): Promise<void>;
  /** Deletes what belongs to no entry: uploads cut short, and recordings whose deletion a crash cut short. */
  removeOrphans(names: ReadonlySet<string>): void;
  /** Deletes this process's temporary folder. */
  close(): void;
}

/** The part of the name that every temporary folder of ours begins with; then come the process and a random part. */
const temporaryPrefix = 'parola-unrecorded-';
const overwriteBytes = 2 ** 20;

export function openRecordingsFolder(home: string): RecordingsFolder {
  const folder = path.join(home, 'recordings');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  removeAbandonedTemporary();
  let temporary: string | null = null;
  return {
    folder,
    pathOf: (name) => path.join(folder, path.basename(name)),
    temporaryPath(name) {
      if (temporary === null) {
        const unique = `${temporaryPrefix}${process.pid}-${randomBytes(6).toString('hex')}`;
        temporary = path.join(os.tmpdir(), unique);
        mkdirSync(temporary, { mode: 0o700 });
      }
      return path.join(temporary, path.basename(name));
    },
    destroy,
    removeOrphans(names) {
      for (const name of readdirSync(folder)) {
        if (!names.has(name)) rmSync(path.join(folder, name), { recursive: true, force: true });
      }
    },
    close() {
      if (temporary !== null) rmSync(temporary, { recursive: true, force: true });
    },
  };
}

/**
 * Overwrites and deletes. A disk that moves blocks about (flash, copy-on-write, snapshots) may keep the old
 * ones; against that only full-disk encryption helps.
 */
async function destroy(file: string): Promise<void> {
  const size = await stat(file).then(
    (facts) => facts.size,
    () => 0,
  );
  if (size > 0) {
    const handle = await open(file, 'r+');
    try {
      const zeros = Buffer.alloc(Math.min(size, overwriteBytes));
      for (let at = 0; at < size; at += zeros.length) {
        await handle.write(zeros, 0, Math.min(zeros.length, size - at), at);
      }
      await handle.datasync();
    } finally {
      await handle.close();
    }
  }
  await rm(file, { force: true });
}

/** A killed program could not tidy up; its process number tells that it is gone. */
function removeAbandonedTemporary(): void {
  for (const name of readdirSync(os.tmpdir())) {
    const owner = name.startsWith(temporaryPrefix)
      ? Number.parseInt(name.slice(temporaryPrefix.length), 10)
      : 0;
    if (owner > 0 && !isAlive(owner)) rmSync(path.join(os.tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // A process of another user is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
