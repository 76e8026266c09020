/** Where translations go: to standard output one after the other, or to a file each. */

import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { SentenceTranslation } from '../../preload/translation.ts';
import { stem, writeResult } from './output-files.ts';
import { targetOf } from './translate-lines.ts';
import { standardInput, type TextItem } from './translate-sources.ts';
import { translatedLine } from './translated-line.ts';

/** Takes what becomes of one file. */
export interface TranslationSink {
  /** A line and its parts; see `translateLines`. */
  readonly line: (line: string, parts: readonly SentenceTranslation[]) => void;
  /** A byte order mark: a file whose source had one has it again, standard output never. */
  readonly mark: (mark: string) => void;
  /** A whole document. */
  readonly document: (text: string) => void;
  /** The file is done. @throws ParolaError output-unwritable, disk-full */
  end(): Promise<void>;
}

export interface Translations {
  open(item: TextItem): TranslationSink;
  /** No more files come. */
  end(): void;
}

export interface ResultOptions {
  readonly to: string;
  readonly format: 'text' | 'json';
  readonly output?: string;
  readonly alternatives?: number;
}

/** @param isBatch several files may come: then their JSON says which file a line is from */
export function openTranslations(options: ResultOptions, isBatch: boolean): Translations {
  const { output } = options;
  if (output === undefined) {
    const write = (text: string) => void process.stdout.write(text);
    const list = newList(write);
    return {
      open: (item) => ({
        ...sinkFor(item, options, isBatch, list, write),
        mark: () => undefined,
        document: (text) => write(text.replace(/^\ufeff/, '')),
      }),
      end: () => {
        if (options.format === 'json') list.end();
      },
    };
  }
  const written = new Set<string>();
  return {
    open(item) {
      const pieces: string[] = [];
      const list = newList((text) => void pieces.push(text));
      const sink = sinkFor(item, options, false, list, (text) => void pieces.push(text));
      return {
        ...sink,
        async end() {
          if (options.format === 'json') list.end();
          const { named, extension } = nameOf(item, output, options);
          written.add(await writeResult(output, named, extension, pieces.join(''), written));
        },
      };
    },
    end: () => undefined,
  };
}

/** A JSON array that grows as its items come. */
interface List {
  add(item: unknown): void;
  end(): void;
}

function newList(write: (text: string) => void): List {
  let count = 0;
  return {
    add(item) {
      write(`${count++ === 0 ? '[\n' : ',\n'}  ${JSON.stringify(item)}`);
    },
    end: () => write(count === 0 ? '[]\n' : '\n]\n'),
  };
}

function sinkFor(
  { file }: TextItem,
  { format, alternatives = 0 }: ResultOptions,
  isBatch: boolean,
  list: List,
  write: (text: string) => void,
): TranslationSink {
  return {
    line: (line, parts) => {
      if (format === 'text') write(`${targetOf(line, parts)}\n`);
      else list.add({ ...(isBatch ? { file } : {}), ...translatedLine(line, parts, alternatives) });
    },
    mark: (mark) => {
      if (format === 'text') write(mark);
    },
    document: write,
    end: async () => undefined,
  };
}

/** `talk.md` stays `talk.md`; beside its own source it becomes `talk.pt.md`. */
function nameOf(
  item: TextItem,
  output: string,
  { format, to }: ResultOptions,
): { named: TextItem; extension: string } {
  if (item.file === standardInput)
    return { named: { ...item, file: 'standard-input.txt' }, extension: 'txt' };
  const name = stem(item.file);
  const own = path.extname(item.file).slice(1);
  const extension = format === 'json' ? 'json' : own === '' ? 'txt' : own;
  const isBeside =
    extension === own && isSameFolder(path.dirname(item.file), path.join(output, item.subfolder));
  // Whatever `writeResult` takes for an extension here is the one it puts in its place.
  return { named: { ...item, file: `${name}${isBeside ? `.${to}` : ''}.${extension}` }, extension };
}

function isSameFolder(one: string, other: string): boolean {
  try {
    return realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}
