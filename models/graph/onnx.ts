/**
 * ONNX files as plain objects: read, changed, written back with nothing lost. The messages and their
 * field numbers are those of the ONNX specification (onnx/onnx.proto, IR version 10); fields not
 * listed here are kept as they came.
 */
import protobuf from 'protobufjs';

/** A 64-bit whole number as protobufjs gives it; plain numbers may be written. */
type Int64 = number | { toNumber(): number };

export interface TensorValue {
  name: string;
  dims: Int64[];
  /** The specification's number of the element type: see `elementTypes`. */
  dataType: number;
  /** Little-endian elements; empty where one of the typed lists below holds them. */
  rawData?: Uint8Array;
  floatData?: number[];
  int32Data?: number[];
  int64Data?: Int64[];
}

export interface Attribute {
  name: string;
  type: number;
  f?: number;
  i?: Int64;
  s?: Uint8Array;
  t?: TensorValue;
  g?: Graph;
  floats?: number[];
  ints?: Int64[];
}

export interface GraphNode {
  input: string[];
  output: string[];
  name: string;
  opType: string;
  domain: string;
  attribute: Attribute[];
}

interface Dimension {
  dimValue?: Int64;
  dimParam?: string;
}

export interface ValueInfo {
  name: string;
  type?: { tensorType?: { elemType: number; shape?: { dim: Dimension[] } } };
}

export interface Graph {
  name: string;
  node: GraphNode[];
  initializer: TensorValue[];
  input: ValueInfo[];
  output: ValueInfo[];
}

export interface Model {
  irVersion: Int64;
  producerName: string;
  opsetImport: { domain: string; version: Int64 }[];
  graph: Graph;
}

/** Element types by the specification's numbers (TensorProto.DataType). */
export const elementTypes = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9 } as const;
export type ElementType = keyof typeof elementTypes;

const messages = protobuf.parse(`
  syntax = "proto2";
  message Model {
    optional int64 ir_version = 1;
    optional string producer_name = 2;
    optional Graph graph = 7;
    repeated OperatorSet opset_import = 8;
  }
  message OperatorSet { optional string domain = 1; optional int64 version = 2; }
  message Graph {
    repeated Node node = 1;
    optional string name = 2;
    repeated Tensor initializer = 5;
    repeated ValueInfo input = 11;
    repeated ValueInfo output = 12;
  }
  message Node {
    repeated string input = 1;
    repeated string output = 2;
    optional string name = 3;
    optional string op_type = 4;
    repeated Attribute attribute = 5;
    optional string domain = 7;
  }
  message Attribute {
    optional string name = 1;
    optional float f = 2;
    optional int64 i = 3;
    optional bytes s = 4;
    optional Tensor t = 5;
    optional Graph g = 6;
    repeated float floats = 7;
    repeated int64 ints = 8;
    optional int32 type = 20;
  }
  message Tensor {
    repeated int64 dims = 1;
    optional int32 data_type = 2;
    repeated float float_data = 4 [packed = true];
    repeated int32 int32_data = 5 [packed = true];
    repeated int64 int64_data = 7 [packed = true];
    optional string name = 8;
    optional bytes raw_data = 9;
  }
  message ValueInfo { optional string name = 1; optional Type type = 2; }
  message Type { optional TensorType tensor_type = 1; }
  message TensorType { optional int32 elem_type = 1; optional Shape shape = 2; }
  message Shape { repeated Dimension dim = 1; }
  message Dimension { optional int64 dim_value = 1; optional string dim_param = 2; }
`).root;
const modelMessage = messages.lookupType('Model');

/**
 * The model in the bytes of an ONNX file. Its arrays are views into `bytes`.
 * @throws Error where the bytes are not a protobuf message with a graph
 */
export function readModel(bytes: Uint8Array): Model {
  const reader = protobuf.Reader.create(bytes);
  reader.discardUnknown = false;
  const model = modelMessage.decode(reader) as unknown as Model;
  if (!model.graph || model.graph.node.length === 0) throw new Error('not an ONNX model: it has no graph');
  return model;
}

/** The bytes of an ONNX file that holds `model`. */
export function writeModel(model: Model): Uint8Array {
  return modelMessage.encode(model as unknown as protobuf.Message).finish();
}
