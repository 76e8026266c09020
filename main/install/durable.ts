/** Writing so that what a name shows is whole even after the power fails: fsync, rename, fsync the folder. */
import { open, rename } from 'node:fs/promises';
import path from 'node:path';

/** Waits until the file or folder is on the disk. */
export async function flush(target: string): Promise<void> {
  // Windows cannot open folders; its renames are in the file system's own journal.
  const handle = await open(target, 'r').catch((error: NodeJS.ErrnoException) => {
    if (process.platform === 'win32') return null;
    throw error;
  });
  try {
    await handle?.sync();
  } catch (error) {
    // Windows refuses to flush what is open for reading only; some network file systems refuse folders.
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EPERM' && code !== 'EINVAL') throw error;
  } finally {
    await handle?.close();
  }
}

/** Renames what is already flushed; the new name is on the disk when this returns. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to);
  await flush(path.dirname(to));
  if (path.dirname(from) !== path.dirname(to)) await flush(path.dirname(from));
}

/** Writes a small new file, readable by its owner only. */
export async function writeDurably(target: string, text: string): Promise<void> {
  const handle = await open(target, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
