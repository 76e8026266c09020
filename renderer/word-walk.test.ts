import assert from 'node:assert/strict';
import { test } from 'node:test';
import { besides } from './word-walk.ts';

/** Words of each part; the second is what stands between sentences. */
const counts = [2, 0, 3];
const count = (part: number) => counts[part] ?? null;

test('the arrow keys go from sentence to sentence and pass over what has no words', () => {
  assert.deepEqual(besides({ part: 0, word: 1 }, 1, count), { part: 2, word: 0 });
  assert.deepEqual(besides({ part: 2, word: 0 }, -1, count), { part: 0, word: 1 });
});

test('at either end they stay', () => {
  assert.equal(besides({ part: 0, word: 0 }, -1, count), null);
  assert.equal(besides({ part: 2, word: 2 }, 1, count), null);
});
