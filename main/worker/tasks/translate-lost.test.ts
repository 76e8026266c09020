import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlignmentLink, SentenceTranslation } from '../../../preload/translation.ts';
import { hasLost, unreadTokens, withoutAddedStop } from './translate-lost.ts';
import { untranslated } from './translate-sentence.ts';

/** A translation of `length` tokens that looked at those of `read`. */
function reading(length: number, read: readonly number[]): SentenceTranslation {
  const sourceTokens = Array.from({ length }, (_, place) => ` ${place}`);
  return {
    ...untranslated(sourceTokens.join('')),
    sourceTokens,
    alignment: read.map((place): AlignmentLink => [place, 0, 0.5]),
  };
}

test('a long run of tokens that nothing looked at is lost text, and single ones are not', () => {
  const every = (step: number) => Array.from({ length: 40 / step }, (_, place) => place * step);
  assert.ok(!hasLost(reading(40, every(1))));
  assert.ok(!hasLost(reading(40, every(4))));
  assert.ok(hasLost(reading(40, [...every(1).slice(0, 10), ...every(1).slice(18)])));
  assert.ok(hasLost(reading(40, every(1).slice(0, 32))));
  assert.ok(!hasLost(reading(5, [])));
  assert.equal(unreadTokens(reading(40, [3, 3, 5])), 38);
});

test('a half of a sentence gets no full stop of its own, and keeps one that it has', () => {
  const stopped = (source: string): SentenceTranslation => ({
    ...untranslated(source),
    target: 'um país.',
    tokens: ['um', ' país', '.'].map((text) => ({ text, logProbability: -1 })),
    alignment: [
      [0, 0, 1],
      [0, 2, 1],
    ],
  });
  const half = withoutAddedStop(stopped('a country'));
  assert.deepEqual([half.target, half.tokens.length, half.alignment.length], ['um país', 2, 1]);
  for (const source of ['a country.', 'of the U.S.', 'a country.”']) {
    assert.equal(withoutAddedStop(stopped(source)).target, 'um país.');
  }
});
