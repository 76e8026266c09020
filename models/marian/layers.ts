/** The building blocks of Marian's two halves as ONNX nodes, in either of two precisions. */
import { addConstant, addNode, type Draft } from '../graph/build.ts';
import { type LinearOptions, linear, rowLinear } from '../graph/layers.ts';
import { type QuantizedMatrix, sideBySide, signed } from '../graph/matrix.ts';
import { floatsOf, type MarianFile, matrixOf, type TokenRows } from './read-model.ts';
import type { Shape } from './shape.ts';

/**
 * `quick`: products of bytes, the activations too (what they give depends on the processor a little).
 * `exact`: the same 8-bit weights, made floats when the graph is loaded, and arithmetic in floats.
 */
export type Precision = 'quick' | 'exact';

/** What every part of a graph is built from. */
export interface Build {
  readonly draft: Draft;
  readonly file: MarianFile;
  readonly shape: Shape;
  readonly precision: Precision;
  /** True in the decoder, where `x` has one row for each beam; the encoder's has one for each token. */
  readonly isStep: boolean;
}

/** One matrix of a product, by the names of its tensors. */
interface Part {
  readonly weight: string;
  /** Absent where Marian adds nothing. */
  readonly bias?: string;
  /** Multiplies what this matrix gives. */
  readonly factor?: number;
}

/**
 * `x` [.., rows] times a matrix [rows, columns], its bias added: [.., columns]. Matrices that read the
 * same `x` stay apart: each has one scale of its own, which is what the runtime's kernel is fastest with.
 */
export function product(
  { draft, file, precision, isStep }: Build,
  x: string,
  { weight, bias, factor = 1 }: Part,
  rows: number,
  columns: number,
): string {
  const matrix = matrixOf(file, weight, rows, columns);
  const added = bias === undefined ? undefined : floatsOf(file, bias, columns).map((value) => value * factor);
  const options = { factors: [factor], ...(added && { bias: added }) };
  if (precision === 'exact') return floatLinear(draft, weight, x, [matrix], options);
  if (!isStep) return linear(draft, weight, x, [matrix], options);
  return rowLinear(draft, weight, x, [matrix], { ...options, block: largestBlock(rows) });
}

/** The longest run of a row that can share a scale: the fewer there are, the less is to be multiplied. */
function largestBlock(rows: number): number {
  return [256, 128, 64].find((block) => rows % block === 0) ?? 32;
}

/** The same in floats. The runtime turns constant bytes into floats once, at load (it keeps DequantizeLinear as it is). */
function floatLinear(
  draft: Draft,
  name: string,
  x: string,
  matrices: readonly QuantizedMatrix[],
  { bias, factors = [] }: LinearOptions,
): string {
  const { rows, columns, bytes, scales } = sideBySide(matrices, factors);
  const weight = addConstant(draft, `${name}.weight`, 'int8', [rows, columns], signed(bytes));
  const scale = addConstant(draft, `${name}.scale`, 'float32', [columns], scales);
  const [plain] = addNode(draft, 'MatMul', [x, addNode(draft, 'Mul', [toFloats(draft, weight), scale])[0]]);
  if (bias === undefined) return plain;
  return addNode(draft, 'Add', [plain, addConstant(draft, `${name}.bias`, 'float32', [columns], bias)])[0];
}

/**
 * Marian's only norm: of the sum of `x` and what a part gave for it ("dan" without dropout). A sum and
 * a norm: the runtime's operator for both at once takes four times as long.
 */
export function addAndNorm({ draft, file, shape }: Build, name: string, x: string, added: string): string {
  const inputs = ['scale', 'bias'].map((part) => {
    const values = floatsOf(file, `${name}_ln_${part}`, shape.width);
    return addConstant(draft, `${name}_ln.${part}`, 'float32', [shape.width], values);
  });
  const [sum] = addNode(draft, 'Add', [x, added]);
  const attributes = { axis: -1, epsilon: { float: 1e-6 } };
  return addNode(draft, 'LayerNormalization', [sum, ...inputs], { attributes })[0];
}

/** The feed-forward part of a layer, its sum and norm included. */
export function feedForward(build: Build, layer: string, x: string): string {
  const { width, feedForward: inner } = build.shape;
  const name = `${layer}_ffn`;
  const up = product(build, x, { weight: `${name}_W1`, bias: `${name}_b1` }, width, inner);
  const [positive] = addNode(build.draft, 'Relu', [up]);
  const down = product(build, positive, { weight: `${name}_W2`, bias: `${name}_b2` }, inner, width);
  return addAndNorm(build, `${name}_ffn`, x, down);
}

/**
 * The positions' vectors, [.., width], for `positions` float32 [.., 1]: sines of all frequencies,
 * then cosines (not in turns), and one frequency fewer in the exponent's divisor than there are.
 */
export function positionVectors(draft: Draft, positions: string, width: number): string {
  const half = width / 2;
  const step = Math.log(10_000) / (half - 1);
  const frequencies = Float32Array.from({ length: half }, (_, index) => Math.exp(-index * step));
  const [angles] = addNode(draft, 'Mul', [
    positions,
    addConstant(draft, 'frequencies', 'float32', [half], frequencies),
  ]);
  const waves = ['Sin', 'Cos'].map((wave) => addNode(draft, wave, [angles])[0]);
  return addNode(draft, 'Concat', waves, { attributes: { axis: -1 } })[0];
}

/** The vectors of all tokens, [tokens, width], in bytes as they are in the file. */
export function tokenTable(draft: Draft, name: string, { tokens, width, bytes }: TokenRows): string {
  return addConstant(draft, name, 'int8', [tokens, width], bytes);
}

/** What the vectors of the shortlist are handed from the encoder to the decoder as. */
export function tableType(precision: Precision): 'int8' | 'float32' {
  return precision === 'exact' ? 'float32' : 'int8';
}

/** `x` times a number. */
export function scaled(draft: Draft, x: string, factor: number): string {
  const constant = addConstant(draft, `times ${factor}`, 'float32', [], Float32Array.of(factor));
  return addNode(draft, 'Mul', [x, constant])[0];
}

export function toFloats(draft: Draft, x: string): string {
  return addNode(draft, 'Cast', [x], { attributes: { to: 1 } })[0];
}
