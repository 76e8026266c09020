/**
 * The building blocks of Moonshine's two halves as ONNX nodes. They use ONNX Runtime's fused
 * operators (domain com.microsoft), which do in one node what the published graphs do in ten.
 */
import { addConstant, addNode, type Draft } from '../graph/build.ts';
import { microsoft } from '../graph/layers.ts';
import { type QuantizedMatrix, signed } from '../graph/matrix.ts';

/** What every norm of the published graphs adds to the variance. */
const normEpsilon = { epsilon: { float: 1e-5 } } as const;

/** A matrix of bytes as DynamicQuantizeLinear gives it. */
export interface Bytes {
  readonly bytes: string;
  readonly scale: string;
  readonly zero: string;
}

/** The product of `x` [rows, …] in bytes with `matrix`, in floats. */
export function bytesProduct(draft: Draft, name: string, x: Bytes, matrix: QuantizedMatrix): string {
  const inputs = [
    x.bytes,
    addConstant(draft, `${name}.weight`, 'int8', [matrix.rows, matrix.columns], signed(matrix.bytes)),
    x.scale,
    addConstant(draft, `${name}.scale`, 'float32', [], Float32Array.of(matrix.scale)),
    x.zero,
    addConstant(draft, `${name}.zero`, 'int8', [], signed(Uint8Array.of(matrix.zeroPoint))),
  ];
  return addNode(draft, 'MatMulIntegerToFloat', inputs, microsoft)[0];
}

/** Layer norm without bias. */
export function norm(draft: Draft, name: string, x: string, weight: Float32Array): string {
  const scale = addConstant(draft, `${name}.weight`, 'float32', [weight.length], weight);
  return addNode(draft, 'LayerNormalization', [x, scale], { attributes: { axis: -1, ...normEpsilon } })[0];
}

/**
 * Layer norm without bias for many rows: the same in three nodes, whose kernels are vectorized where
 * that of the one node is not.
 */
export function normRows(draft: Draft, name: string, x: string, weight: Float32Array): string {
  const scale = addConstant(draft, `${name}.weight`, 'float32', [weight.length], weight);
  const [mean] = addNode(draft, 'ReduceMean', [x], { attributes: { axes: [-1], keepdims: 1 } });
  const [centred] = addNode(draft, 'Sub', [x, mean]);
  const attributes = { axis: -1, stash_type: 1, ...normEpsilon };
  return addNode(draft, 'SimplifiedLayerNormalization', [centred, scale], { attributes })[0];
}

/** The sum of `x` and `added`, and its layer norm, in one node. */
export function addAndNorm(
  draft: Draft,
  name: string,
  x: string,
  added: string,
  weight: Float32Array,
): { readonly sum: string; readonly normed: string } {
  const scale = addConstant(draft, `${name}.weight`, 'float32', [weight.length], weight);
  const outputs = [`${name}:normed`, '', '', `${name}:sum`];
  addNode(draft, 'SkipLayerNormalization', [x, added, scale], {
    ...microsoft,
    attributes: normEpsilon,
    outputs,
  });
  return { normed: `${name}:normed`, sum: `${name}:sum` };
}

/** Cosines and sines of every position. */
export interface RotaryTables {
  readonly cos: string;
  readonly sin: string;
  /** How many numbers of each head turn. */
  readonly size: number;
}

/** The tables for positions below `positions`, from the published graph's own frequencies. */
export function rotaryTables(draft: Draft, frequencies: Float32Array, positions: number): RotaryTables {
  const half = frequencies.length;
  const cosines = new Float32Array(positions * half);
  const sines = new Float32Array(positions * half);
  for (let position = 0; position < positions; position++) {
    for (const [index, frequency] of frequencies.entries()) {
      // The published graph multiplies in single precision.
      const angle = Math.fround(position * frequency);
      cosines[position * half + index] = Math.cos(angle);
      sines[position * half + index] = Math.sin(angle);
    }
  }
  return {
    cos: addConstant(draft, 'rotary.cos', 'float32', [positions, half], cosines),
    sin: addConstant(draft, 'rotary.sin', 'float32', [positions, half], sines),
    size: 2 * half,
  };
}

/** Turns the first numbers of each head of `x` [.., time, heads × size] by their position, from `start` on. */
export function rotate(draft: Draft, x: string, start: string, tables: RotaryTables, heads: number): string {
  const attributes = { interleaved: 1, rotary_embedding_dim: tables.size, num_heads: heads };
  return addNode(draft, 'RotaryEmbedding', [x, start, tables.cos, tables.sin], {
    ...microsoft,
    attributes,
  })[0];
}
