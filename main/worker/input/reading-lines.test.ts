import assert from 'node:assert/strict';
import { test } from 'node:test';
import { enlarged, findLines, levelled, quarterTurned } from './reading-lines.ts';

/** A map in which a bar of so many pixels, tilted about its middle, is surely print. */
function bar(width: number, height: number, half: readonly [number, number], angle: number, sure = 0.9) {
  const data = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [x - width / 2, y - height / 2];
      const along = dx * Math.cos(angle) + dy * Math.sin(angle);
      const across = dy * Math.cos(angle) - dx * Math.sin(angle);
      if (Math.abs(along) < half[0] && Math.abs(across) < half[1]) data[y * width + x] = sure;
    }
  }
  return { data, width, height };
}

test('a tilted line is found with its tilt, and its box is let out to the whole letters', () => {
  const [box, ...others] = findLines(bar(200, 120, [60, 6], 0.2), 0.5);
  assert.ok(box !== undefined && others.length === 0);
  assert.ok(Math.abs(box.angle - 0.2) < 0.02, `tilt ${box.angle}`);
  assert.ok(Math.hypot(box.x - 100, box.y - 60) < 1.5);
  assert.ok(box.halfHeight > 13 && box.halfHeight < 17, `half height ${box.halfHeight}`);
  assert.ok(box.halfLength > 66 && box.halfLength < 73, `half length ${box.halfLength}`);
});

test('what is hardly likely to be print, and specks, are no lines', () => {
  assert.deepEqual(findLines(bar(100, 60, [30, 5], 0, 0.4), 0.5), []);
  assert.deepEqual(findLines(bar(100, 60, [2, 1], 0), 0.5), []);
  assert.deepEqual(findLines({ data: new Float32Array(600), width: 30, height: 20 }, 0.5), []);
});

test('lines do not run on from one side of the picture to the other', () => {
  const map = { data: new Float32Array(40 * 20), width: 40, height: 20 };
  for (let y = 5; y < 12; y++) for (const x of [0, 1, 2, 3, 36, 37, 38, 39]) map.data[y * 40 + x] = 0.9;
  assert.equal(findLines(map, 0.5).length, 2);
});

test('a tilted line is cut out level', () => {
  const { data, width, height } = bar(200, 120, [60, 6], 0.2, 1);
  const picture = { data: Uint8Array.from(data, (value) => 255 - value * 255), width, height };
  const box = { x: 100, y: 60, halfLength: 50, halfHeight: 5, angle: 0.2, score: 1 };
  const cut = levelled(picture, box, 20);
  assert.deepEqual([cut.width, cut.height], [200, 20]);
  const dark = cut.data.filter((value) => value < 128).length;
  assert.ok(dark / cut.data.length > 0.97, `${dark} of ${cut.data.length} are within the line`);
  const beyond = levelled(picture, { ...box, x: -500 }, 8);
  assert.ok(beyond.data.every((value) => value === 255));
});

test('a line found in a small copy is the same line in the large picture', () => {
  const box = { x: 10, y: 20, halfLength: 6, halfHeight: 2, angle: 0.1, score: 0.8 };
  assert.deepEqual(enlarged(box, 2), { x: 20, y: 40, halfLength: 12, halfHeight: 4, angle: 0.1, score: 0.8 });
});

test('a line that runs up is found as a high box, and turned is read from below', () => {
  const [box] = findLines(bar(120, 200, [6, 60], 0.1), 0.5);
  assert.ok(box !== undefined && box.halfHeight > 2 * box.halfLength);
  assert.ok(Math.abs(box.angle - 0.1) < 0.02, `askew ${box.angle}`);
  const picture = { data: Uint8Array.from({ length: 12 }, (_, at) => at), width: 2, height: 6 };
  const high = { x: 1, y: 3, halfLength: 1, halfHeight: 3, angle: 0, score: 1 };
  assert.deepEqual(
    [...levelled(picture, quarterTurned(high, 3), 2).data],
    [10, 8, 6, 4, 2, 0, 11, 9, 7, 5, 3, 1],
  );
  assert.deepEqual(
    [...levelled(picture, quarterTurned(high, 2), 6).data],
    [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
  );
});
