import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SentenceTranslation } from '../../preload/translation.ts';
import { translatedLine } from './translated-line.ts';

const sentence = (
  source: string,
  tokens: readonly (readonly [string, number])[],
  score: number,
  alternatives: SentenceTranslation['alternatives'] = [],
): SentenceTranslation => ({
  source,
  target: tokens.map(([text]) => text).join(''),
  score,
  sourceTokens: source.split(/(?= )/),
  tokens: tokens.map(([text, logProbability]) => ({ text, logProbability })),
  alternatives,
  alignment: tokens.map((_, place) => [0, place, 0.5] as const),
});
const space: SentenceTranslation = {
  ...sentence(' ', [[' ', 0]], 0),
  sourceTokens: [' '],
  alignment: [[0, 0, 1]],
};
const first = sentence(
  'A cat.',
  [
    ['Um', -0.2],
    [' gato', -0.1],
    ['.', -0.1],
  ],
  -0.1,
  [
    { target: 'O gato.', score: -0.5 },
    { target: 'Uma gata.', score: -0.9 },
  ],
);
const second = sentence(
  'A dog.',
  [
    ['Um', -0.6],
    [' cão.', -0.3],
  ],
  -0.4,
  [{ target: 'Um cachorro.', score: -0.45 }],
);

test('a line of one sentence is that sentence', () => {
  const line = translatedLine('A cat.', [first], 2);
  const { alternatives, ...rest } = first;
  assert.deepEqual(
    { ...line, score: line.score.toFixed(6), alternatives: line.alternatives.map(({ target }) => target) },
    { ...rest, score: first.score.toFixed(6), alternatives: alternatives.map(({ target }) => target) },
  );
});

test('the sentences of a line and what is between them are one: tokens join to the target, places are shifted', () => {
  const { source, target, score, sourceTokens, tokens, alignment } = translatedLine(
    'A cat. A dog.',
    [first, space, second],
    0,
  );
  assert.deepEqual([source, target], ['A cat. A dog.', 'Um gato. Um cão.']);
  assert.equal(tokens.map(({ text }) => text).join(''), target);
  assert.equal(sourceTokens.join(''), source);
  assert.deepEqual(alignment, [
    [0, 0, 0.5],
    [0, 1, 0.5],
    [0, 2, 0.5],
    [2, 3, 1],
    [3, 4, 0.5],
    [3, 5, 0.5],
  ]);
  // Four places of the first (its end counts), three of the second, none of the space.
  assert.ok(Math.abs(score - (4 * -0.1 + 3 * -0.4) / 7) < 1e-12);
});

test('the other answers for a line have one sentence in another wording, the best first, and no more than asked', () => {
  const parts = [first, space, second];
  const line = (count: number) => translatedLine('A cat. A dog.', parts, count).alternatives;
  assert.deepEqual(
    line(9).map(({ target }) => target),
    ['Um gato. Um cachorro.', 'O gato. Um cão.', 'Uma gata. Um cão.'],
  );
  assert.deepEqual(
    line(2).map(({ target }) => target),
    ['Um gato. Um cachorro.', 'O gato. Um cão.'],
  );
  assert.ok(line(9).every(({ score }, index, all) => index === 0 || score <= (all[index - 1]?.score ?? 0)));
  assert.ok(Math.abs((line(1)[0]?.score ?? 0) - (4 * -0.1 + 3 * -0.45) / 7) < 1e-12);
  assert.deepEqual(line(0), []);
});

test('a line without words stands for itself', () => {
  assert.deepEqual(translatedLine('* * *', [], 3), {
    source: '* * *',
    target: '* * *',
    score: 0,
    sourceTokens: ['* * *'],
    tokens: [{ text: '* * *', logProbability: 0 }],
    alternatives: [],
    alignment: [[0, 0, 1]],
  });
  assert.deepEqual(translatedLine('', [], 3).tokens, []);
});
