import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isInvented, toSegment } from './heard-segment.ts';
import type { HeardWord } from './recognise.ts';

const word = (text: string, start: number, end: number, ...logProbabilities: number[]): HeardWord => ({
  text,
  start,
  end,
  confidence: Math.exp(logProbabilities.reduce((sum, value) => sum + value, 0)),
  ids: logProbabilities.map((_, index) => index),
  logProbabilities,
});

test('a segment lies where the voice was, a little more on both sides', () => {
  const segment = toSegment([word('yes', 1.1, 1.4, -0.1)], { start: 1, end: 1.5, probability: 0.9 }, 0);
  assert.deepEqual([segment.start, segment.end, segment.text], [0.9, 1.6, 'yes']);
});

test('it never begins before the one before it has ended', () => {
  const segment = toSegment([word('yes', 1.1, 1.4, -0.1)], { start: 1, end: 1.5, probability: 0.9 }, 1.05);
  assert.equal(segment.start, 1.05);
});

test('words lie inside their segment and in order, whatever the attention said', () => {
  const words = [word('a', 0.2, 0.5, -0.1), word('b', 1.4, 1.2, -0.1), word('c', 1.3, 9, -0.1)];
  const segment = toSegment(words, { start: 1, end: 1.9, probability: 0.9 }, 0);
  assert.deepEqual(
    segment.words.map(({ start, end }) => [start, end]),
    [
      [0.9, 0.9],
      [1.4, 1.4],
      [1.4, 2],
    ],
  );
});

test('the confidence of a word is the product of its tokens, that of a segment their geometric mean', () => {
  const words = [word('one', 1, 1.2, Math.log(0.5), Math.log(0.5)), word('two', 1.2, 1.4, Math.log(0.9))];
  const segment = toSegment(words, { start: 1, end: 1.5, probability: 0.9 }, 0);
  assert.ok(Math.abs((segment.words[0]?.confidence ?? 0) - 0.25) < 1e-9);
  assert.ok(Math.abs(segment.confidence - (0.5 * 0.5 * 0.9) ** (1 / 3)) < 1e-9);
});

test('words that the model hardly believes in were not said; speech in noise was', () => {
  assert.ok(isInvented([word('thank', 0, 1, -1.9), word('you', 1, 2, -1.7)], 0.95));
  assert.ok(isInvented([word('thank', 0, 1, -1.3), word('you', 1, 2, -1.2)], 0.5));
  assert.ok(!isInvented([word('thank', 0, 1, -1.3), word('you', 1, 2, -1.2)], 0.9));
  assert.ok(!isInvented([word('two', 0, 1, -0.9), word('children', 1, 2, -1)], 0.55));
});

test('a segment ends with the recording at the latest, its words too', () => {
  const span = { start: 1, end: 1.5, probability: 0.9, soundEnd: 1.52 };
  const segment = toSegment([word('yes', 1.1, 1.58, -0.1)], span, 0);
  assert.deepEqual([segment.end, segment.words[0]?.end], [1.52, 1.52]);
});
