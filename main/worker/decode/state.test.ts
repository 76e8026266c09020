import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gather, reorderState, replicate } from './state.ts';
import type { Tensor } from './tensor.ts';

const counting = (dims: number[]): Tensor => ({
  type: 'float32',
  data: Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, at) => at),
  dims,
});

test('beams are gathered on the first axis and on a middle one', () => {
  const first = gather(counting([2, 3]), 0, Int32Array.of(1, 1, 0));
  assert.deepEqual(first.dims, [3, 3]);
  assert.deepEqual([...first.data], [3, 4, 5, 3, 4, 5, 0, 1, 2]);
  const middle = gather(counting([2, 3, 2]), 1, Int32Array.of(2, 0));
  assert.deepEqual(middle.dims, [2, 2, 2]);
  assert.deepEqual([...middle.data], [4, 5, 0, 1, 10, 11, 6, 7]);
});

test('every element type keeps its type', () => {
  const tensors: Tensor[] = [
    { type: 'int64', data: BigInt64Array.of(5n, 6n), dims: [2] },
    { type: 'int32', data: Int32Array.of(5, 6), dims: [2] },
    { type: 'bool', data: Uint8Array.of(0, 1), dims: [2] },
  ];
  for (const tensor of tensors) {
    const swapped = gather(tensor, 0, Int32Array.of(1, 0));
    assert.equal(swapped.type, tensor.type);
    assert.equal(swapped.data.constructor, tensor.data.constructor);
    assert.deepEqual([...swapped.data], [...tensor.data].reverse());
  }
});

test('one beam becomes several equal ones; an empty cache stays empty', () => {
  assert.deepEqual([...replicate(counting([1, 2]), 0, 3).data], [0, 1, 0, 1, 0, 1]);
  assert.deepEqual(replicate(counting([1, 8, 0, 36]), 0, 4).dims, [4, 8, 0, 36]);
});

test('each tensor of a state moves on its own axis, and what has none is shared', () => {
  const shared = counting([4]);
  const state = new Map([
    ['cache', counting([2, 2])],
    ['cell', counting([1, 2, 1])],
    ['shared', shared],
  ]);
  const axes = new Map([
    ['cache', 0],
    ['cell', 1],
  ]);
  const moved = reorderState(state, axes, Int32Array.of(1));
  assert.deepEqual([...(moved.get('cache')?.data ?? [])], [2, 3]);
  assert.deepEqual(moved.get('cell')?.dims, [1, 1, 1]);
  assert.equal(moved.get('shared'), shared);
  assert.equal(
    reorderState(state, axes, Int32Array.of(0, 1)).get('cache'),
    state.get('cache'),
    'nothing is copied',
  );
});

test('a beam or an axis that is not there is an error', () => {
  assert.throws(() => gather(counting([2, 2]), 0, Int32Array.of(2)), RangeError);
  assert.throws(() => gather(counting([2, 2]), 2, Int32Array.of(0)), RangeError);
});
