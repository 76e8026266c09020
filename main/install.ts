/**
 * Puts a model on this machine: fetch, verify, convert, note in a receipt, and only then show under its
 * name, in one rename. Whatever kills it on the way leaves no model, and what was fetched serves the next try.
 */
import { chmod, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Manifest, Receipt } from '../models/schema.ts';
import { ParolaError } from './errors.ts';
import { claim, discard, release } from './install/claim.ts';
import { convert, forkConverter } from './install/convert.ts';
import { digestOf } from './install/digest.ts';
import { flush, renameDurably, writeDurably } from './install/durable.ts';
import { explain } from './install/explain.ts';
import { fetchFiles, type InstallOptions, readyName } from './install/fetch-files.ts';
import { cancelled } from './install/http.ts';
import { importModel } from './install/import.ts';
import {
  downloadBytes,
  findModel,
  isInCatalogue,
  modelState,
  modelsFolder,
  neededFiles,
  verifyModel,
} from './models.ts';
import { forgetLeftovers, retire } from './remove-model.ts';

declare const PAROLA_VERSION: string | undefined;

/**
 * Installs a model of the catalogue; does nothing when it is there, every byte of it.
 * @throws ParolaError model-unknown, install-failed, install-offline, disk-full, cancelled
 */
export async function installModel(id: string, options: InstallOptions): Promise<void> {
  const manifest = findModel(id, options.home);
  if (!isInCatalogue(id) && !(await isIntact(manifest, options.home, options.signal))) {
    throw new ParolaError(
      'install-failed',
      `${id} was imported and has changed since; import it again with "parola models import FOLDER"`,
    );
  }
  await installManifest(manifest, options);
}

/** The same for a manifest that need not be in the catalogue. @throws as `installModel` */
export async function installManifest(manifest: Manifest, options: InstallOptions): Promise<void> {
  try {
    if (await isIntact(manifest, options.home, options.signal)) {
      await forgetLeftovers(options.home, manifest.id);
      return;
    }
    if (manifest.exported !== undefined) {
      await installExport(manifest, manifest.exported, options);
      return;
    }
    if (manifest.graphs === undefined) {
      options.onNote?.(`this version of Parola cannot run ${manifest.id} yet; it is only fetched`);
    }
    await installFresh(manifest, options);
  } catch (error) {
    throw explain(error, manifest, options.home);
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
  const fetched = await fetchFiles(manifest, folder, options).catch((error: unknown) => {
    throw explain(error, manifest, options.home);
  });
  await fetched.forget();
}

/** Fetches an export, then reads what it is: only then is it known how to run it. */
async function installExport(
  manifest: Manifest,
  { prefix }: NonNullable<Manifest['exported']>,
  options: InstallOptions,
): Promise<void> {
  const models = modelsFolder(options.home);
  await mkdir(models, { recursive: true, mode: 0o700 });
  const stage = await claim(models, `.${manifest.id}-fetched`);
  try {
    await mkdir(stage, { recursive: true, mode: 0o700 });
    const fetched = await fetchFiles(manifest, stage, options);
    const { id, title, task, languages } = manifest;
    const [from, to] = languages;
    const wishes = { id, title, task, ...(from ? { from } : {}), ...(to ? { to } : {}) };
    await importModel(stage, { ...wishes, ...(prefix === undefined ? {} : { prefix }) }, options, manifest);
    await discard(stage);
    await fetched.forget();
  } finally {
    // After a failure it waits, with what was fetched, for the next try.
    release(stage);
  }
}

async function installFresh(manifest: Manifest, options: InstallOptions): Promise<void> {
  const models = modelsFolder(options.home);
  await mkdir(options.home, { recursive: true, mode: 0o700 });
  await mkdir(models, { recursive: true, mode: 0o700 });
  const stage = await claim(models, `.${manifest.id}`);
  try {
    await mkdir(stage, { recursive: true, mode: 0o700 });
    const fetched = await fetchFiles(manifest, stage, options);
    const bytes = downloadBytes(manifest);
    options.onProgress?.({ step: 'making ready', doneBytes: bytes, totalBytes: bytes });
    const ready = await makeReady(manifest, stage, fetched.sources, options);
    await show(ready, manifest, options.home);
    await discard(stage);
    await fetched.forget();
    await forgetLeftovers(options.home, manifest.id);
  } finally {
    // After a failure it waits, with what was fetched, for the next try.
    release(stage);
  }
}

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
    if (await isIntact(manifest, home)) return;
    try {
      if ((await modelState(home, manifest)).kind !== 'absent') await retire(home, manifest.id);
      await renameDurably(ready, target);
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const taken = code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOENT' || code === 'EPERM';
      if (!taken || attempt === tries) throw error;
    }
  }
}

/** Read byte for byte: an installation is also how a damaged model is mended. */
async function isIntact(manifest: Manifest, home: string, signal?: AbortSignal): Promise<boolean> {
  if ((await modelState(home, manifest)).kind !== 'installed') return false;
  return (await verifyModel(home, manifest, signal)).intact;
}
