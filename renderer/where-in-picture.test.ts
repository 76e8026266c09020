import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isFromPicture, whereInPicture } from './where-in-picture.ts';

const grid = [12, 12] as const;

/** Weight around one cell, as attention falls, with the noise that it always has. */
function around(row: number, column: number): readonly number[] {
  return Array.from({ length: 144 }, (_cell, at) => {
    const away = (Math.floor(at / 12) - row) ** 2 + ((at % 12) - column) ** 2;
    return Math.exp(-away / 2) * 0.15 + 0.001;
  });
}

test('a place is told as one would say it', () => {
  assert.equal(whereInPicture(around(11, 3), grid), 'left half, near the bottom');
  assert.equal(whereInPicture(around(0, 11), grid), 'near the right edge, near the top');
  assert.equal(whereInPicture(around(5.5, 5.5), grid), 'in the middle');
  assert.equal(whereInPicture(around(5.5, 8), grid), 'right half');
  assert.equal(whereInPicture(around(3.5, 5.5), grid), 'upper half');
});

test('what lies along one side, or everywhere, is told as that', () => {
  const floor = Array.from({ length: 144 }, (_cell, at) => (at >= 132 ? 0.08 : 0));
  assert.equal(whereInPicture(floor, grid), 'near the bottom');
  assert.equal(whereInPicture(new Array(144).fill(1 / 144), grid), 'all over the picture');
});

test('without a grid or without weight there is no place', () => {
  assert.equal(whereInPicture([], [0, 0]), '');
  assert.equal(whereInPicture(new Array(144).fill(0), grid), '');
});

test('a word that the sentence gave is not said to be seen', () => {
  assert.equal(isFromPicture(around(5, 5)), true);
  assert.equal(isFromPicture(around(5, 5).map((weight) => weight / 10)), false);
});
