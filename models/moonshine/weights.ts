/**
 * The numbers inside Moonshine's published ONNX files: found by the names that its export gave to
 * layers, whatever bookkeeping nodes lie around them.
 */

import type { QuantizedMatrix } from '../graph/matrix.ts';
import type { Graph, GraphNode, Model, TensorValue } from '../graph/onnx.ts';
import { bytesOf, dimsOf, floatsOf } from '../graph/tensor.ts';

/** Every node and constant of a file, those inside its branches too. */
export interface Source {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly constants: ReadonlyMap<string, TensorValue>;
}

/** Looks through the graph of `model` and through every graph inside it. */
export function sourceOf(model: Model): Source {
  const nodes = new Map<string, GraphNode>();
  const constants = new Map<string, TensorValue>();
  const look = (graph: Graph): void => {
    for (const tensor of graph.initializer) constants.set(tensor.name, tensor);
    for (const node of graph.node) {
      nodes.set(node.name, node);
      for (const { g } of node.attribute) if (g) look(g);
    }
  };
  look(model.graph);
  return { nodes, constants };
}

/**
 * The matrix that the layer `layer` (for example `/model/decoder/layers.0/mlp/up_proj`) multiplies by.
 * @throws Error where the file has no such layer in 8 bits
 */
export function matrixOf(source: Source, layer: string): QuantizedMatrix {
  const node = source.nodes.get(`${layer}/MatMul_quant`);
  const name = node?.input[1]?.replace(/_quantized$/, '');
  if (name === undefined) throw new Error(`no 8-bit layer ${layer}`);
  return quantized(source, name);
}

/** The 8-bit matrix whose parts are the constants `name_quantized`, `name_scale` and `name_zero_point`. */
export function quantized(source: Source, name: string): QuantizedMatrix {
  const weight = constantOf(source, `${name}_quantized`);
  const [rows = 0, columns = 0] = dimsOf(weight);
  return {
    rows,
    columns,
    bytes: bytesOf(weight),
    scale: floatsOf(constantOf(source, `${name}_scale`))[0] ?? 0,
    zeroPoint: bytesOf(constantOf(source, `${name}_zero_point`))[0] ?? 0,
  };
}

/**
 * A vector, for example a bias. Merging the branches added `_merged_0` to some names.
 * @throws Error where there is none of that name
 */
export function vectorOf(source: Source, name: string): Float32Array {
  const constant = source.constants.get(name) ?? constantOf(source, `${name}_merged_0`);
  return floatsOf(constant);
}

function constantOf(source: Source, name: string): TensorValue {
  const constant = source.constants.get(name);
  if (constant === undefined) throw new Error(`no constant ${name}`);
  return constant;
}

/** A convolution as a matrix: rows are taps × channels (channels innermost), columns are filters. */
export interface Convolution extends QuantizedMatrix {
  readonly taps: number;
  readonly channels: number;
  /** The same numbers in full. */
  readonly floats: Float32Array;
}

/**
 * The convolution `name`. The published file keeps [filters, channels, taps] in signed bytes and
 * adds a float instead of subtracting a whole zero point; that float is a multiple of the scale.
 */
export function convolutionOf(source: Source, name: string): Convolution {
  const weight = constantOf(source, `${name}.weight_quantized`);
  const [filters = 0, channels = 0, taps = 0] = dimsOf(weight);
  const scale = floatsOf(constantOf(source, `${name}.weight_scale`))[0] ?? 0;
  const shift = floatsOf(constantOf(source, `${name}.weight_zero_point`))[0] ?? 0;
  const zeroPoint = 128 - Math.round(shift / scale);
  const signed = weight.rawData ?? new Uint8Array(0);
  const bytes = new Uint8Array(signed.length);
  for (let filter = 0; filter < filters; filter++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let tap = 0; tap < taps; tap++) {
        const value = signed[(filter * channels + channel) * taps + tap] ?? 0;
        // From a signed byte to an unsigned one: 128 more, which flips the top bit.
        bytes[(tap * channels + channel) * filters + filter] = value ^ 0x80;
      }
    }
  }
  const floats = Float32Array.from(bytes, (byte) => (byte - zeroPoint) * scale);
  return { rows: taps * channels, columns: filters, bytes, scale, zeroPoint, taps, channels, floats };
}
