/**
 * Puts a model on this machine: fetch, verify, convert, note in a receipt, and only then show under its
 * name, in one rename. Whatever kills it on the way leaves no model, and what was fetched serves the next try.
 */
import { chmod, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FetchedFile, Manifest, Receipt } from '../models/schema.ts';
import { ParolaError } from './errors.ts';
import { claim, discard, discardAbandoned, release } from './install/claim.ts';
import { convert, forkConverter, type RunConverter } from './install/convert.ts';
import { digestOf } from './install/digest.ts';
import { type Patience, usualPatience } from './install/download.ts';
import { flush, renameDurably, writeDurably } from './install/durable.ts';
import { cancelled } from './install/http.ts';
import { type FetchContext, fetchFile } from './install/sources.ts';
import {
  catalogue,
  downloadsFolder,
  findModel,
  modelState,
  modelsFolder,
  neededFiles,
  retire,
} from './models.ts';

declare const PAROLA_VERSION: string | undefined;

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
}

/** Pieces come by the thousand; people and pages need no more than this. */
const reportMilliseconds = 100;

/**
 * Installs a model of the catalogue; does nothing when it is there and fits.
 * @throws ParolaError model-unknown, install-failed, install-offline, disk-full, cancelled
 */
export async function installModel(id: string, options: InstallOptions): Promise<void> {
  await installManifest(findModel(id), options);
}

/** Installs every default model that is not there. @throws as `installModel` */
export async function ensureDefaultModels(options: InstallOptions): Promise<void> {
  for (const manifest of catalogue()) {
    if (manifest.default) await installManifest(manifest, options);
  }
}

/** The same for a manifest that need not be in the catalogue. @throws as `installModel` */
export async function installManifest(manifest: Manifest, options: InstallOptions): Promise<void> {
  if ((await modelState(options.home, manifest)).kind === 'installed') return;
  if (manifest.graphs === undefined) {
    options.onNote?.(`this version of Parola cannot run ${manifest.id} yet; it is only fetched`);
  }
  try {
    await installFresh(manifest, options);
  } catch (error) {
    throw asInstallError(error, manifest, options);
  }
}

/**
 * Brings a model's files, as its publisher made them, to `folder`; for comparisons with the original.
 * @throws as `installModel`
 */
export async function fetchOriginals(
  manifest: Manifest,
  folder: string,
  options: InstallOptions,
): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fetched = await fetchAll(manifest, folder, options).catch((error: unknown) => {
    throw asInstallError(error, manifest, options);
  });
  await fetched.forget();
}

async function installFresh(manifest: Manifest, options: InstallOptions): Promise<void> {
  const models = modelsFolder(options.home);
  await mkdir(options.home, { recursive: true, mode: 0o700 });
  await mkdir(models, { recursive: true, mode: 0o700 });
  const stage = await claim(models, `.${manifest.id}`);
  try {
    await mkdir(stage, { recursive: true, mode: 0o700 });
    const fetched = await fetchAll(manifest, stage, options);
    options.onProgress?.({ step: 'making ready', ...whole(manifest) });
    const ready = await makeReady(manifest, stage, fetched.sources, options);
    await show(ready, manifest, options.home);
    await discard(stage);
    await discardAbandoned(models, `.${manifest.id}`);
    await discardAbandoned(models, `.${manifest.id}-old`);
    await fetched.forget();
  } finally {
    // After a failure it waits, with what was fetched, for the next try.
    release(stage);
  }
}

interface Fetched {
  /** File name → source. */
  readonly sources: ReadonlyMap<string, string>;
  /** Deletes the archives and partial downloads. */
  forget(): Promise<void>;
}

async function fetchAll(manifest: Manifest, folder: string, options: InstallOptions): Promise<Fetched> {
  const downloads = downloadsFolder(options.home, manifest.id);
  const sources = new Map<string, string>();
  const { totalBytes } = whole(manifest);
  let doneBytes = 0;
  let reportedAt = 0;
  const report = (share: number, file: FetchedFile) => {
    const now = Date.now();
    if (share > 0 && share < 1 && now - reportedAt < reportMilliseconds) return;
    reportedAt = now;
    const bytes = Math.round(doneBytes + share * (file.bytes ?? 0));
    options.onProgress?.({ step: 'fetching', doneBytes: bytes, totalBytes });
  };
  const archives = new Map<string, string | ParolaError>();
  const kept = () => [...archives.values()].filter((one): one is string => typeof one === 'string');
  try {
    for (const file of manifest.files) {
      if (options.signal?.aborted === true) throw cancelled();
      report(0, file);
      const context: FetchContext = {
        downloads,
        offline: options.offline ?? false,
        signal: options.signal,
        patience: options.patience ?? usualPatience,
        onNote: options.onNote ?? (() => undefined),
        onShare: (share) => report(share, file),
        archives,
      };
      sources.set(file.name, await fetchOne(file, folder, downloads, context));
      doneBytes += file.bytes ?? 0;
    }
  } catch (error) {
    for (const archive of kept()) release(archive);
    throw error;
  }
  return {
    sources,
    async forget() {
      for (const archive of kept()) await discard(archive);
      await discardAbandoned(downloads);
    },
  };
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

const readyName = 'ready';

/** The finished folder inside the stage: converted and needed files, and the receipt, all on the disk. */
async function makeReady(
  manifest: Manifest,
  stage: string,
  sources: ReadonlyMap<string, string>,
  options: InstallOptions,
): Promise<string> {
  const ready = path.join(stage, readyName);
  await rm(ready, { recursive: true, force: true });
  if (manifest.conversion === undefined) await mkdir(ready, { mode: 0o700 });
  else await convert(manifest, stage, ready, options.signal, options.runConverter ?? forkConverter);
  if (options.signal?.aborted === true) throw cancelled();
  const files: Receipt['files'] = [];
  for (const name of neededFiles(manifest)) {
    const target = path.join(ready, name);
    const source = sources.get(name);
    if (source !== undefined) await rename(path.join(stage, name), target);
    await chmod(target, 0o600);
    await flush(target);
    const { size: bytes } = await lstat(target);
    const made = `converter ${manifest.conversion?.converter} ${manifest.conversion?.version}`;
    files.push({ name, bytes, sha256: await digestOf(target), source: source ?? made });
  }
  const receipt: Receipt = {
    id: manifest.id,
    revision: manifest.revision,
    madeBy: `parola ${typeof PAROLA_VERSION === 'string' ? PAROLA_VERSION : 'from source'}`,
    converterVersion: manifest.conversion?.version ?? null,
    installedAt: new Date().toISOString(),
    files,
  };
  await removeOthers(ready, files);
  await writeDurably(path.join(ready, 'receipt.json'), `${JSON.stringify(receipt, null, 2)}\n`);
  await flush(ready);
  return ready;
}

/** What a converter left beside its files is not in the receipt, so it does not belong to the model. */
async function removeOthers(folder: string, files: Receipt['files']): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!files.some((file) => file.name === name)) {
      await rm(path.join(folder, name), { recursive: true, force: true });
    }
  }
}

/** Renames the finished folder to the model's name; where another process was quicker, its result stays. */
async function show(ready: string, manifest: Manifest, home: string): Promise<void> {
  const target = path.join(modelsFolder(home), manifest.id);
  const tries = 5;
  for (let attempt = 1; ; attempt += 1) {
    const state = await modelState(home, manifest);
    if (state.kind === 'installed') return;
    try {
      if (state.kind === 'unusable') await retire(home, manifest.id);
      await renameDurably(ready, target);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const taken = code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOENT' || code === 'EPERM';
      if (!taken || attempt === tries) throw error;
    }
  }
}

function whole(manifest: Manifest): { doneBytes: number; totalBytes: number } {
  const totalBytes = manifest.files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
  return { doneBytes: totalBytes, totalBytes };
}

/** Every way an installation fails, in words that say what to do. */
function asInstallError(error: unknown, manifest: Manifest, { home }: InstallOptions): unknown {
  const { id } = manifest;
  const byHand = `put its files (${manifest.files.map(({ name }) => name).join(', ')}) into ${downloadsFolder(home, id)}`;
  if (error instanceof ParolaError) {
    if (error.code === 'install-offline') {
      return new ParolaError(
        'install-offline',
        `the model ${id} is not on this machine and fetching it is forbidden; run without --offline, or ${byHand} and run again`,
      );
    }
    if (error.code !== 'install-failed' || /run the installation again/.test(error.message)) return error;
    return new ParolaError(
      'install-failed',
      `the model ${id} could not be had: ${error.message}; check the connection and run again, or ${byHand}`,
      error.detail,
    );
  }
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ABORT_ERR') return cancelled();
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    const megabytes = Math.ceil((2.5 * whole(manifest).totalBytes) / 1e6);
    return new ParolaError(
      'disk-full',
      `there is no room in ${home} for the model ${id}, which needs about ${megabytes} MB while it is installed; free some and run again`,
      message,
    );
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new ParolaError(
      'install-failed',
      `${home} cannot be written to; check its permissions, or name another folder in PAROLA_HOME`,
      message,
    );
  }
  return error;
}
