/**
 * An export in a folder → the manifest that runs it. What differs between families is which settings they
 * have; the graphs, the search and the rules are read the same way for all.
 */
import { ParolaError } from '../../main/errors.ts';
import type { Manifest } from '../schema.ts';
import { type ExportFile, type ExportFolder, fileOf, needFile, readExportFolder } from './folder.ts';
import { makeMarianTokenizer } from './marian-tokenizer.ts';
import { readAllSettings, type Settings } from './settings.ts';
import { textManifest } from './text.ts';
import { checkTokenizer } from './tokenizer-check.ts';
import { whisperManifest } from './whisper.ts';

/** What a user says of the model, where its files do not. */
export interface ImportWishes {
  readonly id?: string;
  readonly title?: string;
  readonly task?: Manifest['task'];
  /** BCP 47. */
  readonly from?: string;
  readonly to?: string;
  /** What is put before each text. */
  readonly prefix?: string;
  /** How the graphs are shrunk ("quantized"); absent: the most exact there are. */
  readonly variant?: string;
  readonly licence?: string;
}

/** A manifest, and the files that it is about. */
export interface ReadExport {
  readonly manifest: Manifest;
  readonly files: readonly ExportFile[];
  /** What the user should know, in whole sentences. */
  readonly notes: readonly string[];
}

/** Makes the manifest of one family's export. */
export type Family = (folder: ExportFolder, settings: Settings, wishes: ImportWishes) => Promise<ReadExport>;

/** By the `model_type` in config.json. */
const families: ReadonlyMap<string, Family> = new Map([
  ['t5', textManifest],
  ['mt5', textManifest],
  ['bart', textManifest],
  ['marian', textManifest],
  ['whisper', whisperManifest],
]);

/**
 * Reads an export without running it.
 * @param scratch a folder for files that have to be made of others
 * @throws ParolaError file-not-found naming the file that is missing; file-unreadable, data-malformed;
 * model-unsupported for what is no encoder and decoder, or of another family
 */
export async function manifestFrom(
  path: string,
  wishes: ImportWishes = {},
  scratch?: string,
): Promise<ReadExport> {
  const folder = await readExportFolder(path);
  const settings = await readAllSettings(folder);
  const { model_type: type, architectures, is_encoder_decoder: isPair } = settings.config;
  const family = families.get(type);
  if (family !== undefined) {
    const whole = await withTokenizer(folder, type, scratch);
    await checkTokenizer(needFile(whole, 'tokenizer.json'));
    return family(whole, settings, wishes);
  }
  const name = JSON.stringify(type);
  if (isPair !== true || architectures?.some((one) => one.endsWith('ForCausalLM'))) {
    throw new ParolaError(
      'model-unsupported',
      `${name} is not a model of an encoder and a decoder (one that goes on with a text, or only reads it); take one of: ${known()}`,
    );
  }
  throw new ParolaError(
    'model-unsupported',
    `models of the kind ${name} are not known to this version of Parola; it can import: ${known()}`,
  );
}

/** Marian's exporter leaves no `tokenizer.json`, but what one can be made of. */
async function withTokenizer(folder: ExportFolder, type: string, scratch?: string): Promise<ExportFolder> {
  if (type !== 'marian' || scratch === undefined || fileOf(folder, 'tokenizer.json') !== null) return folder;
  const made = await makeMarianTokenizer(folder, scratch);
  return made === null ? folder : { ...folder, files: [...folder.files, made] };
}

function known(): string {
  return [...families.keys()].join(', ');
}
