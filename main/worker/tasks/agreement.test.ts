import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAgreement } from './agreement.ts';
import type { HeardWord } from './recognise.ts';

/** Words of half a second each, from `from` on. */
function words(text: string, from = 0): HeardWord[] {
  return text.split(' ').map((word, index) => ({
    text: word,
    start: from + index / 2,
    end: from + (index + 1) / 2,
    confidence: 0.9,
    ids: [index],
    logProbabilities: [-0.1],
  }));
}

const texts = (settled: readonly HeardWord[]) => settled.map((word) => word.text).join(' ');

test('nothing settles on one hypothesis', () => {
  assert.equal(texts(createAgreement().settle(words('and so my fellow'), 10)), '');
});
