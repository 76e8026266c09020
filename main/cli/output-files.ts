/** Where the results of a batch go: names, mirrored subfolders, clashes. */
import { open, readFile, unlink } from 'node:fs/promises';
import path from 'node:path';
import { ParolaError } from '../errors.ts';
import { makeFolder } from './make-folder.ts';

/** One file of a batch, and its place below the output folder. */
export interface BatchItem {
  /** As the user gave it, or joined from the folder the user gave. */
  readonly file: string;
  /** Folder below the output folder: '' for a file named by itself. */
  readonly subfolder: string;
  /** Found by walking a folder, not named by the user: what cannot be used there is passed over. */
  readonly found: boolean;
}

/** `talk.final.wav` → `talk.final`; a name that is only an extension (`.wav`) stays. */
export function stem(file: string): string {
  const base = path.basename(file);
  const extension = path.extname(base);
  return extension === '' ? base : base.slice(0, -extension.length);
}

/**
 * Writes a result below `folder` as `<stem>.<extension>`, or `<stem>-2.<extension>` … where another
 * text stands already; a file that already holds just this text is left as it is.
 * @returns the path written
 * @throws ParolaError output-unwritable, disk-full
 */
export async function writeResult(
  folder: string,
  item: BatchItem,
  extension: string,
  text: string,
  written: ReadonlySet<string>,
): Promise<string> {
  const target = path.join(folder, item.subfolder);
  try {
    await makeFolder(target);
    for (let number = 1; ; number++) {
      const name = `${stem(item.file)}${number === 1 ? '' : `-${number}`}.${extension}`;
      const candidate = path.join(target, name);
      if (await writeNew(candidate, text)) return candidate;
      if (!written.has(candidate) && (await holds(candidate, text))) return candidate;
    }
  } catch (error) {
    throw unwritable(error, target);
  }
}

/** False where something of that name is there already: an existing file is never overwritten. */
async function writeNew(file: string, text: string): Promise<boolean> {
  const handle = await open(file, 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return null;
    throw error;
  });
  if (handle === null) return false;
  try {
    await handle.writeFile(text);
  } catch (error) {
    await unlink(file).catch(() => undefined);
    throw error;
  } finally {
    await handle.close();
  }
  return true;
}

async function holds(file: string, text: string): Promise<boolean> {
  return readFile(file, 'utf8').then(
    (there) => there === text,
    () => false,
  );
}

/** Why standard output took no more; null where its reader went away (`parola … | head`), which is no failure. */
export function standardOutputFailure({ code, message }: NodeJS.ErrnoException): ParolaError | null {
  if (code === 'EPIPE') return null;
  if (code === 'ENOSPC') return diskFull();
  return new ParolaError('output-unwritable', `it takes no more (${code ?? message}); send it elsewhere`);
}

function diskFull(): ParolaError {
  return new ParolaError('disk-full', 'the disk is full; free some space and run it again');
}

/** Why nothing could be written to `folder`. */
export function unwritable(error: unknown, folder: string): ParolaError {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC') return diskFull();
  return new ParolaError(
    'output-unwritable',
    `cannot write to ${folder} (${code ?? String(error)}); choose another folder with --output`,
  );
}
