/** From what the user named to the files of the batch: folders are walked, in the order of their names. */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { ParolaError } from '../errors.ts';
import type { BatchItem } from './output-files.ts';

/** What a path stands for: a file, or the reason that it gives none. */
export type Collected =
  | { readonly item: BatchItem }
  | { readonly place: string; readonly error: ParolaError };

/** Everything that `places` (files and folders) name; a missing one is an error in its place, the rest goes on. */
export async function* collectFiles(places: readonly string[]): AsyncGenerator<Collected> {
  for (const place of places) {
    try {
      const about = await stat(place);
      if (!about.isDirectory()) yield { item: { file: place, subfolder: '', found: false } };
      else yield* walkOrSayEmpty(place);
    } catch (error) {
      yield { place, error: unreadable(error) };
    }
  }
}

async function* walkOrSayEmpty(folder: string): AsyncGenerator<Collected> {
  let empty = true;
  for await (const found of walk(folder, '')) {
    empty = false;
    yield found;
  }
  if (empty) {
    const error = new ParolaError('file-not-found', 'the folder holds no files; name another one');
    yield { place: folder, error };
  }
}

/** Files of a folder, then its subfolders; hidden entries and links to folders (they can go round in circles) are left out. */
async function* walk(root: string, subfolder: string): AsyncGenerator<Collected> {
  const folder = path.join(root, subfolder);
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    const visible = entries.filter((entry) => !entry.name.startsWith('.'));
    for (const entry of visible) {
      if (entry.isDirectory()) continue;
      const file = path.join(folder, entry.name);
      const about = await stat(file).catch(() => null);
      if (about?.isFile() || about === null) yield { item: { file, subfolder, found: true } };
    }
    for (const entry of visible) {
      if (entry.isDirectory()) yield* walk(root, path.join(subfolder, entry.name));
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
