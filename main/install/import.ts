/**
 * Puts a model from a folder of files on this machine: what it is is read in one process, whether it runs is
 * tried in another, and then its files are copied, noted in a receipt and shown under its name in one rename.
 */
import { constants } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { exportReportSchema, reportName } from '../../models/huggingface/export-report.ts';
import type { ImportWishes } from '../../models/huggingface/manifest.ts';
import type { EncoderDecoderGraphs, Manifest, Receipt } from '../../models/schema.ts';
import { errorCodes } from '../../preload/error-data.ts';
import { ParolaError } from '../errors.ts';
import { importedManifestName } from '../imported-models.ts';
import type { Launch } from '../launch.ts';
import { isInCatalogue, modelState, modelsFolder } from '../models.ts';
import { tryModel } from '../providers-trial.ts';
import { forgetLeftovers, retire } from '../remove-model.ts';
import { claim, discard } from './claim.ts';
import { converterPath, forkConverter, type RunConverter } from './convert.ts';
import { digestOf } from './digest.ts';
import { flush, renameDurably, writeDurably } from './durable.ts';
import { explain } from './explain.ts';
import { cancelled } from './http.ts';

declare const PAROLA_VERSION: string | undefined;

export interface ImportOptions {
  readonly home: string;
  /** How to run the model once, by the bundled inference process; absent: it is not tried. */
  readonly trial?: { readonly launch: Launch; readonly workerPath: string } | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What the user should know, in whole sentences. */
  readonly onNote?: ((note: string) => void) | undefined;
  readonly runConverter?: RunConverter | undefined;
}

/** A model of the catalogue, whose files lie in the folder: all but its graphs is known of it. */
type Listed = Manifest;

type ReadExport = Extract<v.InferOutput<typeof exportReportSchema>, { kind: 'read' }>;

/**
 * Imports the model in `folder`; one that was imported under the same id before is replaced.
 * @param listed the model of the catalogue that it is, if it is one
 * @returns its manifest, as it is from now on
 * @throws ParolaError file-not-found, file-unreadable, data-malformed, model-unsupported, model-corrupt,
 * model-wrong-task, request-invalid (the id), disk-full, install-failed, cancelled
 */
export async function importModel(
  folder: string,
  wishes: ImportWishes,
  options: ImportOptions,
  listed?: Listed,
): Promise<Manifest> {
  if (listed === undefined && wishes.id !== undefined) checkId(wishes.id);
  const models = modelsFolder(options.home);
  await mkdir(models, { recursive: true, mode: 0o700 });
  const work = await mkdtemp(path.join(models, '.import-'));
  try {
    const read = await readInOwnProcess(path.resolve(folder), work, wishes, options);
    for (const note of read.notes) options.onNote?.(note);
    return await bringIn(listed ? asListed(read, listed) : renamed(read), options).catch((error: unknown) => {
      throw explain(error, read.manifest, options.home);
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function readInOwnProcess(
  folder: string,
  work: string,
  wishes: ImportWishes,
  { signal, runConverter = forkConverter }: ImportOptions,
): Promise<ReadExport> {
  const args = ['read-export', folder, work, JSON.stringify(wishes)];
  const end = await runConverter(converterPath(), args, signal);
  if (signal?.aborted === true) throw cancelled();
  const report = await readFile(path.join(work, reportName), 'utf8')
    .then((text) => v.parse(exportReportSchema, JSON.parse(text)))
    .catch((error: unknown) => {
      const detail = `${end.reason}\n${end.output}\n${error instanceof Error ? error.message : error}`;
      throw new ParolaError(
        'model-unsupported',
        `the model in ${folder} could not be read; take another export of it`,
        detail,
      );
    });
  if (report.kind === 'read') return report;
  const { code, message, detail } = report.error;
  const known = errorCodes.find((one) => one === code && one !== 'unknown');
  if (known !== undefined) throw new ParolaError(known, message, detail);
  throw new ParolaError(
    'model-unsupported',
    `the model in ${folder} could not be read; take another export of it`,
    `${message}\n${detail ?? ''}`,
  );
}

function asListed(read: ReadExport, listed: Listed): ReadExport {
  const files = listed.files.filter(({ name }) => read.files.some((file) => file.name === name));
  const { graphs } = read.manifest;
  return { ...read, manifest: { ...listed, files, ...(graphs ? { graphs } : {}) } };
}

/** Under another name where its own is that of a model of the catalogue. */
function renamed(read: ReadExport): ReadExport {
  const { manifest } = read;
  if (!isInCatalogue(manifest.id)) return read;
  return { ...read, manifest: { ...manifest, id: `${manifest.id.slice(0, 55)}-imported` } };
}

/** @throws ParolaError request-invalid */
function checkId(id: string): void {
  if (id.length > 64 || !/^[a-z0-9]/i.test(id)) {
    throw new ParolaError(
      'request-invalid',
      `"${id}" is no name for a model; give --id at most 64 letters and digits, with . and - between them`,
    );
  }
  if (!isInCatalogue(id)) return;
  throw new ParolaError(
    'request-invalid',
    `${id} is the name of a model that Parola knows; give the imported one another with --id`,
  );
}

async function bringIn({ manifest, files }: ReadExport, options: ImportOptions): Promise<Manifest> {
  const models = modelsFolder(options.home);
  const stage = await claim(models, `.${manifest.id}`);
  try {
    await rm(stage, { recursive: true, force: true });
    await mkdir(stage, { recursive: true, mode: 0o700 });
    const noted: Receipt['files'] = [];
    for (const { name, path: source } of files) {
      if (options.signal?.aborted === true) throw cancelled();
      const target = path.join(stage, path.basename(name));
      // A copy on write where the disk has such: no second place is taken.
      await copyFile(source, target, constants.COPYFILE_FICLONE);
      await chmod(target, 0o600);
      await flush(target);
      const { size: bytes } = await lstat(target);
      noted.push({
        name,
        bytes,
        sha256: await digestOf(target, 'sha256', options.signal),
        source: `file:${source}`,
      });
    }
    const { graphs } = manifest;
    if (graphs?.kind === 'encoder-decoder') await tryIt(manifest.id, stage, graphs, noted, options);
    const whole = withHashes(manifest, noted);
    await writeRecords(stage, whole, noted);
    if ((await modelState(options.home, whole)).kind !== 'absent') await retire(options.home, whole.id);
    await renameDurably(stage, path.join(models, whole.id));
    await forgetLeftovers(options.home, whole.id);
    return whole;
  } finally {
    await discard(stage);
  }
}

function tryIt(
  id: string,
  folder: string,
  graphs: EncoderDecoderGraphs,
  files: Receipt['files'],
  { trial, signal }: ImportOptions,
): Promise<void> {
  if (trial === undefined) return Promise.resolve();
  const model = {
    id,
    folder,
    graphs,
    files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
  };
  return tryModel(model, { ...trial, ...(signal ? { signal } : {}) });
}

/** The manifest with what its files turned out to be; that is its revision, too, where it has no other. */
function withHashes(manifest: Manifest, noted: Receipt['files']): Manifest {
  const shaOf = (name: string) => noted.find((file) => file.name === name)?.sha256 ?? null;
  return {
    ...manifest,
    revision:
      manifest.exported === undefined
        ? `imported ${noted.map(({ sha256 }) => sha256.slice(0, 8)).join(' ')}`
        : manifest.revision,
    files: manifest.files.map((file) => ({ ...file, sha256: shaOf(file.name) })),
  };
}

async function writeRecords(stage: string, manifest: Manifest, noted: Receipt['files']): Promise<void> {
  const own = path.join(stage, importedManifestName);
  await writeDurably(own, `${JSON.stringify(manifest, null, 2)}\n`);
  const { size: bytes } = await lstat(own);
  const receipt: Receipt = {
    id: manifest.id,
    revision: manifest.revision,
    madeBy: `parola ${typeof PAROLA_VERSION === 'string' ? PAROLA_VERSION : 'from source'}`,
    converterVersion: null,
    installedAt: new Date().toISOString(),
    files: [...noted, { name: importedManifestName, bytes, sha256: await digestOf(own), source: 'import' }],
  };
  await writeDurably(path.join(stage, 'receipt.json'), `${JSON.stringify(receipt, null, 2)}\n`);
  await flush(stage);
}
