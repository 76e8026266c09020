import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bandsOf } from './reading-bands.ts';

test('a low picture is looked at whole', () => {
  assert.deepEqual(bandsOf(300, 300, 64), [{ seen: { from: 0, to: 300 }, kept: { from: 0, to: 300 } }]);
});

test('the bands of a high picture make it up, each seen with what is around it', () => {
  const bands = bandsOf(1000, 500, 64);
  assert.deepEqual(
    bands.map(({ kept }) => [kept.from, kept.to]),
    [
      [0, 372],
      [372, 744],
      [744, 1000],
    ],
  );
  assert.deepEqual(bands[1]?.seen, { from: 308, to: 808 });
  for (const { seen } of bands) assert.ok(seen.from >= 0 && seen.to <= 1000 && seen.to - seen.from <= 500);
});
