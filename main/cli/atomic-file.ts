/** Files that are there whole or not at all: written under another name beside their place, then named. */
import { randomBytes } from 'node:crypto';
import { constants, copyFile, type FileHandle, link, open, rename, unlink } from 'node:fs/promises';
import path from 'node:path';

/** Puts `text` into `file` in place of whatever stands there. @throws what the file system says */
export async function replaceFile(file: string, text: string): Promise<void> {
  const part = partOf(file);
  const handle = await open(part, 'wx');
  try {
    await handle.writeFile(text);
    await handle.close();
    await rename(part, file);
  } catch (error) {
    await handle.close().catch(() => undefined);
    await unlink(part).catch(() => undefined);
    throw error;
  }
}

/** A file that grows until it is named. */
export interface GrowingFile {
  /** What it will be called if it can. */
  readonly wanted: string;
  /** @throws what the file system says */
  write(text: string): Promise<void>;
  /** Gives it the first of `names` that is free, and returns that. @throws what the file system says */
  finish(names: Iterable<string>): Promise<string>;
  /** It never was. */
  discard(): Promise<void>;
}

/** @param file what it is to be called; it grows beside that place. @throws what the file system says */
export async function growFile(file: string): Promise<GrowingFile> {
  const part = partOf(file);
  const handle: FileHandle = await open(part, 'wx');
  return {
    wanted: file,
    write: (text) => handle.writeFile(text),
    async finish(names) {
      await handle.close();
      for (const name of names) {
        if (!(await isTaken(() => nameFile(part, name)))) {
          await unlink(part);
          return name;
        }
      }
      throw new Error('no name was free');
    },
    async discard() {
      await handle.close().catch(() => undefined);
      await unlink(part).catch(() => undefined);
    },
  };
}

/** A second name of the same file; where the file system knows no such thing, a copy. Never over another file. */
async function nameFile(part: string, name: string): Promise<void> {
  try {
    await link(part, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    await copyFile(part, name, constants.COPYFILE_EXCL);
  }
}

async function isTaken(make: () => Promise<void>): Promise<boolean> {
  return make().then(
    () => false,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'EEXIST') return true;
      throw error;
    },
  );
}

function partOf(file: string): string {
  return path.join(path.dirname(file), `.${randomBytes(6).toString('hex')}.part`);
}
