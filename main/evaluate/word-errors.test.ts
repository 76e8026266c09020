import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addWordErrors, countWordErrors, wordErrorRate } from './word-errors.ts';

const split = (text: string) => text.split(' ').filter((word) => word !== '');
const errors = (reference: string, heard: string) => {
  const { substitutions, insertions, deletions } = countWordErrors(split(reference), split(heard));
  return [substitutions, insertions, deletions];
};

test('errors are counted as by hand', () => {
  assert.deepEqual(errors('a b c', 'a b c'), [0, 0, 0]);
  assert.deepEqual(errors('a b c', 'a x c'), [1, 0, 0]);
  assert.deepEqual(errors('a b c', 'a c'), [0, 0, 1]);
  assert.deepEqual(errors('a b c', 'a b x c'), [0, 1, 0]);
  assert.deepEqual(errors('the cat sat on the mat', 'cat sit on the big mat'), [1, 1, 1]);
  assert.deepEqual(errors('a b c', ''), [0, 0, 3]);
  assert.deepEqual(errors('', 'a b'), [0, 2, 0]);
  assert.deepEqual(errors('a b', 'b a'), [2, 0, 0]);
});

test('the rate is that of all words together, not the mean of the recordings', () => {
  const total = addWordErrors([
    countWordErrors(split('a b c d e f g h i'), split('a b c d e f g h i')),
    countWordErrors(['a'], ['b']),
  ]);
  assert.deepEqual(total, { words: 10, substitutions: 1, insertions: 0, deletions: 0 });
  assert.equal(wordErrorRate(total), 0.1);
});
