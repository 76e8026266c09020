import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlignmentLink, SentenceTranslation } from '../../../preload/translation.ts';
import { composed, joined, through } from './pivot.ts';
import { untranslated } from './translate-sentence.ts';

function translation(
  source: readonly string[],
  target: readonly string[],
  alignment: readonly AlignmentLink[],
  score = -1,
): SentenceTranslation {
  return {
    source: source.join(''),
    target: target.join(''),
    score,
    sourceTokens: source,
    tokens: target.map((text) => ({ text, logProbability: -0.1 })),
    alternatives: [],
    alignment,
  };
}

test('links lead through the words between, however each model cuts them', () => {
  const first = translation(
    ['casa', ' vermelha'],
    ['red', ' hou', 'se'],
    [
      [1, 0, 1],
      [0, 1, 0.8],
      [0, 2, 0.9],
    ],
  );
  const second = translation(
    ['re', 'd', ' house'],
    ['maison', ' rouge'],
    [
      [2, 0, 1],
      [0, 1, 0.5],
      [1, 1, 0.4],
    ],
    -0.5,
  );
  const { source, target, score, alignment, sourceTokens } = composed(first, second);
  assert.deepEqual([source, target, score], ['casa vermelha', 'maison rouge', -1.5]);
  assert.deepEqual(sourceTokens, first.sourceTokens);
  assert.deepEqual(
    alignment.map(([from, to, weight]) => [from, to, Number(weight.toFixed(2))]),
    [
      [0, 0, 0.84],
      [1, 1, 0.9],
    ],
  );
});

test('parts put together keep their links, and count for the score by their length', () => {
  const one = translation(['a'], ['b', 'c'], [[0, 1, 1]], -1);
  const other = translation(['d', 'e'], ['f'], [[1, 0, 1]], -4);
  const { source, target, score, alignment } = joined([one, untranslated(' '), other]);
  assert.deepEqual([source, target, score], ['a de', 'bc f', -2]);
  assert.deepEqual(alignment, [
    [0, 1, 1],
    [1, 2, 1],
    [3, 3, 1],
  ]);
});

test('what the first model leaves alone is not given to the second', async () => {
  const translate = through(
    async () => [untranslated('https://example.org'), untranslated(' '), translation(['a'], ['b'], [])],
    async (sentence) => {
      assert.equal(sentence, 'b');
      return [translation(['b'], ['c'], [])];
    },
    'en',
  );
  const parts = await translate('', {});
  assert.deepEqual(
    parts.map(({ target }) => target),
    ['https://example.org', ' ', 'c'],
  );
});
