import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenSpans } from './word-times.ts';

/** Attention of a token whose word is heard between two frames: highest in the middle, faint elsewhere. */
function looking(from: number, to: number, frames: number, weight = 1): Float32Array {
  const middle = (from + to) / 2;
  const reach = (to - from) / 2;
  return Float32Array.from({ length: frames }, (_, frame) => {
    const distance = Math.abs(frame + 0.5 - middle) / reach;
    return 0.001 + weight * Math.max(0, 1 - distance ** 4);
  });
}

const words = [
  [2, 9],
  [10, 16],
  [17, 30],
  [60, 70],
] as const;

test('each token has the frames that it looks at', () => {
  const spans = tokenSpans(words.map(([from, to]) => looking(from, to, 80)));
  spans.forEach(({ from }, token) => {
    assert.ok(Math.abs(from - (words[token]?.[0] ?? 0)) <= 1, `token ${token} begins at ${from}`);
  });
  assert.equal(spans[0]?.to, spans[1]?.from);
});

test('a word before a long silence ends soon after it was said', () => {
  const spans = tokenSpans(words.map(([from, to]) => looking(from, to, 80)));
  assert.ok((spans[2]?.to ?? 0) >= 30 && (spans[2]?.to ?? 0) <= 44, `ends at ${spans[2]?.to}`);
});

test('times never go back, though a token looks back for a moment', () => {
  const rows = words.map(([from, to]) => looking(from, to, 80));
  // The third token looks strongest at the very end, long after the fourth.
  const third = rows[2] as Float32Array;
  third[78] = 3;
  const spans = tokenSpans(rows);
  spans.slice(1).forEach((span, index) => {
    assert.ok(span.from >= (spans[index]?.from ?? 0));
    assert.ok(span.to >= span.from);
    assert.ok((spans[index]?.to ?? 0) <= span.from);
  });
  assert.ok(Math.abs((spans[3]?.from ?? 0) - 60) <= 1);
});

test('attention that says nothing still gives ordered times within the audio', () => {
  const spans = tokenSpans(Array.from({ length: 30 }, () => new Float32Array(10).fill(0.1)));
  let reached = 0;
  for (const { from, to } of spans) {
    assert.ok(from >= reached && to >= from && to <= 10);
    reached = from;
  }
});

test('no tokens have no times', () => {
  assert.deepEqual(tokenSpans([]), []);
});
