import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blankSeer, reduceSeer, type SeenPicture, shownPicture } from './seer.ts';

const picture = (key: number): SeenPicture => ({
  key,
  file: { name: `${key}.jpg`, size: 1, slice: () => new Blob() },
  origin: 'file',
  name: `${key}.jpg`,
  step: 'held',
  id: null,
  share: null,
  description: null,
  altText: null,
  error: null,
});
const three = reduceSeer(blankSeer, { kind: 'added', pictures: [picture(1), picture(2), picture(3)] });

test('of pictures given together the first is shown', () => {
  assert.equal(shownPicture(three)?.key, 1);
});

test('a picture given later is shown at once', () => {
  assert.equal(shownPicture(reduceSeer(three, { kind: 'added', pictures: [picture(4)] }))?.key, 4);
});

test('when the shown one is put aside the next takes its place, at the end the one before', () => {
  const second = reduceSeer(three, { kind: 'removed', key: 1 });
  assert.equal(shownPicture(second)?.key, 2);
  const last = reduceSeer(reduceSeer(second, { kind: 'shown', key: 3 }), { kind: 'removed', key: 3 });
  assert.equal(shownPicture(last)?.key, 2);
  assert.equal(shownPicture(reduceSeer(last, { kind: 'removed', key: 2 })), null);
});

test('putting another one aside leaves the shown one where it is', () => {
  assert.equal(shownPicture(reduceSeer(three, { kind: 'removed', key: 2 }))?.key, 1);
});
