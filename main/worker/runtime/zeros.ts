/** Arrays as a decoder's state begins. */
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
    case 'int8':
      return { type, data: new Int8Array(length), dims };
    case 'bool':
      return { type, data: new Uint8Array(length), dims };
  }
}
