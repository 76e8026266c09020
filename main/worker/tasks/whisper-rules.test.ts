import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timesInOrder } from './whisper-rules.ts';

// Ten tokens: 0–3 text, 4 end, 5 no times, 6–9 the times 0 … 3.
const endToken = 4;
const speech = {
  languages: {},
  tasks: {},
  noTimestamps: 5,
  timestamps: { begin: 6, stepSeconds: 0.02 },
  positions: 20,
};

/** The tokens that may follow `ids`, where all are as likely but `likely`, which are much more so. */
function allowed(
  ids: readonly number[],
  {
    likely = [0, 1, 2, 3, 4],
    before = [] as number[],
    latestFirst,
  }: {
    likely?: number[];
    before?: number[];
    latestFirst?: number;
  } = {},
): number[] {
  const timestamps = { ...speech.timestamps, ...(latestFirst === undefined ? {} : { latestFirst }) };
  const logits = Float32Array.from({ length: 10 }, (_, id) => (likely.includes(id) ? 10 : 0));
  const context = { ids, endToken, columnOf: (id: number) => id, idAt: (column: number) => column };
  timesInOrder({ ...speech, timestamps }, before)(logits, context);
  return [...logits.keys()].filter((id) => logits[id] !== Number.NEGATIVE_INFINITY);
}

test('an answer begins with a time, and no later one than allowed', () => {
  assert.deepEqual(allowed([]), [6, 7, 8, 9]);
  assert.deepEqual(allowed([], { latestFirst: 1 }), [6, 7]);
});

test('text follows the time that a piece begins with', () => {
  assert.deepEqual(allowed([7]), [0, 1, 2, 3, 4]);
  assert.deepEqual(allowed([6, 1, 8, 8]), [0, 1, 2, 3, 4]);
});

test('the time that ends a piece is followed by the next piece or by the end', () => {
  assert.deepEqual(allowed([6, 1, 8], { likely: [4] }), [4, 8, 9]);
});

test('times never go back, and a piece does not end where it began', () => {
  assert.deepEqual(allowed([7, 1]), [0, 1, 2, 3, 4, 8, 9]);
  assert.deepEqual(allowed([7, 1, 9], { likely: [4] }), [4, 9]);
});

test('where the times together are likelier than any text, a time comes', () => {
  assert.deepEqual(allowed([6, 1], { likely: [8, 9] }), [7, 8, 9]);
  // Each less likely than the best text, but not together.
  const logits = Float32Array.of(5, 0, 0, 0, 0, 0, 0, 4.9, 4.9, 4.9);
  const context = { ids: [6, 1], endToken, columnOf: (id: number) => id, idAt: (column: number) => column };
  timesInOrder(speech)(logits, context);
  assert.equal(logits[0], Number.NEGATIVE_INFINITY);
  assert.ok(Math.abs((logits[7] as number) - 4.9) < 1e-6);
});

test('what stands in the prompt already counts as the answer’s beginning', () => {
  assert.deepEqual(allowed([], { before: [6, 1, 2] }), [0, 1, 2, 3, 4, 7, 8, 9]);
  assert.deepEqual(allowed([8], { before: [6, 1], likely: [4] }), [4, 8, 9]);
});
