/** What is to be translated: standard input, files, and the files of folders. */
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { readText } from '../documents/documents.ts';
import { ParolaError } from '../errors.ts';
import { type Collected, collectFiles, unreadable } from './collect-files.ts';
import type { BatchItem } from './output-files.ts';

/** Standard input's name in place of a file. */
export const standardInput = '-';

export interface TextItem extends BatchItem {
  /** Its name says that it is text: what cannot be read then is an error, also in a folder. */
  readonly promisesText: boolean;
}

const textNames = /\.(txt|text|md|markdown|mdown|mkd|srt|vtt|csv|tsv|log|rst|tex)$/i;
/** What is read at once; longer texts can come through standard input. */
const maxFileBytes = 256 * 2 ** 20;

/**
 * Everything that `places` name, standard input where there is none. All is collected before anything is
 * written, and what lies in the output folder is left out: results are never translated again.
 */
export async function textItems(
  places: readonly string[],
  output: string | undefined,
): Promise<(Exclude<Collected, { item: BatchItem }> | { readonly item: TextItem })[]> {
  const items: (Exclude<Collected, { item: BatchItem }> | { readonly item: TextItem })[] = [];
  for (const place of places.length === 0 ? [standardInput] : places) {
    if (place === standardInput) {
      items.push({ item: { file: place, subfolder: '', found: false, promisesText: true } });
      continue;
    }
    const results = await resultsWithin(place, output);
    for await (const collected of collectFiles([place])) {
      if ('error' in collected) items.push(collected);
      else if (results === null || !isWithin(collected.item.file, results)) {
        items.push({ item: { ...collected.item, promisesText: textNames.test(collected.item.file) } });
      }
    }
  }
  return items;
}

/** The output folder where it lies below the folder that is walked, as paths below that begin. */
async function resultsWithin(place: string, output: string | undefined): Promise<string | null> {
  if (output === undefined) return null;
  const [from, to] = await Promise.all([place, output].map((one) => realpath(one).catch(() => null)));
  if (from == null || to == null || from === to) return null;
  const below = path.relative(from, to);
  return below === '..' || below.startsWith(`..${path.sep}`) || path.isAbsolute(below)
    ? null
    : path.join(place, below);
}

function isWithin(file: string, folder: string): boolean {
  return file.startsWith(folder + path.sep);
}

/**
 * The whole text of a file or of standard input.
 * @throws ParolaError file-not-found, file-unreadable, text-unreadable, text-too-long
 */
export async function readSource({ file }: TextItem): Promise<string> {
  if (file === standardInput) {
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of process.stdin as AsyncIterable<Buffer>) {
      bytes += piece.length;
      checkSize(bytes);
      pieces.push(piece);
    }
    return readText(Buffer.concat(pieces));
  }
  const bytes = await stat(file)
    .then(({ size }) => {
      checkSize(size);
      return readFile(file);
    })
    .catch((error: unknown) => {
      throw error instanceof ParolaError ? error : unreadable(error);
    });
  return readText(bytes);
}

function checkSize(bytes: number): void {
  if (bytes <= maxFileBytes) return;
  throw new ParolaError(
    'text-too-long',
    `it has more than ${maxFileBytes / 2 ** 20} MiB; cut it into smaller files`,
  );
}
