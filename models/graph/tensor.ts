/** The arrays inside ONNX files: made from typed arrays and read back. */
import { type ElementType, elementTypes, type TensorValue } from './onnx.ts';

export type Elements = Float32Array | Uint8Array | Int8Array | Int32Array | BigInt64Array;

/** A tensor of an ONNX file that holds `data`, row-major. */
export function tensorValue(
  name: string,
  type: ElementType,
  dims: readonly number[],
  data: Elements,
): TensorValue {
  const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { name, dims: [...dims], dataType: elementTypes[type], rawData };
}

/** The sizes of a tensor's axes. */
export function dimsOf(tensor: TensorValue): number[] {
  return tensor.dims.map(Number);
}

/**
 * The elements of a float32 tensor.
 * @throws Error where it holds another type
 */
export function floatsOf(tensor: TensorValue): Float32Array {
  expectType(tensor, 'float32');
  if (tensor.floatData && tensor.floatData.length > 0) return Float32Array.from(tensor.floatData);
  // A copy: raw bytes inside a file need not lie on a multiple of four.
  return new Float32Array(Uint8Array.from(tensor.rawData ?? []).buffer);
}

/**
 * The elements of a uint8 tensor.
 * @throws Error where it holds another type
 */
export function bytesOf(tensor: TensorValue): Uint8Array {
  expectType(tensor, 'uint8');
  if (tensor.int32Data && tensor.int32Data.length > 0) return Uint8Array.from(tensor.int32Data);
  return tensor.rawData ?? new Uint8Array(0);
}

function expectType(tensor: TensorValue, type: ElementType): void {
  if (tensor.dataType !== elementTypes[type]) throw new Error(`${tensor.name} does not hold ${type}`);
}
