/**
 * Builds an ONNX graph node by node. A draft is plain data; what `addNode` returns are names of
 * values, to hand to the next node.
 */
import {
  type Attribute,
  type ElementType,
  elementTypes,
  type GraphNode,
  type Model,
  type TensorValue,
  type ValueInfo,
} from './onnx.ts';
import { type Elements, tensorValue } from './tensor.ts';

/** A graph being built. */
export interface Draft {
  readonly nodes: GraphNode[];
  readonly initializers: TensorValue[];
  readonly inputs: ValueInfo[];
  readonly outputs: ValueInfo[];
}

/** A whole number, a list of them, text, or a number with a fraction (named, as JavaScript cannot tell). */
type AttributeInput = number | readonly number[] | string | { readonly float: number };

interface NodeOptions {
  readonly attributes?: Readonly<Record<string, AttributeInput>>;
  /** Names of the outputs, or how many there are to be named; one where absent. */
  readonly outputs?: number | readonly string[];
  /** `com.microsoft` for the operators that only ONNX Runtime has. */
  readonly domain?: string;
}

/** Attribute types by the specification's numbers (AttributeProto.AttributeType). */
const attributeTypes = { float: 1, int: 2, string: 3, ints: 7 } as const;

export function startDraft(): Draft {
  return { nodes: [], initializers: [], inputs: [], outputs: [] };
}

/** Adds an input; a text in `dims` names a size that may differ from run to run. */
export function addInput(
  draft: Draft,
  name: string,
  type: ElementType,
  dims: readonly (number | string)[],
): string {
  draft.inputs.push(valueInfo(name, type, dims));
  return name;
}

/** Makes the value `name` an output. */
export function addOutput(
  draft: Draft,
  name: string,
  type: ElementType,
  dims: readonly (number | string)[],
): void {
  draft.outputs.push(valueInfo(name, type, dims));
}

/** Adds a constant array; one that is there already under this name is taken as the same. */
export function addConstant(
  draft: Draft,
  name: string,
  type: ElementType,
  dims: readonly number[],
  data: Elements,
): string {
  if (!draft.initializers.some((tensor) => tensor.name === name)) {
    draft.initializers.push(tensorValue(name, type, dims, data));
  }
  return name;
}

/** Adds a node and returns the names of its outputs. */
export function addNode(
  draft: Draft,
  opType: string,
  inputs: readonly string[],
  { attributes = {}, outputs = 1, domain = '' }: NodeOptions = {},
): [string, ...string[]] {
  const name = `${opType}_${draft.nodes.length}`;
  const output =
    typeof outputs === 'number' ? Array.from({ length: outputs }, (_, i) => `${name}:${i}`) : outputs;
  draft.nodes.push({
    name,
    opType,
    domain,
    input: [...inputs],
    output: [...output],
    attribute: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
  });
  return output as [string, ...string[]];
}

/** The finished model; operators of ONNX itself have the meaning they have in version `opset`. */
export function finishModel(draft: Draft, name: string, opset: number): Model {
  return {
    irVersion: 10,
    producerName: 'parola',
    opsetImport: [
      { domain: '', version: opset },
      { domain: 'com.microsoft', version: 1 },
    ],
    graph: {
      name,
      node: draft.nodes,
      initializer: draft.initializers,
      input: draft.inputs,
      output: draft.outputs,
    },
  };
}

function valueInfo(name: string, type: ElementType, dims: readonly (number | string)[]): ValueInfo {
  const dim = dims.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: elementTypes[type], shape: { dim } } } };
}

function attribute(name: string, value: AttributeInput): Attribute {
  if (typeof value === 'number') return { name, type: attributeTypes.int, i: value };
  if (typeof value === 'string')
    return { name, type: attributeTypes.string, s: new TextEncoder().encode(value) };
  if ('float' in value) return { name, type: attributeTypes.float, f: value.float };
  return { name, type: attributeTypes.ints, ints: [...value] };
}
