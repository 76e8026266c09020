import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSampleBuffer } from './sample-buffer.ts';

const count = (from: number, to: number) =>
  Float32Array.from({ length: to - from }, (_, index) => from + index);

test('what was appended can be had by its place in the stream', () => {
  const buffer = createSampleBuffer();
  buffer.append(count(0, 1000));
  buffer.append(count(1000, 40_000));
  assert.equal(buffer.end, 40_000);
  assert.deepEqual(buffer.slice(990, 1010), count(990, 1010));
  assert.deepEqual(buffer.slice(39_990, 50_000), count(39_990, 40_000));
});

test('what is over is let go, and the rest stays where it was', () => {
  const buffer = createSampleBuffer();
  for (let at = 0; at < 1_600_000; at += 1600) {
    buffer.append(count(at, at + 1600));
    buffer.dropBefore(at - 8000);
    const from = Math.max(0, at - 8000);
    assert.deepEqual(buffer.slice(from, from + 3), count(from, from + 3));
  }
  assert.equal(buffer.end, 1_600_000);
  // An hour of it must not be an hour of memory.
  assert.equal(buffer.slice(0, 1_500_000).length, 0);
});

test('a copy is given, so that what comes later does not change it', () => {
  const buffer = createSampleBuffer();
  buffer.append(count(0, 20_000));
  const slice = buffer.slice(17_000, 17_010);
  buffer.dropBefore(17_000);
  buffer.append(count(20_000, 40_000));
  assert.deepEqual(slice, count(17_000, 17_010));
});
