import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inBlocks, type QuantizedMatrix, sideBySide, signed, transposed } from './matrix.ts';

const left: QuantizedMatrix = {
  rows: 2,
  columns: 2,
  bytes: Uint8Array.of(1, 2, 3, 4),
  scale: 0.5,
  zeroPoint: 7,
};
const right: QuantizedMatrix = { rows: 2, columns: 1, bytes: Uint8Array.of(5, 6), scale: 2, zeroPoint: 9 };

/** The numbers that the bytes stand for, so that layouts can be compared by meaning. */
function numbers({ rows, columns, bytes, scale, zeroPoint }: QuantizedMatrix): number[][] {
  return Array.from({ length: rows }, (_, row) =>
    Array.from(
      { length: columns },
      (_, column) => scale * ((bytes[row * columns + column] ?? 0) - zeroPoint),
    ),
  );
}

test('matrices side by side keep their numbers, each with its own scale and factor', () => {
  const { columns, bytes, scales, zeroPoints } = sideBySide([left, right], [1, 10]);
  const joined = [0, 1].map((row) =>
    Array.from({ length: columns }, (_, column) => {
      const byte = bytes[row * columns + column] ?? 0;
      return (scales[column] ?? 0) * (byte - (zeroPoints[column] ?? 0));
    }),
  );
  const expected = numbers(left).map((row, index) => [
    ...row,
    ...(numbers(right)[index] ?? []).map((x) => 10 * x),
  ]);
  assert.deepEqual(joined, expected);
});

test('blocks run down the columns and keep the numbers', () => {
  const { blocks, bytes, scales, zeroPoints } = inBlocks([left, right], [], 1);
  const [rows, columns] = [2, 3];
  const joined = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const block = column * blocks + row;
      return (scales[block] ?? 0) * ((bytes[column * rows + row] ?? 0) - (zeroPoints[block] ?? 0));
    }),
  );
  assert.deepEqual(
    joined,
    numbers(left).map((row, index) => [...row, ...(numbers(right)[index] ?? [])]),
  );
  assert.throws(() => inBlocks([left], [], 32), /not whole blocks/);
});

test('a transposed matrix has rows for columns', () => {
  assert.deepEqual(numbers(transposed(left)), [
    [-3, -2],
    [-2.5, -1.5],
  ]);
});

test('signed bytes differ from unsigned ones by 128', () => {
  assert.deepEqual([...signed(Uint8Array.of(0, 128, 255))], [-128, 0, 127]);
});
