/**
 * The models that Parola knows, and which of them are on this machine: `HOME/models/ID/` with the files
 * and a receipt. A folder without a receipt that fits the catalogue is not an installed model.
 */
import { lstat, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { exportedModels } from '../models/huggingface/catalogue.ts';
import { translationModels } from '../models/marian/catalogue.ts';
import moonshineBase from '../models/moonshine-base.json' with { type: 'json' };
import moonshineTiny from '../models/moonshine-tiny.json' with { type: 'json' };
import captioner from '../models/parola-captioner.json' with { type: 'json' };
import chooser from '../models/parola-chooser.json' with { type: 'json' };
import cleaner from '../models/parola-cleaner.json' with { type: 'json' };
import { readingModels } from '../models/reading/catalogue.ts';
import {
  type EncoderDecoderGraphs,
  type Manifest,
  parseManifest,
  type ReadingGraphs,
  type Receipt,
  receiptSchema,
  type VoiceActivityGraphs,
} from '../models/schema.ts';
import sileroVad from '../models/silero-vad.json' with { type: 'json' };
import textFinder from '../models/text-finder.json' with { type: 'json' };
import { whisperModels } from '../models/whisper/catalogue.ts';
import { ParolaError } from './errors.ts';
import { importedManifest, importedManifests } from './imported-models.ts';
import { digestOf } from './install/digest.ts';
import type { InstalledModel } from './worker/protocol.ts';

export type Graphs = EncoderDecoderGraphs | ReadingGraphs | VoiceActivityGraphs;

export type ModelState =
  | { readonly kind: 'absent' }
  | { readonly kind: 'installed'; readonly bytes: number }
  /** Something is there that cannot be used: files missing, another revision, an old conversion. */
  | { readonly kind: 'unusable'; readonly reason: string };

/** A model as a list shows it. */
export interface ModelRow {
  readonly manifest: Manifest;
  /** What an install fetches, as far as the sizes are published. */
  readonly downloadBytes: number;
  /** The languages it hears, in English words. */
  readonly hears: readonly string[];
  /** Can this version of Parola run it once it is installed? */
  readonly runnable: boolean;
  /** The first start fetches it, and nothing that serves in its place is here. */
  readonly default: boolean;
  readonly state: ModelState;
}

const receiptName = 'receipt.json';
/** The tasks of this version. */
export const tasksOffered: ReadonlySet<Manifest['task']> = new Set([
  'transcribe',
  'voice-activity',
  'translate',
  'caption',
  'read',
  'clean',
  'summarize',
]);
const known: readonly Manifest[] = [
  ...[moonshineTiny, sileroVad, captioner, cleaner, chooser, moonshineBase, textFinder].map(parseManifest),
  ...whisperModels(),
  ...translationModels(),
  ...readingModels(),
  ...exportedModels(),
];

/** The user's data folder: `PAROLA_HOME`, or Parola's place among the platform's own. */
export function parolaHome(environment: NodeJS.ProcessEnv = process.env): string {
  const chosen = environment.PAROLA_HOME;
  if (chosen !== undefined && chosen !== '') return path.resolve(chosen);
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Application Support', 'Parola');
  if (process.platform === 'win32') {
    return path.join(environment.APPDATA ?? path.join(homedir(), 'AppData', 'Roaming'), 'Parola');
  }
  // The XDG specification says to ignore a relative path.
  const data = environment.XDG_DATA_HOME;
  const folder = data !== undefined && path.isAbsolute(data) ? data : path.join(homedir(), '.local', 'share');
  return path.join(folder, 'parola');
}

/** Every model there is, installed or not. */
export function catalogue(): readonly Manifest[] {
  return known;
}

/**
 * A model of the catalogue, or one that was imported.
 * @throws ParolaError model-unknown
 */
export function findModel(id: string, home = parolaHome()): Manifest {
  const listed = known.find((one) => one.id === id);
  const found = listed ? asInstalled(home, listed) : importedManifest(modelsFolder(home), id);
  if (found !== null) return found;
  throw new ParolaError(
    'model-unknown',
    `there is no model "${id}"; "parola models list" shows what there is`,
  );
}

/** The manifest of an export with what was read at its install, once it is installed at this revision. */
function asInstalled(home: string, manifest: Manifest): Manifest {
  if (manifest.exported === undefined) return manifest;
  const own = importedManifest(modelsFolder(home), manifest.id);
  return own?.revision === manifest.revision ? own : manifest;
}

/** False for a model that was imported. */
export function isInCatalogue(id: string): boolean {
  return known.some((one) => one.id === id);
}

/** Where installed models are: a folder each. */
export function modelsFolder(home: string): string {
  return path.join(home, 'models');
}

/** Where the downloads of a model wait to be whole; a user may put its files here by hand, too. */
export function downloadsFolder(home: string, id: string): string {
  return path.join(home, 'downloads', id);
}

/** The files a running model needs: what a conversion made, and what its graphs name of the fetched ones. */
export function neededFiles(manifest: Manifest): string[] {
  const fetched = manifest.files.map(({ name }) => name);
  const { conversion, graphs } = manifest;
  if (conversion === undefined) return fetched;
  const named = graphs === undefined ? [] : graphFiles(graphs);
  return [...conversion.files, ...fetched.filter((name) => named.includes(name))];
}

function graphFiles(graphs: Graphs): string[] {
  if (graphs.kind !== 'encoder-decoder') return [graphs.file];
  const { encoder, decoder, tokenizer } = graphs;
  const files = [
    encoder.file,
    tokenizer?.file,
    tokenizer?.sourceFile,
    decoder.step.file,
    decoder.first?.file,
  ];
  return files.filter((name) => name !== undefined);
}

/** Is the model on this machine, whole as far as names and sizes tell? `verifyModel` reads every byte. */
export async function modelState(home: string, manifest: Manifest): Promise<ModelState> {
  const folder = path.join(modelsFolder(home), manifest.id);
  if ((await lstat(folder).catch(() => null)) === null) return { kind: 'absent' };
  const receipt = await readReceipt(folder);
  const reason = receipt === null ? 'its installation is not whole' : misfit(manifest, receipt);
  if (receipt === null || reason !== null) return { kind: 'unusable', reason: reason ?? '' };
  for (const { name, bytes } of receipt.files) {
    const about = await lstat(path.join(folder, name)).catch(() => null);
    if (about === null || !about.isFile()) return { kind: 'unusable', reason: `${name} is missing` };
    if (about.size !== bytes) return { kind: 'unusable', reason: `${name} has changed its size` };
  }
  return { kind: 'installed', bytes: receipt.files.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** The installed model `id`, ready to be handed to the inference process; null when there is none to be used. */
export async function installedModel(home: string, id: string): Promise<InstalledModel<Graphs> | null> {
  return readInstalled(home, findModel(id, home));
}

/** The same for a manifest that need not be in the catalogue. */
export async function readInstalled(
  home: string,
  manifest: Manifest,
): Promise<InstalledModel<Graphs> | null> {
  const { graphs, id } = manifest;
  if (graphs === undefined || (await modelState(home, manifest)).kind !== 'installed') return null;
  const folder = path.join(modelsFolder(home), id);
  const receipt = await readReceipt(folder);
  if (receipt === null) return null;
  const files = receipt.files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 }));
  return { id, folder, graphs, files };
}

/** What is wrong with the model, byte for byte; nothing: it is what was installed. @throws ParolaError model-missing */
export async function verifyModel(
  home: string,
  manifest: Manifest,
  signal?: AbortSignal,
): Promise<{ intact: boolean; problems: string[] }> {
  const state = await modelState(home, manifest);
  if (state.kind === 'absent') throw missingModel(manifest.id);
  if (state.kind === 'unusable') return { intact: false, problems: [state.reason] };
  const folder = path.join(modelsFolder(home), manifest.id);
  const problems: string[] = [];
  for (const { name, sha256 } of (await readReceipt(folder))?.files ?? []) {
    const found = await digestOf(path.join(folder, name), 'sha256', signal);
    if (found !== sha256) problems.push(`${name} is not what was installed (sha256 ${found}, not ${sha256})`);
  }
  return { intact: problems.length === 0, problems };
}

/** Every model of a task that can be done now, or of one `task`, with what it adds and whether it is here. */
export async function listModels(home: string, task?: Manifest['task']): Promise<ModelRow[]> {
  const imported = importedManifests(modelsFolder(home)).filter((one) => !isInCatalogue(one.id));
  const offered = [...known.map((one) => asInstalled(home, one)), ...imported].filter(
    (one) => tasksOffered.has(one.task) && (task === undefined || one.task === task),
  );
  return Promise.all(
    offered.map(async (manifest) => ({
      manifest,
      downloadBytes: downloadBytes(manifest),
      hears: manifest.task === 'transcribe' ? manifest.languages.map(languageName) : [],
      runnable: manifest.graphs !== undefined || manifest.exported !== undefined,
      default: manifest.default && !(await hasFallback(home, manifest)),
      state: await modelState(home, manifest),
    })),
  );
}

/** What the first start fetches and is not here, nor what serves in its place. */
export async function missingDefaults(home: string): Promise<Manifest[]> {
  const missing: Manifest[] = [];
  for (const manifest of known.filter((one) => one.default)) {
    const { kind } = await modelState(home, manifest);
    if (kind !== 'installed' && !(await hasFallback(home, manifest))) missing.push(manifest);
  }
  return missing;
}

async function hasFallback(home: string, { fallback }: Manifest): Promise<boolean> {
  return fallback !== undefined && (await modelState(home, findModel(fallback))).kind === 'installed';
}

/** The sizes of a model's files together; what is packed on the way is smaller. */
export function downloadBytes(manifest: Manifest): number {
  return manifest.exported?.aboutBytes ?? manifest.files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
}

/** "en" → "English". */
export function languageName(code: string): string {
  return new Intl.DisplayNames(['en'], { type: 'language' }).of(code) ?? code;
}

async function readReceipt(folder: string): Promise<Receipt | null> {
  try {
    const text = await readFile(path.join(folder, receiptName), 'utf8');
    return v.parse(receiptSchema, JSON.parse(text));
  } catch {
    return null;
  }
}

/** Why the receipt is not one of this catalogue's model, or null. */
function misfit(manifest: Manifest, receipt: Receipt): string | null {
  if (receipt.id !== manifest.id || receipt.revision !== manifest.revision) return 'it is another revision';
  if (receipt.converterVersion !== (manifest.conversion?.version ?? null)) {
    return 'it was made ready by another version of Parola';
  }
  for (const name of neededFiles(manifest)) {
    const noted = receipt.files.find((file) => file.name === name);
    if (noted === undefined) return `${name} is missing`;
    const published = manifest.files.find((file) => file.name === name);
    if (published?.sha256 != null && published.sha256 !== noted.sha256) return `${name} is another file`;
  }
  return null;
}

/** The error of a model that is not there. */
export function missingModel(id: string): ParolaError {
  return new ParolaError(
    'model-missing',
    `the model ${id} is not installed; run "parola models install ${id}"`,
  );
}
