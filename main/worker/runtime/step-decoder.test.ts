import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StepGraph } from '../../../models/schema.ts';
import type { Tensor } from '../decode/tensor.ts';
import { createDecoder, type StepRunner } from './step-decoder.ts';

const floats = (dims: number[], ...data: number[]): Tensor => ({
  type: 'float32',
  data: Float32Array.from(data),
  dims,
});

/** A graph with a growing cache, a constant made by the first step, a mask, a position and two attention outputs. */
const graph: StepGraph = {
  file: 'step.onnx',
  ids: { input: 'ids', shape: 'beams-by-1', type: 'int64' },
  encoded: { hidden: 'encoder_hidden' },
  extras: [
    { input: 'position', value: 'position', type: 'int64' },
    { input: 'later', value: 'after-first-step', type: 'bool' },
    { input: 'mask', value: 'encoder-mask', type: 'int64' },
  ],
  logits: 'logits',
  attention: [
    { output: 'weights.0', heads: [1] },
    { output: 'weights.1', heads: [0] },
  ],
  state: [
    {
      input: 'past',
      output: 'present',
      beamAxis: 0,
      type: 'float32',
      initial: [1, 0],
      constantAfterFirst: false,
    },
    {
      input: 'cross.in',
      output: 'cross.out',
      beamAxis: 1,
      type: 'float32',
      initial: [2, 1],
      constantAfterFirst: true,
    },
  ],
};
const inputs = ['ids', 'encoder_hidden', 'position', 'later', 'mask', 'past', 'cross.in'];
const encoded = new Map([['hidden', floats([1, 3, 1], 7, 8, 9)]]);

/** Notes what it is fed and answers with the number of the call. */
function scripted() {
  const fed: Record<string, Tensor>[] = [];
  const run: StepRunner['run'] = async (feeds) => {
    fed.push({ ...feeds });
    const beams = feeds.ids?.dims[0] ?? 0;
    const call = fed.length;
    return {
      logits: floats([beams, 1, 2], ...new Array(2 * beams).fill(call)),
      present: floats([beams, call], ...new Array(beams * call).fill(call)),
      'cross.out': floats([2, beams], ...new Array(2 * beams).fill(call)),
      'weights.0': floats([beams, 2, 1, 3], ...new Array(beams).fill([9, 9, 9, 1, 0, 0]).flat()),
      'weights.1': floats([beams, 2, 1, 3], ...new Array(beams).fill([0, 0, 1, 9, 9, 9]).flat()),
    };
  };
  return { fed, runner: { graph, inputs, run } };
}

test('every input of the graph gets its value at every step, in its own type and shape', async () => {
  const { fed, runner } = scripted();
  const decoder = createDecoder(runner, undefined);
  const first = await decoder.step(Int32Array.of(5), 0, decoder.start(encoded, 1));
  await decoder.step(Int32Array.of(6), 1, first.state);
  const [zero, one] = fed as [Record<string, Tensor>, Record<string, Tensor>];
  assert.deepEqual(zero.ids, { type: 'int64', data: BigInt64Array.of(5n), dims: [1, 1] });
  assert.deepEqual(zero.position?.data, BigInt64Array.of(0n));
  assert.deepEqual(one.position?.data, BigInt64Array.of(1n));
  assert.deepEqual([zero.later?.data, one.later?.data], [Uint8Array.of(0), Uint8Array.of(1)]);
  assert.deepEqual(one.mask, { type: 'int64', data: BigInt64Array.of(1n, 1n, 1n), dims: [1, 3] });
  assert.deepEqual(one.encoder_hidden, encoded.get('hidden'));
  assert.deepEqual(zero.past?.dims, [1, 0]);
  assert.deepEqual(one.past, floats([1, 1], 1));
});

test('what the first step made for the whole sentence is kept afterwards', async () => {
  const { fed, runner } = scripted();
  const decoder = createDecoder(runner, undefined);
  let { state } = await decoder.step(Int32Array.of(5), 0, decoder.start(encoded, 1));
  for (const position of [1, 2]) ({ state } = await decoder.step(Int32Array.of(5), position, state));
  assert.deepEqual(fed[0]?.['cross.in'], floats([2, 1], 0, 0));
  assert.deepEqual(fed[2]?.['cross.in'], floats([2, 1], 1, 1));
  assert.deepEqual(fed[2]?.past, floats([1, 2], 2, 2));
});

test('beams start equal and are gathered on each array’s own axis', async () => {
  const { fed, runner } = scripted();
  const decoder = createDecoder(runner, undefined);
  const state = decoder.start(encoded, 2);
  assert.deepEqual(state.get('encoder_hidden'), floats([2, 3, 1], 7, 8, 9, 7, 8, 9));
  const mixed = new Map(state)
    .set('past', floats([2, 2], 1, 2, 3, 4))
    .set('cross.in', floats([2, 2], 1, 2, 3, 4));
  const turned = decoder.reorder(mixed, Int32Array.of(1, 1, 0));
  assert.deepEqual(turned.get('past'), floats([3, 2], 3, 4, 3, 4, 1, 2));
  assert.deepEqual(turned.get('cross.in'), floats([2, 3], 2, 2, 1, 4, 4, 3));
  await decoder.step(Int32Array.of(5, 6), 1, state);
  assert.deepEqual(fed[0]?.mask?.dims, [2, 3]);
});

test('attention is the mean of the heads that the manifest chooses', async () => {
  const { runner } = scripted();
  const decoder = createDecoder(runner, undefined);
  const { attention } = await decoder.step(Int32Array.of(5, 6), 0, decoder.start(encoded, 2));
  assert.deepEqual(attention, floats([2, 3], 0.5, 0, 0.5, 0.5, 0, 0.5));
});

test('a graph of its own for the first step is fed no past and hands its state on', async () => {
  const later = scripted();
  const state: StepGraph['state'] = graph.state.map(({ initial: _, ...pair }) => pair);
  const fed: string[][] = [];
  const first: StepRunner = {
    graph: { ...graph, state },
    inputs: ['ids', 'encoder_hidden'],
    run: async (feeds) => {
      fed.push(Object.keys(feeds));
      return {
        logits: floats([1, 1, 2], 0, 1),
        present: floats([1, 1], 4),
        'cross.out': floats([2, 1], 5, 5),
      };
    },
  };
  const plain = { ...first, graph: { ...first.graph, extras: [], attention: [] } };
  const decoder = createDecoder({ ...later.runner, graph: { ...graph, state } }, plain);
  const made = await decoder.step(Int32Array.of(5), 0, decoder.start(encoded, 1));
  assert.deepEqual(fed, [['ids', 'encoder_hidden']]);
  await decoder.step(Int32Array.of(5), 1, made.state);
  assert.deepEqual(later.fed[0]?.past, floats([1, 1], 4));
  assert.deepEqual(later.fed[0]?.['cross.in'], floats([2, 1], 5, 5));
});

test('a state that begins with what the encoder gives changes, and moves with its beam', () => {
  const { runner } = scripted();
  const [past] = graph.state;
  const memory = { ...(past as StepGraph['state'][number]), input: 'memory', output: 'memory.next' };
  const beginning = { ...graph, encoded: { ...graph.encoded, hidden: 'memory' }, state: [memory] };
  const decoder = createDecoder({ ...runner, graph: beginning }, undefined);
  const moved = decoder.reorder(new Map([['memory', floats([2, 1], 1, 2)]]), Int32Array.of(1, 0));
  assert.deepEqual(moved.get('memory'), floats([2, 1], 2, 1));
});
