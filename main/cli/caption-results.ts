/** Where captions go: to standard output, to one file for the batch, or to a file for each picture or video. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { PictureDescription } from '../../preload/description.ts';
import { oneLine } from '../description-formats.ts';
import { type SubtitleFormat, subtitlesOf } from '../scene-subtitles.ts';
import { growFile, replaceFile } from './atomic-file.ts';
import { nameSidecars } from './caption-sidecars.ts';
import { type TableFormat, tableOf } from './caption-table.ts';
import type { Scene } from './caption-video.ts';
import { makeFolder } from './make-folder.ts';
import { type BatchItem, unwritable, writeResult } from './output-files.ts';
import { say } from './report.ts';

export interface CaptionResults {
  /** Whether what would be written of the picture is there already. */
  isThere(item: BatchItem): Promise<boolean>;
  /** @throws ParolaError output-unwritable, disk-full */
  add(item: BatchItem, description: PictureDescription): Promise<void>;
  /** @throws ParolaError output-unwritable, disk-full */
  addVideo(item: BatchItem, scenes: readonly Scene[]): Promise<void>;
  /** No more pictures come; what was added is whole from here on. @throws ParolaError output-unwritable, disk-full */
  end(): Promise<void>;
}

export interface CaptionResultOptions {
  readonly format: TableFormat | 'txt-sidecar' | SubtitleFormat;
  readonly output?: string;
  readonly alternatives?: number;
}

/**
 * @param items the whole batch
 * @throws ParolaError output-unwritable, disk-full where the folder cannot take anything
 */
export async function openCaptions(
  { format, output, alternatives = 0 }: CaptionResultOptions,
  items: readonly BatchItem[],
): Promise<CaptionResults> {
  if (format === 'txt-sidecar') return sidecars(output ?? null, items);
  if (format === 'srt' || format === 'vtt') return subtitles(format, output);
  const table = tableOf(format, alternatives);
  const target = output === undefined ? standardOutput : await batchFile(output, table.extension);
  let count = 0;
  await target.write(table.begin);
  return {
    isThere: async () => false,
    add: (item, description) => target.write(table.row(item.file, description, count++)),
    async addVideo({ file }, scenes) {
      for (const { start, description } of scenes) {
        // As addresses name a moment of a film: https://www.w3.org/TR/media-frags/#naming-time
        await target.write(table.row(`${file}#t=${milli(start)}`, description, count++));
      }
    },
    async end() {
      await target.write(table.end(count));
      await target.end();
    },
  };
}

interface Target {
  write(text: string): Promise<void>;
  end(): Promise<void>;
}

const standardOutput: Target = {
  async write(text) {
    if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
  },
  end: async () => undefined,
};

/** `captions.txt` in the folder or, where there is one already, `captions-2.txt`; it is there once it is whole. */
async function batchFile(folder: string, extension: string): Promise<Target> {
  const orUnwritable = async <Result>(work: () => Promise<Result>): Promise<Result> =>
    work().catch((error: unknown) => {
      throw unwritable(error, folder);
    });
  const file = await orUnwritable(async () => {
    await makeFolder(folder);
    return growFile(path.join(folder, `captions.${extension}`));
  });
  return {
    write: (text) => orUnwritable(() => file.write(text)),
    async end() {
      try {
        const name = await orUnwritable(() => file.finish(names(folder, extension)));
        if (name !== file.wanted)
          say(`written to ${name}, for there is a ${path.basename(file.wanted)} already`);
      } catch (error) {
        await file.discard();
        throw error;
      }
    },
  };
}

function* names(folder: string, extension: string): Generator<string> {
  yield path.join(folder, `captions.${extension}`);
  for (let number = 2; ; number++) yield path.join(folder, `captions-${number}.${extension}`);
}

async function sidecars(output: string | null, items: readonly BatchItem[]): Promise<CaptionResults> {
  if (output !== null) {
    await makeFolder(output).catch((error: unknown) => {
      throw unwritable(error, output);
    });
  }
  const named = nameSidecars(items, output);
  let replaced = 0;
  const put = async (item: BatchItem, text: string): Promise<void> => {
    const file = named.of(item);
    const before = await readFile(file, 'utf8').catch(() => null);
    if (before === text) return;
    try {
      await makeFolder(path.dirname(file));
      await replaceFile(file, text);
    } catch (error) {
      throw unwritable(error, path.dirname(file));
    }
    if (before !== null) replaced++;
  };
  return {
    isThere: named.isThere,
    add: (item, description) => put(item, `${oneLine(description)}\n`),
    addVideo: (item, scenes) =>
      put(item, scenes.map(({ start, description }) => `${clock(start)} ${oneLine(description)}\n`).join('')),
    async end() {
      if (replaced > 0) say(`${replaced} text ${replaced === 1 ? 'file' : 'files'} replaced`);
    },
  };
}

/** One file for each video as `parola transcribe` has it, or one after the other to standard output. */
function subtitles(format: SubtitleFormat, output: string | undefined): CaptionResults {
  const written = new Set<string>();
  let count = 0;
  return {
    isThere: async () => false,
    // Pictures were refused before.
    add: async () => undefined,
    async addVideo(item, scenes) {
      const text = subtitlesOf(
        scenes.map(({ start, end, description }) => ({ start, end, text: oneLine(description) })),
        format,
      );
      if (output !== undefined) written.add(await writeResult(output, item, format, text, written));
      else await standardOutput.write(`${count++ === 0 ? '' : '\n'}${text}`);
    },
    end: async () => undefined,
  };
}

/** Seconds as h:mm:ss. */
function clock(seconds: number): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
}

function milli(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
