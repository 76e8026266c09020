/** The building blocks of Marian's two halves as ONNX nodes, in either of two precisions. */
import { addConstant, addNode, type Draft } from '../graph/build.ts';
import { linear, microsoft, rowLinear } from '../graph/layers.ts';
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
}

/** One matrix of a product, by the names of its tensors. */
interface Part {
  readonly weight: string;
  /** Absent where Marian adds nothing. */
  readonly bias?: string;
  /** Multiplies what this matrix gives. */
  readonly factor?: number;
}

interface ProductOptions {
  readonly rows: number;
  /** Of each matrix. */
  readonly columns: number;
  /** True in the decoder, where `x` has one row for each beam; the encoder's has one for each token. */
  readonly isStep?: boolean;
}

/** `x` [.., rows] times the matrices of `parts` side by side, biases added: [.., columns × parts]. */
export function product(
  { draft, file, precision }: Build,
  name: string,
  x: string,
  parts: readonly Part[],
  { rows, columns, isStep = false }: ProductOptions,
): string {
  const matrices = parts.map(({ weight }) => matrixOf(file, weight, rows, columns));
  const factors = parts.map(({ factor = 1 }) => factor);
  const bias = new Float32Array(parts.length * columns);
  parts.forEach((part, index) => {
    if (part.bias === undefined) return;
    const own = floatsOf(file, part.bias, columns);
    bias.set(
      own.map((value) => value * (part.factor ?? 1)),
      index * columns,
    );
  });
  if (precision === 'exact') return floatLinear(draft, name, x, matrices, factors, bias);
  return (isStep ? rowLinear : linear)(draft, name, x, matrices, { bias, factors });
}

/** The same in floats. The runtime turns constant bytes into floats once, at load (it keeps DequantizeLinear as it is). */
function floatLinear(
  draft: Draft,
  name: string,
  x: string,
  matrices: readonly QuantizedMatrix[],
  factors: readonly number[],
  bias: Float32Array,
): string {
  const { rows, columns, bytes, scales } = sideBySide(matrices, factors);
  const weight = addConstant(draft, `${name}.weight`, 'int8', [rows, columns], signed(bytes));
  const scale = addConstant(draft, `${name}.scale`, 'float32', [columns], scales);
  const matrix = addNode(draft, 'Mul', [toFloats(draft, weight), scale])[0];
  const [plain] = addNode(draft, 'MatMul', [x, matrix]);
  return addNode(draft, 'Add', [plain, addConstant(draft, `${name}.bias`, 'float32', [columns], bias)])[0];
}

/** Marian's only norm: of the sum of `x` and what a part gave for it ("dan" without dropout). */
export function addAndNorm({ draft, file, shape }: Build, name: string, x: string, added: string): string {
  const inputs = ['scale', 'bias'].map((part) => {
    const values = floatsOf(file, `${name}_ln_${part}`, shape.width);
    return addConstant(draft, `${name}.${part}`, 'float32', [shape.width], values);
  });
  const attributes = { epsilon: { float: 1e-6 } };
  return addNode(draft, 'SkipLayerNormalization', [x, added, ...inputs], { ...microsoft, attributes })[0];
}

/** The feed-forward part of a layer, its sum and norm included. */
export function feedForward(build: Build, layer: string, x: string, isStep: boolean): string {
  const { width, feedForward: inner } = build.shape;
  const name = `${layer}_ffn`;
  const up = product(build, `${name}.up`, x, [{ weight: `${name}_W1`, bias: `${name}_b1` }], {
    rows: width,
    columns: inner,
    isStep,
  });
  const [positive] = addNode(build.draft, 'Relu', [up]);
  const down = product(build, `${name}.down`, positive, [{ weight: `${name}_W2`, bias: `${name}_b2` }], {
    rows: inner,
    columns: width,
    isStep,
  });
  return addAndNorm(build, `${name}_ffn`, x, down);
}

/**
 * The positions' vectors, [count, width], for `positions` float32 [count]: sines of all frequencies,
 * then cosines (not in turns), and one frequency fewer in the exponent's divisor than there are.
 */
export function positionVectors(draft: Draft, positions: string, width: number): string {
  const half = width / 2;
  const step = Math.log(10_000) / (half - 1);
  const frequencies = Float32Array.from({ length: half }, (_, index) => Math.exp(-index * step));
  const [column] = addNode(draft, 'Unsqueeze', [
    positions,
    addConstant(draft, 'last', 'int64', [1], BigInt64Array.of(-1n)),
  ]);
  const [angles] = addNode(draft, 'Mul', [
    column,
    addConstant(draft, 'frequencies', 'float32', [half], frequencies),
  ]);
  const waves = ['Sin', 'Cos'].map((wave) => addNode(draft, wave, [angles])[0]);
  return addNode(draft, 'Concat', waves, { attributes: { axis: -1 } })[0];
}

/** The vectors of `ids`, times `factor`, in floats. */
export function tokenVectors(
  draft: Draft,
  name: string,
  rows: TokenRows,
  ids: string,
  factor: number,
): string {
  const { tokens, width, bytes, scale } = rows;
  const table = addConstant(draft, name, 'int8', [tokens, width], bytes);
  const [chosen] = addNode(draft, 'Gather', [table, ids], { attributes: { axis: 0 } });
  return scaled(draft, toFloats(draft, chosen), scale * factor);
}

/** `x` times a number. */
export function scaled(draft: Draft, x: string, factor: number): string {
  const constant = addConstant(draft, `times ${factor}`, 'float32', [], Float32Array.of(factor));
  return addNode(draft, 'Mul', [x, constant])[0];
}

export function toFloats(draft: Draft, x: string): string {
  return addNode(draft, 'Cast', [x], { attributes: { to: 1 } })[0];
}
