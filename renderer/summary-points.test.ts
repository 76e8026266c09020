import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DigestSentence, SaidDigest } from '../preload/summary.ts';
import { paragraphAt, paragraphsOf } from './summary-paragraphs.ts';
import { lengthOfCount, lengthStops, piecesOf, pointsText, shownPoints, stopOf } from './summary-points.ts';

const sentence = (changes: Partial<DigestSentence>): DigestSentence => ({
  ...{ text: 'Yes.', original: 'Yes.', source: [0, 4], removed: [], prefix: '', paragraph: 0 },
  ...{ textNumber: 0, seconds: null, rank: 0, confidence: 1 },
  ...changes,
});
const digest = (sentences: readonly DigestSentence[], enough = 2): SaidDigest => ({
  ...{ kind: 'said', language: 'en', read: 99, sentences, enough, notes: [] },
});
const viewOf = (made: SaidDigest) => ({
  entry: {} as never,
  text: 'Monday. Yes.\n\nTuesday. No.',
  texts: [
    { startCharacter: 0, endCharacter: 12, entry: null, title: 'a' },
    { startCharacter: 14, endCharacter: 26, entry: null, title: 'b' },
  ],
  digest: made,
  length: 'all' as const,
});

test('the slider goes from one sentence to everything and rests where the model would stop', () => {
  const sentences = Array.from({ length: 400 }, (_, rank) => sentence({ rank }));
  const stops = lengthStops(digest(sentences, 37));
  assert.equal(stops[0], 1);
  assert.equal(stops[stops.length - 1], 400);
  assert.ok(stops.includes(37));
  assert.ok(stops.length < 70, 'few enough for the arrow keys');
  assert.deepEqual(stops.slice(0, 5), [1, 2, 3, 4, 5]);
  assert.equal(stops[stopOf(stops, 37)], 37);
});

test('two sentences, or one, have as many stops', () => {
  assert.deepEqual(lengthStops(digest([sentence({}), sentence({ rank: 1 })], 1)), [1, 2]);
  assert.deepEqual(lengthStops(digest([sentence({})], 1)), [1]);
});

test('the model’s own length and everything are kept as these, whatever their number', () => {
  const made = digest(Array.from({ length: 5 }, (_, rank) => sentence({ rank })));
  assert.deepEqual(
    [1, 2, 3, 5].map((count) => lengthOfCount(made, count)),
    [1, 'auto', 3, 'all'],
  );
});

test('a point of the second text lights its place in the whole', () => {
  const [, second] = shownPoints(
    viewOf(digest([sentence({}), sentence({ rank: 1, textNumber: 1, source: [9, 12] })])),
  );
  assert.deepEqual(second?.range, [23, 26]);
});

test('a close choice is said to be one; at the end of the order nothing is left to choose from', () => {
  const sentences = [0.5, 0.11, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 1].map((confidence, rank) =>
    sentence({ confidence, rank }),
  );
  assert.deepEqual(
    shownPoints(viewOf(digest(sentences, 2))).map(({ sureness }) => sureness === 'perhaps'),
    [false, true, ...Array(8).fill(false)],
  );
});

test('what was left out stands between what stays, and all of it together is what was said', () => {
  const said = 'two, no, three weeks, um';
  const pieces = piecesOf(said, [
    [0, 9],
    [20, 24],
  ]);
  assert.deepEqual(
    pieces.map(({ text, isLeftOut }) => [text, isLeftOut]),
    [
      ['two, no, ', true],
      ['three weeks', false],
      [', um', true],
    ],
  );
  assert.equal(pieces.map(({ text }) => text).join(''), said);
});

test('what is copied names the speakers, and has a line for each point or none', () => {
  const points = shownPoints(
    viewOf(digest([sentence({ prefix: 'Ana:' }), sentence({ rank: 1, text: 'No.' })])),
  );
  assert.equal(pointsText(points, 'bullets'), 'Ana: Yes.\nNo.');
  assert.equal(pointsText(points, 'paragraph'), 'Ana: Yes. No.');
});

test('paragraphs are what line breaks set apart', () => {
  const paragraphs = paragraphsOf('One.\n\n  \nTwo three.\nFour.');
  assert.deepEqual(paragraphs, [
    [0, 4],
    [9, 19],
    [20, 25],
  ]);
  assert.equal(paragraphAt(paragraphs, 13), 1);
});
