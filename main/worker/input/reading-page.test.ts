import assert from 'node:assert/strict';
import { test } from 'node:test';
import { darkOnLight, doubled, greymap, toGrey, wordsOfTable } from './reading-page.ts';

test('white on black becomes black on white, and black on white stays', () => {
  const light = { data: Uint8Array.of(255, 255, 0, 255), width: 2, height: 2 };
  assert.deepEqual(darkOnLight(light), light);
  const dark = { data: Uint8Array.of(0, 0, 255, 0), width: 2, height: 2 };
  assert.deepEqual([...darkOnLight(dark).data], [255, 255, 0, 255]);
});

test('green is light and blue is dark to the eye', () => {
  const { data } = toGrey({ data: Uint8Array.of(255, 255, 255, 0, 255, 0, 0, 0, 255), width: 3, height: 1 });
  assert.deepEqual([...data], [255, 149, 28]);
});

test('a picture made twice as large keeps its light and its edges', () => {
  const flat = doubled({ data: new Uint8Array(6).fill(77), width: 3, height: 2 });
  assert.deepEqual([flat.width, flat.height], [6, 4]);
  assert.ok(flat.data.every((value) => value === 77));
  const edge = doubled({ data: Uint8Array.of(0, 200), width: 2, height: 1 });
  assert.deepEqual([...edge.data.subarray(0, 4)], [0, 50, 150, 200]);
  const column = doubled({ data: Uint8Array.of(0, 200), width: 1, height: 2 });
  assert.deepEqual([...column.data], [0, 0, 50, 50, 150, 150, 200, 200]);
});

test('a page is handed over as a greymap that any reader of images understands', () => {
  const file = greymap({ data: Uint8Array.of(1, 2, 3), width: 3, height: 1 });
  assert.equal(new TextDecoder().decode(file.subarray(0, -3)), 'P5 3 1 255\n');
  assert.deepEqual([...file.subarray(-3)], [1, 2, 3]);
});

test('the words of a table have their places and lines; its other rows and empty words are passed over', () => {
  const table = [
    '1\t1\t0\t0\t0\t0\t0\t0\t800\t600\t-1\t',
    '4\t1\t2\t1\t3\t0\t10\t20\t90\t18\t-1\t',
    '5\t1\t2\t1\t3\t1\t10\t20\t40\t18\t96.5\tHello',
    '5\t1\t2\t1\t3\t2\t60\t20\t40\t18\t12\t ',
    '',
  ].join('\n');
  const place = { left: 10, top: 20, right: 50, bottom: 38 };
  assert.deepEqual(wordsOfTable(table), [{ text: 'Hello', ...place, confidence: 96.5, line: '1.2.1.3' }]);
});
