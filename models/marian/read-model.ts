/**
 * Reads a Marian model file (`model.*.bin`, version 1) as Firefox ships it: named tensors in floats or
 * 8-bit whole numbers, among them `special:model.yml`, which says what kind of network it is.
 */
import { ParolaError } from '../../main/errors.ts';
import type { QuantizedMatrix } from '../graph/matrix.ts';

interface Entry {
  readonly type: number;
  readonly dims: readonly number[];
  /** All bytes of the tensor; what lies behind its elements is not zero and means nothing. */
  readonly bytes: Uint8Array;
}

/** The tensors of a model file by name. Their arrays are views into the file's bytes. */
export type MarianFile = ReadonlyMap<string, Entry>;

/** Element types by Marian's numbers (src/common/types.h). */
export const tensorTypes = { int8: 0x0101, float32: 0x0404, intgemm8: 0x4101 } as const;

const headerBytes = 32;
/** Far above any model there is, and low enough that a damaged file asks for no absurd array. */
const limits = { tensors: 10_000, nameBytes: 1000, axes: 8, elements: 2 ** 28, textBytes: 2 ** 16 } as const;

/**
 * Finds every tensor of the file.
 * @throws ParolaError `model-corrupt` where the bytes are not a whole Marian model
 */
export function readMarianFile(file: Uint8Array): MarianFile {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  let at = 0;
  const take = (bytes: number): number => {
    const from = at;
    if (bytes > file.length - from) throw corrupt('it ends too early');
    at += bytes;
    return from;
  };
  const count = (limit: number, what: string): number => {
    const value = view.getBigUint64(take(8), true);
    if (value > BigInt(limit)) throw corrupt(`${value} ${what}`);
    return Number(value);
  };
  if (view.byteLength < 8 || view.getBigUint64(take(8), true) !== 1n) throw corrupt('it is not of version 1');
  const total = count(limits.tensors, 'tensors');
  if (total * headerBytes > file.length) throw corrupt('it ends too early');
  const headers = Array.from({ length: total }, () => ({
    nameBytes: count(limits.nameBytes, 'characters in a name'),
    type: count(2 ** 32, 'as a type'),
    axes: count(limits.axes, 'axes'),
    bytes: count(file.length, 'bytes in a tensor'),
  }));
  const names = headers.map(({ nameBytes }) => {
    const from = take(nameBytes);
    return new TextDecoder().decode(file.subarray(from, from + Math.max(0, nameBytes - 1)));
  });
  const shapes = headers.map(({ axes }) => Array.from({ length: axes }, () => view.getInt32(take(4), true)));
  take(count(file.length, 'bytes of padding'));
  const tensors = headers.map(({ type, bytes }, index): [string, Entry] => {
    const from = take(bytes);
    const entry = { type, dims: shapes[index] as number[], bytes: file.subarray(from, from + bytes) };
    return [names[index] as string, entry];
  });
  if (at !== file.length) throw corrupt('something follows its last tensor');
  return new Map(tensors);
}

/**
 * The text of `special:model.yml`.
 * @throws ParolaError `model-corrupt` where the file has none
 */
export function configurationText(file: MarianFile): string {
  const { bytes } = entryOf(file, 'special:model.yml');
  const end = bytes.subarray(0, limits.textBytes).indexOf(0);
  if (end < 0 && bytes.length > limits.textBytes) throw corrupt('its settings have no end');
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/**
 * The `length` numbers of a tensor of floats.
 * @throws ParolaError `model-corrupt` where there is none of that name and length
 */
export function floatsOf(file: MarianFile, name: string, length: number): Float32Array {
  const entry = entryOf(file, name);
  if (entry.type !== tensorTypes.float32) throw corrupt(`${name} does not hold floats`);
  const bytes = payload(entry, name, length, 4 * length);
  // A copy: tensors need not lie on a multiple of four (and Node's Buffer.slice makes none).
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

/**
 * The matrix [rows, columns] of a product. Marian keeps its bytes turned, [columns, rows], which is
 * also what `rowsOf` gives.
 * @throws ParolaError `model-corrupt` where there is none of that name and size
 */
export function matrixOf(file: MarianFile, name: string, rows: number, columns: number): QuantizedMatrix {
  const turned = bytesOf(file, name, [rows, columns]);
  const bytes = new Uint8Array(rows * columns);
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) {
      bytes[row * columns + column] = ((turned.bytes[column * rows + row] ?? 0) ^ 0x80) & 0xff;
    }
  }
  return { rows, columns, bytes, scale: turned.scale, zeroPoint: 128 };
}

/** Signed bytes, row-major, one row for each token; number = scale × byte. */
export interface TokenRows {
  readonly tokens: number;
  readonly width: number;
  readonly bytes: Int8Array;
  readonly scale: number;
}

/**
 * An embedding [tokens, width], or an output matrix [width, tokens]: either lies in the file with one
 * row of `width` bytes for each token.
 * @throws ParolaError `model-corrupt` where there is none of that name and size
 */
export function tokenRowsOf(file: MarianFile, name: string, tokens: number, width: number): TokenRows {
  const isEmbedding = name.endsWith('Wemb');
  const dims = isEmbedding ? [tokens, width] : [width, tokens];
  return { tokens, width, ...bytesOf(file, name, dims) };
}

function bytesOf(
  file: MarianFile,
  name: string,
  dims: readonly number[],
): { bytes: Int8Array; scale: number } {
  const entry = entryOf(file, name);
  if (entry.type !== tensorTypes.intgemm8) throw unsupported(`${name} is not kept in 8 bits`);
  const [rows = 0, columns = 0] = dims;
  if (entry.dims.length !== 2 || entry.dims[0] !== rows || entry.dims[1] !== columns) {
    throw corrupt(`${name} is [${entry.dims.join(', ')}] and not [${dims.join(', ')}]`);
  }
  const length = rows * columns;
  const bytes = payload(entry, name, length, length + 4);
  // The one factor of the tensor lies right behind its last byte, wherever that is.
  const factor = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getFloat32(length, true);
  if (!(factor > 0 && Number.isFinite(factor))) throw corrupt(`${name} has a factor of ${factor}`);
  return { bytes: new Int8Array(bytes.buffer, bytes.byteOffset, length), scale: 1 / factor };
}

function payload({ dims, bytes }: Entry, name: string, elements: number, byteLength: number): Uint8Array {
  const size = dims.reduce((product, axis) => product * axis, 1);
  if (size !== elements || size > limits.elements) throw corrupt(`${name} is [${dims.join(', ')}]`);
  if (bytes.length < byteLength) throw corrupt(`${name} ends too early`);
  return bytes.subarray(0, byteLength);
}

function entryOf(file: MarianFile, name: string): Entry {
  const entry = file.get(name);
  if (entry === undefined) throw corrupt(`it has no ${name}`);
  return entry;
}

/** The error of a model whose bytes make no sense. */
export function corrupt(why: string): ParolaError {
  return new ParolaError('model-corrupt', `The model file is damaged: ${why}; install the model again`);
}

/** The error of a sound model of a kind that is not built here. */
export function unsupported(what: string): ParolaError {
  return new ParolaError(
    'model-unsupported',
    `This version of Parola cannot run the model: ${what}; choose another one`,
  );
}
