/**
 * Products of 8-bit matrices and bookkeeping as ONNX nodes, for any model that is rebuilt here. They
 * use ONNX Runtime's fused operators (domain com.microsoft), which do in one node what others do in ten.
 */
import { addConstant, addNode, type Draft } from './build.ts';
import { inBlocks, type QuantizedMatrix, sideBySide, signed } from './matrix.ts';

export const microsoft = { domain: 'com.microsoft' } as const;

/** A product's optional parts. */
export interface LinearOptions {
  readonly bias?: Float32Array;
  /** One number for each matrix, which its columns are multiplied by. */
  readonly factors?: readonly number[];
}

interface RowLinearOptions extends LinearOptions {
  /** A name for the outcome. */
  readonly output?: string;
  readonly block?: number;
}

/**
 * `x` [1, time, rows] times the matrices side by side, for many rows of time at once. `x` is
 * quantized to 8 bits on the way, as the published graphs do. The runtime is faster where one scale
 * serves all columns.
 */
export function linear(
  draft: Draft,
  name: string,
  x: string,
  matrices: readonly QuantizedMatrix[],
  { bias, factors = [] }: LinearOptions = {},
): string {
  const { rows, columns, bytes, scales, zeroPoints } = sideBySide(matrices, factors);
  const zeros = signed(zeroPoints);
  const isOne = scales.every((scale) => scale === scales[0]) && zeros.every((zero) => zero === zeros[0]);
  const count = isOne ? 1 : columns;
  const inputs = [
    x,
    addConstant(draft, `${name}.weight`, 'int8', [rows, columns], signed(bytes)),
    addConstant(draft, `${name}.scale`, 'float32', [count], scales.slice(0, count)),
    // Where bytes overflow (x64 before VNNI) the runtime shifts those of a matrix whose zero point is its own.
    addConstant(draft, `${name}.zero`, 'int8', [count], zeros.slice(0, count)),
  ];
  if (bias) inputs.push(addConstant(draft, `${name}.bias`, 'float32', [columns], bias));
  return addNode(draft, 'DynamicQuantizeMatMul', inputs, microsoft)[0];
}

/**
 * The same product for one row of time: a kernel that streams the matrix once. `x` is quantized to
 * 8 bits in blocks of `block`, 32 unless given, which is finer than the published graphs do.
 */
export function rowLinear(
  draft: Draft,
  name: string,
  x: string,
  matrices: readonly QuantizedMatrix[],
  { bias, factors = [], output, block = 32 }: RowLinearOptions = {},
): string {
  const { rows, columns, blocks, bytes, scales, zeroPoints } = inBlocks(matrices, factors, block);
  const inputs = [
    x,
    addConstant(draft, `${name}.weight`, 'uint8', [columns, blocks, block], bytes),
    addConstant(draft, `${name}.scale`, 'float32', [columns * blocks], scales),
    addConstant(draft, `${name}.zero`, 'uint8', [columns * blocks], zeroPoints),
  ];
  if (bias) inputs.push('', addConstant(draft, `${name}.bias`, 'float32', [columns], bias));
  // Level 4: the product is made of whole numbers, not of floats.
  const attributes = { K: rows, N: columns, bits: 8, block_size: block, accuracy_level: 4 };
  const outputs = output === undefined ? 1 : [output];
  return addNode(draft, 'MatMulNBits', inputs, { ...microsoft, attributes, outputs })[0];
}

/** A constant list of whole numbers, for the operators that take shapes and places as inputs. */
export function integers(draft: Draft, ...values: number[]): string {
  const data = BigInt64Array.from(values, BigInt);
  return addConstant(draft, `int64:${values.join(',')}`, 'int64', [values.length], data);
}

/** Gives `x` the sizes `dims`; 0 keeps a size, −1 is what remains. */
export function reshape(draft: Draft, x: string, ...dims: number[]): string {
  return addNode(draft, 'Reshape', [x, integers(draft, ...dims)])[0];
}

/** `x` cut into pieces of `sizes` along `axis`. */
export function split(draft: Draft, x: string, axis: number, ...sizes: number[]): string[] {
  return addNode(draft, 'Split', [x, integers(draft, ...sizes)], {
    attributes: { axis },
    outputs: sizes.length,
  });
}
