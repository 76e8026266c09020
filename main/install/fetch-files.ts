/** The files of one model, each from the first of its sources that has it right, into one folder. */
import { lstat, rename } from 'node:fs/promises';
import path from 'node:path';
import type { FetchedFile, Manifest } from '../../models/schema.ts';
import type { ParolaError } from '../errors.ts';
import type { Launch } from '../launch.ts';
import { downloadBytes, downloadsFolder } from '../models.ts';
import { discard, release } from './claim.ts';
import type { RunConverter } from './convert.ts';
import { digestOf } from './digest.ts';
import { type Patience, usualPatience } from './download.ts';
import { flush } from './durable.ts';
import { cancelled } from './http.ts';
import { type FetchContext, fetchFile } from './sources.ts';

export interface InstallProgress {
  readonly step: 'fetching' | 'making ready';
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface InstallOptions {
  readonly home: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: InstallProgress) => void) | undefined;
  /** What the user should know and is no failure yet: a source that failed, a restart from the beginning. */
  readonly onNote?: ((note: string) => void) | undefined;
  /** Only local folders; no connection is opened. */
  readonly offline?: boolean;
  readonly runConverter?: RunConverter | undefined;
  readonly patience?: Patience;
  /** How to run an export once before it is installed; absent: it is not tried. */
  readonly trial?: { readonly launch: Launch; readonly workerPath: string } | undefined;
}

/** Where, inside the folder that files are fetched to, the finished model is put together. */
export const readyName = 'ready';

/** Pieces come by the thousand; people and pages need no more than this. */
const reportMilliseconds = 100;

export interface Fetched {
  /** File name → source. */
  readonly sources: ReadonlyMap<string, string>;
  /** Deletes the archives that the files came out of. */
  forget(): Promise<void>;
}

/** @throws ParolaError install-failed, install-offline, cancelled; file system errors as they are */
export async function fetchFiles(
  manifest: Manifest,
  folder: string,
  options: InstallOptions,
): Promise<Fetched> {
  const downloads = downloadsFolder(options.home, manifest.id);
  const sources = new Map<string, string>();
  const totalBytes = downloadBytes(manifest);
  let before = 0;
  let reported = -1;
  let reportedAt = 0;
  const report = (bytes: number) => {
    const now = Date.now();
    // A source that fails may throw progress back; what is shown only grows.
    const shown = Math.max(reported, Math.round(before + bytes));
    if (shown === reported || (shown < totalBytes && now - reportedAt < reportMilliseconds)) return;
    reported = shown;
    reportedAt = now;
    options.onProgress?.({ step: 'fetching', doneBytes: shown, totalBytes });
  };
  const archives = new Map<string, string | ParolaError>();
  const kept = () => [...archives.values()].filter((one): one is string => typeof one === 'string');
  try {
    for (const file of manifest.files) {
      if (options.signal?.aborted === true) throw cancelled();
      report(0);
      const context: FetchContext = {
        downloads,
        offline: options.offline ?? false,
        signal: options.signal,
        patience: options.patience ?? usualPatience,
        onNote: options.onNote ?? (() => undefined),
        onShare: (share, of) =>
          report(share * (of === 'file' ? sizeOf([file]) : sizeOf(archiveMates(manifest, file)))),
        archives,
      };
      sources.set(file.name, await fetchOne(file, folder, downloads, context));
      before += sizeOf([file]);
    }
  } catch (error) {
    for (const archive of kept()) release(archive);
    throw error;
  }
  return {
    sources,
    async forget() {
      for (const archive of kept()) await discard(archive);
    },
  };
}

function sizeOf(files: readonly FetchedFile[]): number {
  return files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
}

/** The file and those after it that come out of the same package. */
function archiveMates(manifest: Manifest, file: FetchedFile): FetchedFile[] {
  const packageOf = ({ sources }: FetchedFile) => sources[0]?.split('#')[0];
  const from = manifest.files.indexOf(file);
  return manifest.files.filter((other, index) => index >= from && packageOf(other) === packageOf(file));
}

/** Fetches one file unless an earlier try left it whole; answers where it came from. */
async function fetchOne(
  file: FetchedFile,
  folder: string,
  downloads: string,
  context: FetchContext,
): Promise<string> {
  const target = path.join(folder, file.name);
  // A try that was cut short may have moved it into the finished folder already.
  await rename(path.join(folder, readyName, file.name), target).catch(() => undefined);
  const left = await lstat(target).catch(() => null);
  if (left?.isFile() === true && file.sha256 !== null && (await digestOf(target)) === file.sha256) {
    return 'an earlier try';
  }
  // The user may have put the file beside the downloads by hand.
  const byHand = { ...file, sources: [`file:${downloads}`, ...file.sources] };
  const there = (await lstat(path.join(downloads, file.name)).catch(() => null)) !== null;
  const { source } = await fetchFile(there ? byHand : file, target, context);
  await flush(target);
  return source;
}
