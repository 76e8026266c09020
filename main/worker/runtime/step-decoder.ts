/**
 * A `Decoder` over ONNX graphs, driven by the manifest alone: which array goes in where, which
 * comes out, which stays, and on which axis beams lie.
 */
import type { StatePair, StepGraph } from '../../../models/schema.ts';
import type { Decoder, Encoded, State, StepOutput } from '../decode/decoder.ts';
import { gather, replicate } from '../decode/state.ts';
import type { FloatTensor, Tensor } from '../decode/tensor.ts';
import type { Session } from './session.ts';
import { zeros } from './zeros.ts';

/** One graph and the session that runs it. */
export interface StepRunner {
  readonly graph: StepGraph;
  /** Every input of the graph, as the session was opened with. */
  readonly inputs: readonly string[];
  readonly run: Session['run'];
}

/**
 * The decoder of a model whose step 0 is made by `first` where that differs from `step`. Its state
 * maps the step graph's own input names to arrays: the encoder's outputs, then the state pairs.
 * @param shortlist the name in the encoder's outputs of the tokens that can come, for a model that
 * narrows its vocabulary
 */
export function createDecoder(step: StepRunner, first: StepRunner | undefined, shortlist?: string): Decoder {
  const graphs = [step.graph, ...(first ? [first.graph] : [])];
  const axes = beamAxes(graphs);
  const shared = new Set(graphs.flatMap((graph) => graph.shared ?? []));
  const constants = constantInputs(graphs, step.graph);
  return {
    start: (encoded, beams) => {
      const state = startState(first?.graph ?? step.graph, step.graph, { axes, shared }, encoded, beams);
      const tokens = shortlist === undefined ? undefined : encoded.get(shortlist);
      return tokens === undefined ? state : new Map([...state, [vocabulary, tokens]]);
    },
    step: (ids, position, state) => runStep(position === 0 && first ? first : step, ids, position, state),
    vocabulary: (encoded) => int32s(shortlist === undefined ? undefined : encoded.get(shortlist)),
    reorder: (state, from) => {
      const chosen = new Map<string, Tensor>();
      for (const [name, tensor] of state) {
        const axis = axes.get(name) ?? 0;
        const stays =
          name === vocabulary ||
          shared.has(name) ||
          (constants.has(name) && tensor.dims[axis] === from.length);
        chosen.set(name, stays ? tensor : gather(tensor, axis, from));
      }
      return chosen;
    },
  };
}

/** What is the same for all beams, because all write about one input: only their number can change it. */
function constantInputs(graphs: readonly StepGraph[], step: StepGraph): ReadonlySet<string> {
  const masks = graphs.flatMap(({ extras }) => extras.filter(({ value }) => value === 'encoder-mask'));
  const pairs = step.state.filter(({ output, constantAfterFirst }) => output === null || constantAfterFirst);
  // What the encoder gives may also be where a state begins, which then changes.
  const changing = new Set(step.state.filter((pair) => !pairs.includes(pair)).map(({ input }) => input));
  const encoded = graphs
    .flatMap((graph) => Object.values(graph.encoded))
    .filter((name) => !changing.has(name));
  return new Set([...encoded, ...[...masks, ...pairs].map(({ input }) => input)]);
}

/** Where the state keeps the tokens that can come; no graph's input has such a name. */
const vocabulary = '(vocabulary)';

function int32s(tensor: Tensor | undefined): Int32Array | null {
  return tensor?.type === 'int32' ? tensor.data : null;
}

/** The beam axis of each state array; what comes from the encoder unchanged has its batch on axis 0. */
function beamAxes(graphs: readonly StepGraph[]): ReadonlyMap<string, number> {
  const axes = new Map<string, number>();
  for (const pair of graphs.flatMap((graph) => graph.state)) axes.set(pair.input, pair.beamAxis);
  return axes;
}

/** Where beams lie in the state's arrays, and which arrays all beams read as they are. */
interface Beams {
  readonly axes: ReadonlyMap<string, number>;
  readonly shared: ReadonlySet<string>;
}

function startState(
  firstGraph: StepGraph,
  stepGraph: StepGraph,
  { axes, shared }: Beams,
  encoded: Encoded,
  beams: number,
): State {
  const state = new Map<string, Tensor>();
  for (const graph of [firstGraph, stepGraph]) {
    for (const [output, input] of Object.entries(graph.encoded)) {
      const tensor = encoded.get(output);
      if (tensor === undefined) continue;
      state.set(input, shared.has(input) ? tensor : replicate(tensor, axes.get(input) ?? 0, beams));
    }
  }
  for (const pair of firstGraph.state) {
    if (pair.initial !== undefined) state.set(pair.input, initialTensor(pair, pair.initial, beams));
  }
  const source = sourceLength([firstGraph, stepGraph], encoded);
  for (const extra of [...firstGraph.extras, ...stepGraph.extras]) {
    if (extra.value === 'encoder-mask') state.set(extra.input, filled(extra.type, [beams, source], 1));
  }
  return state;
}

function initialTensor(pair: StatePair, initial: readonly number[], beams: number): Tensor {
  const dims = initial.map((size, axis) => (axis === pair.beamAxis ? beams : size));
  return zeros(pair.type, dims);
}

async function runStep(
  runner: StepRunner,
  ids: Int32Array,
  position: number,
  state: State,
): Promise<StepOutput> {
  const { graph } = runner;
  const outputs = await runner.run(feedsOf(runner, ids, position, state), neededOutputs(graph, position));
  const next = new Map(state);
  for (const pair of graph.state) {
    if (pair.output === null || (pair.constantAfterFirst && position > 0)) continue;
    next.set(pair.input, outputs[pair.output] as Tensor);
  }
  const logits = outputs[graph.logits]?.data as Float32Array;
  if (graph.attention.length === 0) return { logits, state: next };
  return { logits, state: next, attention: meanAttention(graph, outputs, ids.length) };
}

/** What never changes again is not asked for: with long sources it is most of what a step would copy. */
function neededOutputs(graph: StepGraph, position: number): readonly string[] | undefined {
  if (position === 0 || !graph.state.some(({ constantAfterFirst }) => constantAfterFirst)) return undefined;
  const changing = graph.state.filter(({ constantAfterFirst }) => !constantAfterFirst);
  return [
    graph.logits,
    ...graph.attention.map(({ output }) => output),
    ...changing.flatMap(({ output }) => output ?? []),
  ];
}

function feedsOf(
  { graph, inputs }: StepRunner,
  ids: Int32Array,
  position: number,
  state: State,
): Record<string, Tensor> {
  const given = graph.ids.are === 'columns' ? columnsIn(int32s(state.get(vocabulary)), ids) : ids;
  const feeds: Record<string, Tensor> = { [graph.ids.input]: idsTensor(graph, given) };
  for (const input of inputs) {
    const tensor = state.get(input);
    if (tensor !== undefined) feeds[input] = tensor;
  }
  for (const extra of graph.extras) {
    const tensor = extraTensor(extra, position);
    if (tensor !== undefined) feeds[extra.input] = tensor;
  }
  return feeds;
}

/** The places of `ids` in a narrowed vocabulary; 0 for one that is not there, as a start token may be. */
function columnsIn(vocabulary: Int32Array | null, ids: Int32Array): Int32Array {
  return vocabulary === null ? ids : ids.map((id) => Math.max(0, vocabulary.indexOf(id)));
}

function idsTensor(graph: StepGraph, ids: Int32Array): Tensor {
  const dims = graph.ids.shape === 'beams' ? [ids.length] : [ids.length, 1];
  if (graph.ids.type === 'int32') return { type: 'int32', data: ids, dims };
  return { type: 'int64', data: BigInt64Array.from(ids, BigInt), dims };
}

/** One number, shape [1]; the mask, all ones, [beams, source length], lies in the state. */
function extraTensor(extra: StepGraph['extras'][number], position: number): Tensor | undefined {
  switch (extra.value) {
    case 'position':
      return filled(extra.type, [1], position);
    case 'after-first-step':
      return filled(extra.type, [1], position > 0 ? 1 : 0);
    case 'encoder-mask':
      return undefined;
  }
}

function filled(type: Tensor['type'], dims: readonly number[], value: number): Tensor {
  const tensor = zeros(type, dims);
  if (tensor.type === 'int64') tensor.data.fill(BigInt(value));
  else tensor.data.fill(value);
  return tensor;
}

/** How long the encoded source is: axis 1 of the first encoder output that is fed to either graph. */
function sourceLength(graphs: readonly StepGraph[], encoded: Encoded): number {
  const output = graphs.flatMap((graph) => Object.keys(graph.encoded))[0];
  return (output === undefined ? undefined : encoded.get(output)?.dims[1]) ?? 0;
}

/** The mean of the chosen heads of every attention output, [beams, source length]. */
function meanAttention(
  graph: StepGraph,
  outputs: Readonly<Record<string, Tensor>>,
  beams: number,
): FloatTensor {
  const heads = graph.attention.flatMap((entry) => {
    const { data, dims } = outputs[entry.output] as FloatTensor;
    return entry.heads.map((head) => ({ data, head, ofHeads: dims[1] ?? 1, source: dims.at(-1) ?? 0 }));
  });
  const only = heads[0];
  const source = only?.source ?? 0;
  if (only !== undefined && heads.length === 1 && only.ofHeads === 1) {
    return { type: 'float32', data: only.data, dims: [beams, source] };
  }
  const mean = new Float32Array(beams * source);
  for (const { data, head, ofHeads } of heads) {
    for (let beam = 0; beam < beams; beam++) {
      const from = (beam * ofHeads + head) * source;
      for (let place = 0; place < source; place++) {
        const at = beam * source + place;
        mean[at] = (mean[at] ?? 0) + (data[from + place] ?? 0) / heads.length;
      }
    }
  }
  return { type: 'float32', data: mean, dims: [beams, source] };
}
