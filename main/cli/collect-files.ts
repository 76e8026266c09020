/** From what the user named to the files of the batch: folders are walked, in the order of their names. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { ParolaError } from '../errors.ts';
import type { BatchItem } from './output-files.ts';

/** What a path stands for: a file, or the reason that it gives none. */
export type Collected =
  | { readonly item: BatchItem }
  | { readonly place: string; readonly error: ParolaError };

/** What of a folder belongs to the batch: everything in it, and below it, unless said otherwise. */
export interface Choice {
  readonly isWanted: (name: string) => boolean;
  readonly recursive: boolean;
  /** What to say of a folder in which nothing is wanted. */
  readonly emptyFolder: string;
}

const everything: Choice = {
  isWanted: () => true,
  recursive: true,
  emptyFolder: 'the folder holds no files; name another one',
};

/**
 * Everything that `places` (files and folders) name; a missing one is an error in its place, the rest goes
 * on. A file named by itself is always wanted.
 */
export async function* collectFiles(
  places: readonly string[],
  choice: Choice = everything,
): AsyncGenerator<Collected> {
  for (const place of places) {
    try {
      const about = await stat(place);
      if (!about.isDirectory()) yield { item: { file: place, subfolder: '', found: false } };
      else yield* walkOrSayEmpty(place, choice);
    } catch (error) {
      yield { place, error: unreadable(error) };
    }
  }
}

async function* walkOrSayEmpty(folder: string, choice: Choice): AsyncGenerator<Collected> {
  let empty = true;
  for await (const found of walk(folder, '', choice)) {
    empty = false;
    yield found;
  }
  if (empty) {
    const error = new ParolaError('file-not-found', choice.emptyFolder);
    yield { place: folder, error };
  }
}

/** Files of a folder, then its subfolders; hidden entries and links to folders (they can go round in circles) are left out. */
async function* walk(root: string, subfolder: string, choice: Choice): AsyncGenerator<Collected> {
  const folder = path.join(root, subfolder);
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    const visible = entries.filter((entry) => !entry.name.startsWith('.'));
    for (const entry of visible) {
      if (entry.isDirectory() || !choice.isWanted(entry.name)) continue;
      const file = path.join(folder, entry.name);
      const about = await stat(file).catch(() => null);
      if (about?.isFile() || about === null) yield { item: { file, subfolder, found: true } };
    }
    if (!choice.recursive) return;
    for (const entry of visible) {
      if (entry.isDirectory()) yield* walk(root, path.join(subfolder, entry.name), choice);
    }
  } catch (error) {
    yield { place: folder, error: unreadable(error) };
  }
}

/** Why a file or folder cannot be read. */
export function unreadable(error: unknown): ParolaError {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new ParolaError('file-not-found', 'there is no such file or folder; check the name');
  }
  return new ParolaError(
    'file-unreadable',
    `it cannot be read (${code ?? String(error)}); check its permissions`,
  );
}
