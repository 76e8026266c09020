import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countTextErrors } from './text-errors.ts';

test('ends of lines and shapes of quotation marks are no errors', () => {
  const errors = countTextErrors('He said: “no”.\n\nThen – ', 'He said: "no". Then -');
  assert.deepEqual(errors, { letters: 21, words: 5, letterErrors: 0, wordErrors: 0 });
});

test('a lost accent is one letter and one word, a missing word its letters and a space', () => {
  const errors = countTextErrors('Não tocar', 'Nao tocar');
  assert.deepEqual([errors.letterErrors, errors.wordErrors], [1, 1]);
  const missing = countTextErrors('one two three', 'one three');
  assert.deepEqual([missing.letterErrors, missing.wordErrors], [4, 1]);
});

test('nothing read is every letter wrong, and reading into nothing is as many', () => {
  assert.equal(countTextErrors('abc', '').letterErrors, 3);
  assert.equal(countTextErrors('', 'abc').letterErrors, 3);
  assert.equal(countTextErrors('', '').letterErrors, 0);
});
