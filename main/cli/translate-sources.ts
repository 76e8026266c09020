/** What is to be translated: standard input, files, and the files of folders. */
import { existsSync } from 'node:fs';
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

type TextSource = Exclude<Collected, { item: BatchItem }> | { readonly item: TextItem };

/**
 * Everything that `places` name, standard input where there is none. All is collected before anything is
 * written, and earlier results (below the output folder, or beside their sources under the name of the
 * language `to`) are left out: what has been translated is not translated again.
 */
export async function textItems(
  places: readonly string[],
  output: string | undefined,
  to: string,
): Promise<TextSource[]> {
  const items: TextSource[] = [];
  for (const place of places.length === 0 ? [standardInput] : places) {
    if (place === standardInput) {
      items.push({ item: { file: place, subfolder: '', found: false, promisesText: true } });
      continue;
    }
    const isResult = await resultsAmong(place, output, to);
    for await (const collected of collectFiles([place])) {
      if ('error' in collected) items.push(collected);
      else if (!isResult(collected.item.file)) {
        items.push({ item: { ...collected.item, promisesText: textNames.test(collected.item.file) } });
      }
    }
  }
  return items;
}

/** Tells earlier results among the files of the folder `place`. */
async function resultsAmong(
  place: string,
  output: string | undefined,
  to: string,
): Promise<(file: string) => boolean> {
  if (output === undefined) return () => false;
  const [from, into] = await Promise.all([place, output].map((one) => realpath(one).catch(() => null)));
  if (from == null || into == null) return () => false;
  const below = path.relative(from, into);
  if (below === '') {
    return (file) => {
      const { dir, name, ext } = path.parse(file);
      return name.endsWith(`.${to}`) && existsSync(path.join(dir, name.slice(0, -to.length - 1) + ext));
    };
  }
  if (below === '..' || below.startsWith(`..${path.sep}`) || path.isAbsolute(below)) return () => false;
  const results = path.join(place, below) + path.sep;
  return (file) => file.startsWith(results);
}

/**
 * The whole text of a file or of standard input.
 * @throws ParolaError file-not-found, file-unreadable, text-unreadable, text-too-long
 */
export async function readSource(item: TextItem): Promise<string> {
  return readText(await readSourceBytes(item));
}

/**
 * The same as bytes.
 * @throws ParolaError file-not-found, file-unreadable, text-too-long
 */
export async function readSourceBytes({ file }: TextItem): Promise<Uint8Array> {
  if (file === standardInput) {
    const pieces: Buffer[] = [];
    let bytes = 0;
    for await (const piece of process.stdin as AsyncIterable<Buffer>) {
      bytes += piece.length;
      checkSize(bytes);
      pieces.push(piece);
    }
    return Buffer.concat(pieces);
  }
  return stat(file)
    .then(({ size }) => {
      checkSize(size);
      return readFile(file);
    })
    .catch((error: unknown) => {
      throw error instanceof ParolaError ? error : unreadable(error);
    });
}

function checkSize(bytes: number): void {
  if (bytes <= maxFileBytes) return;
  throw new ParolaError(
    'text-too-long',
    `it has more than ${maxFileBytes / 2 ** 20} MiB; cut it into smaller files`,
  );
}
