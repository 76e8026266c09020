import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inWords } from './words.ts';

test('a few languages are all named, of many the first and how many more there are', () => {
  assert.equal(inWords([]), '');
  assert.equal(inWords(['English']), 'English');
  assert.equal(inWords(['English', 'Spanish']), 'English and Spanish');
  assert.equal(inWords(['a', 'b', 'c', 'd', 'e', 'f']), 'a, b, c, d, e and f');
  assert.equal(inWords([...'abcdefgh']), 'a, b, c, d and 4 more languages');
});
