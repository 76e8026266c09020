import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contours, lightField } from './light-field.ts';

const corner = [1, 0, 0, 0, 0, 0, 0, 0, 0];

test('the light is brightest where the weight is, and fades evenly from there', () => {
  const field = lightField(corner, [3, 3], [30, 30]);
  assert.equal(field[0], 1);
  assert.ok((field[29] ?? 1) < 0.01 && (field[899] ?? 1) < 0.01);
  for (let at = 1; at < 30; at += 1) assert.ok((field[at] ?? 0) <= (field[at - 1] ?? 0) + 1e-6);
});

test('without weight there is no light', () => {
  assert.ok(lightField(new Array(9).fill(0), [3, 3], [12, 12]).every((light) => light === 0));
});

test('a line runs around what is bright and nowhere else', () => {
  const field = lightField([0, 0, 0, 0, 1, 0, 0, 0, 0], [3, 3], [30, 30]);
  const pieces = contours(field, [30, 30], 0.5);
  assert.ok(pieces.length > 10);
  for (const [x, y] of pieces) {
    const away = Math.hypot(x - 14.5, y - 14.5);
    assert.ok(away > 3 && away < 10, `a piece lies ${away} from the middle`);
  }
  // Closed: where one piece ends another begins.
  const ends = new Map<string, number>();
  for (const [x1, y1, x2, y2] of pieces) {
    for (const end of [`${x1.toFixed(4)} ${y1.toFixed(4)}`, `${x2.toFixed(4)} ${y2.toFixed(4)}`]) {
      ends.set(end, (ends.get(end) ?? 0) + 1);
    }
  }
  assert.ok([...ends.values()].every((count) => count === 2));
});
