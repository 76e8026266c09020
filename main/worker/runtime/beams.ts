/** Beams as an axis of an array: made, repeated and gathered. */
import type { Tensor } from '../decode/tensor.ts';

/** An array of zeros. */
export function zeros(type: Tensor['type'], dims: readonly number[]): Tensor {
  const length = dims.reduce((product, size) => product * size, 1);
  switch (type) {
    case 'float32':
      return { type, data: new Float32Array(length), dims };
    case 'int64':
      return { type, data: new BigInt64Array(length), dims };
    case 'int32':
      return { type, data: new Int32Array(length), dims };
    case 'bool':
      return { type, data: new Uint8Array(length), dims };
  }
}

/** `tensor`, one wide on `axis`, made `count` wide with equal slices. */
export function repeat(tensor: Tensor, axis: number, count: number): Tensor {
  return gather(tensor, axis, new Int32Array(count));
}

/** Slice `i` of the answer on `axis` is slice `from[i]` of `tensor`; the same array where nothing changes. */
export function gather(tensor: Tensor, axis: number, from: Int32Array): Tensor {
  const width = tensor.dims[axis] ?? 1;
  if (from.length === width && from.every((source, place) => source === place)) return tensor;
  const dims = tensor.dims.map((size, index) => (index === axis ? from.length : size));
  const inner = tensor.dims.slice(axis + 1).reduce((product, size) => product * size, 1);
  const outer = tensor.dims.slice(0, axis).reduce((product, size) => product * size, 1);
  const gathered = zeros(tensor.type, dims);
  for (let row = 0; row < outer; row++) {
    for (let place = 0; place < from.length; place++) {
      const start = (row * width + (from[place] ?? 0)) * inner;
      copy(tensor, start, start + inner, gathered, (row * from.length + place) * inner);
    }
  }
  return gathered;
}

function copy(source: Tensor, start: number, end: number, target: Tensor, at: number): void {
  if (source.type === 'int64' && target.type === 'int64') {
    target.data.set(source.data.subarray(start, end), at);
  } else if (source.type !== 'int64' && target.type !== 'int64') {
    target.data.set(source.data.subarray(start, end), at);
  }
}
