/**
 * An export of a Hugging Face model, as it lies in a folder: its settings, its tokenizer and its graphs, in
 * the folder itself or in `onnx/` below it. Everything in it came from somewhere else and is not trusted.
 */
import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { ParolaError } from '../../main/errors.ts';

/** A file of the export. */
export interface ExportFile {
  /** Its own name; also what it is called once it is installed. */
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

/** What a folder holds of an export. */
export interface ExportFolder {
  readonly path: string;
  readonly files: readonly ExportFile[];
}

/** The kinds of graph that an export is made of. */
export type GraphRole =
  | 'encoder_model'
  | 'decoder_model_merged'
  | 'decoder_model'
  | 'decoder_with_past_model';

/** Endings of a graph's name, the most exact first: what it was shrunk by. */
export const variants = ['', 'quantized', 'int8', 'uint8', 'fp16'] as const;

/** A protobuf message cannot be longer, and so cannot a graph in one file. */
const mostGraphBytes = 2 ** 31 - 1;
const mostSettingsBytes = 4 * 1024 * 1024;
const mostNesting = 32;
const fileNamePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/**
 * @throws ParolaError file-not-found, file-unreadable
 */
export async function readExportFolder(folder: string): Promise<ExportFolder> {
  const about = await stat(folder).catch(() => null);
  if (about === null) throw new ParolaError('file-not-found', `there is no folder ${folder}; check its name`);
  if (!about.isDirectory()) {
    throw new ParolaError(
      'file-unreadable',
      `${folder} is a file; give the folder that holds the model's files`,
    );
  }
  const files: ExportFile[] = [];
  for (const place of [folder, path.join(folder, 'onnx')]) {
    const names = await readdir(place).catch(() => []);
    for (const name of names.sort()) {
      if (!fileNamePattern.test(name) || files.some((file) => file.name === name)) continue;
      const file = await stat(path.join(place, name)).catch(() => null);
      if (file?.isFile()) files.push({ name, path: path.join(place, name), bytes: file.size });
    }
  }
  return { path: folder, files };
}

/** The file of that name, or null. */
export function fileOf({ files }: ExportFolder, name: string): ExportFile | null {
  return files.find((file) => file.name === name) ?? null;
}

/** @throws ParolaError file-not-found naming the file and what to do */
export function needFile(folder: ExportFolder, name: string): ExportFile {
  const found = fileOf(folder, name);
  if (found !== null) return found;
  throw new ParolaError('file-not-found', `${folder.path} has no ${name}; ${adviceFor(name)}`);
}

function adviceFor(name: string): string {
  if (name === 'tokenizer.json') {
    return 'make it with AutoTokenizer.from_pretrained(MODEL, use_fast=True).save_pretrained(FOLDER), or take it from where the model came from';
  }
  return 'give the folder of a whole export (config.json, tokenizer.json and the graphs), as "optimum-cli export onnx --model MODEL FOLDER" makes it';
}

/**
 * The graph of a role, in the variant that was asked for, or else the most exact there is; null where there
 * is none.
 * @throws ParolaError model-unsupported for one that is too large
 */
export function graphOf(
  folder: ExportFolder,
  role: GraphRole,
  variant: string | undefined,
): ExportFile | null {
  for (const ending of variant === undefined ? variants : [variant]) {
    const found = fileOf(folder, ending === '' ? `${role}.onnx` : `${role}_${ending}.onnx`);
    if (found === null) continue;
    if (found.bytes <= mostGraphBytes) return found;
    throw new ParolaError(
      'model-unsupported',
      `${found.name} is larger than 2 GB; give a quantized export of the model`,
    );
  }
  return null;
}

/**
 * The settings in a JSON file.
 * @throws ParolaError file-unreadable, data-malformed
 */
export async function readSettings(
  file: ExportFile,
  mostBytes = mostSettingsBytes,
): Promise<Record<string, unknown>> {
  if (file.bytes > mostBytes) throw malformed(file, 'it is too large for settings');
  const text = await readBounded(file, mostBytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw malformed(file, 'it is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw malformed(file, 'it is no object');
  if (isDeeper(value, mostNesting)) throw malformed(file, 'it is nested too deeply');
  return value as Record<string, unknown>;
}

async function readBounded(file: ExportFile, most: number): Promise<string> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(file.path, 'r');
    const buffer = Buffer.alloc(Math.min(file.bytes, most));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new ParolaError('file-unreadable', `${file.path} cannot be read; check who may read it`, detail);
  } finally {
    await handle?.close();
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  return Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

/** The error of a file that is not what its name says. */
export function malformed(file: Pick<ExportFile, 'name'>, why: string): ParolaError {
  return new ParolaError('data-malformed', `${file.name} cannot be used: ${why}; take the model's own file`);
}
