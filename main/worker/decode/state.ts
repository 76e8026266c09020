/** Moving a decoder's state along its beam axis: what a `Decoder` needs for `start` and `reorder`. */
import type { State } from './decoder.ts';
import type { Tensor } from './tensor.ts';

/**
 * Slice `i` along `axis` of the answer is slice `from[i]` of `tensor`; the same tensor where nothing moves.
 * @throws RangeError where `axis` or an index lies outside
 */
export function gather(tensor: Tensor, axis: number, from: Int32Array): Tensor {
  const { dims } = tensor;
  const width = dims[axis];
  if (width === undefined || from.some((index) => index < 0 || index >= width)) {
    throw new RangeError(`cannot take [${from.join(', ')}] on axis ${axis} of [${dims.join(', ')}]`);
  }
  if (from.length === width && from.every((source, index) => source === index)) return tensor;
  const shape = dims.map((size, index) => (index === axis ? from.length : size));
  const outer = product(dims.slice(0, axis));
  const inner = product(dims.slice(axis + 1));
  switch (tensor.type) {
    case 'float32':
      return {
        type: 'float32',
        data: slices(tensor.data, new Float32Array(product(shape)), width),
        dims: shape,
      };
    case 'int64':
      return {
        type: 'int64',
        data: slices(tensor.data, new BigInt64Array(product(shape)), width),
        dims: shape,
      };
    case 'int32':
      return { type: 'int32', data: slices(tensor.data, new Int32Array(product(shape)), width), dims: shape };
    case 'int8':
      return { type: 'int8', data: slices(tensor.data, new Int8Array(product(shape)), width), dims: shape };
    case 'bool':
      return { type: 'bool', data: slices(tensor.data, new Uint8Array(product(shape)), width), dims: shape };
  }

  function slices<Data extends Slices<Data>>(data: Data, into: Data, width: number): Data {
    for (let block = 0; block < outer; block++) {
      for (let index = 0; index < from.length; index++) {
        const begin = (block * width + (from[index] as number)) * inner;
        into.set(data.subarray(begin, begin + inner), (block * from.length + index) * inner);
      }
    }
    return into;
  }
}

/** What `gather` needs of a typed array. */
interface Slices<Data> {
  subarray(begin: number, end: number): Data;
  set(values: Data, offset: number): void;
}

/** A tensor of one beam made `beams` wide. */
export function replicate(tensor: Tensor, axis: number, beams: number): Tensor {
  return gather(tensor, axis, new Int32Array(beams));
}

/**
 * `state` with its beams gathered, each tensor on its own axis.
 * @param beamAxes the beam axis of each tensor by name; a tensor without one is shared by all beams
 */
export function reorderState(state: State, beamAxes: ReadonlyMap<string, number>, from: Int32Array): State {
  const moved = new Map<string, Tensor>();
  for (const [name, tensor] of state) {
    const axis = beamAxes.get(name);
    moved.set(name, axis === undefined ? tensor : gather(tensor, axis, from));
  }
  return moved;
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((total, size) => total * size, 1);
}
