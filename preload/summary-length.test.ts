import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DigestSentence } from './summary.ts';
import { countWords, keptWords, lengthChoices, pointsOf } from './summary-length.ts';

function sentence(text: string, rank: number): DigestSentence {
  return {
    text,
    original: text,
    source: [0, text.length],
    removed: [],
    prefix: '',
    paragraph: 0,
    textNumber: 0,
    seconds: null,
    rank,
    confidence: 0.5,
  };
}

// Ten sentences of 2, 3, … 11 words, chosen in an order that is not that of the source.
const ranks = [3, 0, 9, 4, 1, 7, 5, 8, 2, 6];
const sentences = ranks.map((rank, at) =>
  sentence(
    Array(at + 2)
      .fill('word')
      .join(' '),
    rank,
  ),
);
const digest = { sentences, enough: 3, read: keptWords(sentences) };
const texts = (points: readonly DigestSentence[]) => points.map(({ rank }) => rank);

test('everything is every sentence, in the order of the source', () => {
  assert.deepEqual(texts(pointsOf(digest, 'all')), ranks);
  assert.deepEqual(texts(pointsOf(digest, { share: 1 })), ranks);
});

test('a number of sentences takes those that were chosen first and shows them in their order', () => {
  assert.deepEqual(texts(pointsOf(digest, 1)), [0]);
  assert.deepEqual(texts(pointsOf(digest, { sentences: 4 })), [3, 0, 1, 2]);
  assert.deepEqual(texts(pointsOf(digest, 'auto')), [0, 1, 2]);
  assert.equal(pointsOf(digest, 99).length, 10);
});

test('a share of the words is never gone beyond, but one sentence is always shown', () => {
  for (const share of [0, 0.01, 0.1, 0.2, 0.35, 0.6, 0.99]) {
    const points = pointsOf(digest, { share });
    assert.ok(points.length === 1 || keptWords(points) <= share * digest.read, `${share}`);
    assert.ok(points.length > 0);
  }
  assert.equal(keptWords(pointsOf(digest, 'short')), 5);
});

test('what few sentences show, more of them show too', () => {
  for (let count = 1; count < sentences.length; count++) {
    const more = pointsOf(digest, count + 1);
    assert.ok(pointsOf(digest, count).every((point) => more.includes(point)));
  }
});

test('a sentence that is too long for the budget does not leave most of it unused', () => {
  const long = sentence(Array(60).fill('word').join(' '), 0);
  const short = [1, 2, 3].map((rank) => sentence(Array(9).fill('word').join(' '), rank));
  const points = pointsOf({ sentences: [long, ...short], enough: 1, read: 300 }, 'short');
  assert.deepEqual(texts(points), [1, 2, 3]);
});

test('an empty digest shows nothing, at every length', () => {
  for (const length of lengthChoices) {
    assert.deepEqual(pointsOf({ sentences: [], enough: 0, read: 0 }, length), []);
  }
});

test('words are what spaces set apart and holds a letter or a digit; other scripts count as they are read', () => {
  assert.equal(countWords(''), 0);
  assert.equal(countWords(' one — two, 3 … '), 3);
  assert.equal(countWords("don't stop"), 2);
  assert.ok(countWords('今天天气很好') > 1);
});
