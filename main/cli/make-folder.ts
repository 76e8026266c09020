/** Makes a folder and those above it. */
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes `folder` and what is missing above it; one that is there already is fine. Node's own recursive `mkdir`
 * never ends where a file system says of a new folder that its parent does not exist, as /proc does.
 * @throws the system's error where it cannot be made
 */
export async function makeFolder(folder: string): Promise<void> {
  const failure = await made(folder);
  if (failure === null) return;
  const parent = path.dirname(folder);
  if (failure.code !== 'ENOENT' || parent === folder) throw failure;
  await makeFolder(parent);
  const again = await made(folder);
  if (again !== null) throw again;
}

/** Null where the folder is there now. */
async function made(folder: string): Promise<NodeJS.ErrnoException | null> {
  try {
    await mkdir(folder);
    return null;
  } catch (error) {
    const isThere = await stat(folder).then(
      (found) => found.isDirectory(),
      () => false,
    );
    return isThere ? null : (error as NodeJS.ErrnoException);
  }
}
