/**
 * What a graph takes and gives, read from its ONNX file without running it, and whether all of it lies in
 * that one file. Field numbers are those of the ONNX specification (onnx/onnx.proto, IR version 10).
 */
import { readFile } from 'node:fs/promises';
import protobuf from 'protobufjs';
import { ParolaError } from '../../main/errors.ts';
import type { ExportFile } from './folder.ts';

/** An input or output: its element type by the specification's number, and the sizes that are fixed. */
export interface GraphValue {
  readonly name: string;
  readonly elementType: number;
  /** Null where the size is not fixed. */
  readonly dims: readonly (number | null)[];
}

export interface GraphFacts {
  readonly file: ExportFile;
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
}

const messages = protobuf.parse(`
  syntax = "proto2";
  message Model { optional Graph graph = 7; repeated Function functions = 25; }
  message Function { repeated Node node = 7; }
  message Graph {
    repeated Node node = 1;
    repeated Tensor initializer = 5;
    repeated ValueInfo input = 11;
    repeated ValueInfo output = 12;
    repeated SparseTensor sparse_initializer = 15;
  }
  message Node { repeated Attribute attribute = 5; }
  message Attribute {
    optional Tensor t = 5;
    optional Graph g = 6;
    repeated Tensor tensors = 10;
    repeated Graph graphs = 11;
    optional SparseTensor sparse_tensor = 22;
    repeated SparseTensor sparse_tensors = 23;
  }
  message SparseTensor { optional Tensor values = 1; optional Tensor indices = 2; }
  message Tensor { repeated Entry external_data = 13; optional int32 data_location = 14; }
  message Entry { optional string key = 1; optional string value = 2; }
  message ValueInfo { optional string name = 1; optional Type type = 2; }
  message Type { optional TensorType tensor_type = 1; }
  message TensorType { optional int32 elem_type = 1; optional Shape shape = 2; }
  message Shape { repeated Dimension dim = 1; }
  message Dimension { optional int64 dim_value = 1; optional string dim_param = 2; }
`).root;
const modelMessage = messages.lookupType('Model');

interface Tensor {
  readonly externalData: readonly { readonly key: string; readonly value: string }[];
  readonly dataLocation: number;
}
interface SparseTensor {
  readonly values?: Tensor | null;
  readonly indices?: Tensor | null;
}
interface Attribute {
  readonly t?: Tensor | null;
  readonly g?: Graph | null;
  readonly tensors: readonly Tensor[];
  readonly graphs: readonly Graph[];
  readonly sparseTensor?: SparseTensor | null;
  readonly sparseTensors: readonly SparseTensor[];
}
interface Node {
  readonly attribute: readonly Attribute[];
}
interface Graph {
  readonly node: readonly Node[];
  readonly initializer: readonly Tensor[];
  readonly sparseInitializer: readonly SparseTensor[];
  readonly input: readonly ValueInfo[];
  readonly output: readonly ValueInfo[];
}
interface ValueInfo {
  readonly name: string;
  readonly type?: {
    readonly tensorType?: {
      readonly elemType: number;
      readonly shape?: { readonly dim: readonly { readonly dimValue?: unknown }[] };
    };
  };
}
interface Model {
  readonly graph?: Graph;
  readonly functions: readonly { readonly node: readonly Node[] }[];
}

/**
 * @throws ParolaError file-unreadable; data-malformed where it is no ONNX file; model-unsupported where its
 * weights lie in other files
 */
export async function readGraphFacts(file: ExportFile): Promise<GraphFacts> {
  const bytes = await readFile(file.path).catch((error: unknown) => {
    const detail = error instanceof Error ? error.message : String(error);
    throw new ParolaError('file-unreadable', `${file.path} cannot be read; check who may read it`, detail);
  });
  return graphFactsOf(file, bytes);
}

/** The same of bytes. @throws ParolaError data-malformed, model-unsupported */
export function graphFactsOf(file: ExportFile, bytes: Uint8Array): GraphFacts {
  let model: Model;
  try {
    model = modelMessage.decode(bytes) as unknown as Model;
    if (!model.graph || model.graph.node.length === 0) throw new Error('it has no graph');
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new ParolaError(
      'data-malformed',
      `${file.name} is not a whole ONNX file; fetch or export the model again`,
      detail,
    );
  }
  const outside = externalData(model);
  if (outside !== null) {
    throw new ParolaError(
      'model-unsupported',
      `${file.name} keeps its weights in another file (${outside}), which is not read; give an export whose graphs are one file each, quantized where they are larger than 2 GB`,
    );
  }
  return { file, inputs: model.graph.input.map(readValue), outputs: model.graph.output.map(readValue) };
}

function readValue({ name, type }: ValueInfo): GraphValue {
  const dims = (type?.tensorType?.shape?.dim ?? []).map(({ dimValue }) => {
    const size = dimValue === undefined || dimValue === null ? 0 : Number(dimValue);
    return Number.isSafeInteger(size) && size > 0 ? size : null;
  });
  return { name, elementType: type?.tensorType?.elemType ?? 0, dims };
}

/** The name of the file that a tensor of the model lies in, wherever in it that tensor is; null: there is none. */
function externalData(model: Model): string | null {
  const graphs: Graph[] = model.graph ? [model.graph] : [];
  const nodes: Node[] = model.functions.flatMap(({ node }) => node);
  const tensors: (Tensor | null | undefined)[] = [];
  const sparse: (SparseTensor | null | undefined)[] = [];
  for (let graph = graphs.pop(); graph !== undefined || nodes.length > 0; graph = graphs.pop()) {
    if (graph !== undefined) {
      nodes.push(...graph.node);
      tensors.push(...graph.initializer);
      sparse.push(...graph.sparseInitializer);
    }
    for (const { attribute } of nodes.splice(0)) {
      for (const one of attribute) {
        tensors.push(one.t, ...one.tensors);
        sparse.push(one.sparseTensor, ...one.sparseTensors);
        graphs.push(...(one.g ? [one.g] : []), ...one.graphs);
      }
    }
  }
  for (const one of sparse) tensors.push(one?.values, one?.indices);
  const outside = tensors.find((one) => one && (one.dataLocation === 1 || one.externalData.length > 0));
  if (!outside) return null;
  const location = outside.externalData.find(({ key }) => key === 'location')?.value ?? 'unnamed';
  return JSON.stringify(location.slice(0, 80));
}
