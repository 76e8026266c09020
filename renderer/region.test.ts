import assert from 'node:assert/strict';
import { test } from 'node:test';
import { afterKey, firstRegion, inPixels, type Region, regionBetween } from './region.ts';

function press(key: string, times: number, withShift = false, from: Region = firstRegion): Region {
  let region = from;
  for (let time = 0; time < times; time += 1) region = afterKey(region, key, withShift) ?? region;
  return region;
}

test('arrow keys move it to the edge of the picture and no further, without changing its size', () => {
  const moved = press('ArrowUp', 100, false, press('ArrowRight', 100));
  assert.deepEqual(moved, { left: 0.5, top: 0, width: 0.5, height: 0.5 });
});

test('with Shift they change its size, within the picture and never to nothing', () => {
  const large = press('ArrowDown', 100, true, press('ArrowRight', 100, true));
  assert.deepEqual(large, { left: 0.25, top: 0.25, width: 0.75, height: 0.75 });
  const small = press('ArrowLeft', 100, true);
  assert.ok(small.width > 0 && small.width < 0.1);
});

test('other keys mean nothing to it', () => {
  assert.equal(afterKey(firstRegion, 'x', false), null);
});

test('a mouse draws it from any corner to any other, within the picture', () => {
  assert.deepEqual(regionBetween([0.75, 0.5], [0.25, 2]), { left: 0.25, top: 0.5, width: 0.5, height: 0.5 });
  const point = regionBetween([1, 1], [1, 1]);
  assert.ok(point.left + point.width <= 1 && point.width > 0);
});

test('it is cut out of the picture in whole pixels that lie in it', () => {
  assert.deepEqual(inPixels({ left: 0.5, top: 0, width: 0.5, height: 1 }, 101, 7), {
    left: 51,
    top: 0,
    width: 50,
    height: 7,
  });
});
