import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAgreement } from './agreement.ts';
import type { HeardWord } from './recognise.ts';

/** Words of half a second each. */
function words(text: string, confidence = 0.95): HeardWord[] {
  return text.split(' ').map((word, index) => ({
    text: word,
    start: index / 2,
    end: (index + 1) / 2,
    confidence,
    ids: [index],
    logProbabilities: [Math.log(confidence)],
  }));
}

const texts = (settled: readonly HeardWord[]) => settled.map((word) => word.text).join(' ');

/** What the last of several hypotheses settles; each hears as much more as `everySeconds`, the last until `until`. */
function settledBy(hypotheses: readonly (readonly HeardWord[])[], until = 10, everySeconds = 0.4): string {
  const agreement = createAgreement();
  const last = hypotheses.length - 1;
  const settled = hypotheses.map((hypothesis, index) =>
    texts(agreement.settle(hypothesis, until - (last - index) * everySeconds)),
  );
  return settled.at(-1) ?? '';
}

const times = (count: number, hypothesis: readonly HeardWord[]) =>
  Array.from({ length: count }, () => hypothesis);

test('words settle when three hypotheses agree, but for the last of them', () => {
  const same = words('and so my fellow');
  assert.equal(settledBy(times(1, same)), '');
  assert.equal(settledBy(times(2, same)), '');
  assert.equal(settledBy(times(3, same)), 'and so my');
});

test('hypotheses in quick succession must agree for a while', () => {
  const same = words('and so my fellow');
  assert.equal(settledBy(times(3, same), 10, 0.2), '');
  assert.equal(settledBy(times(5, same), 10, 0.2), 'and so my');
  assert.equal(settledBy([words('and no my fellow'), ...times(3, same)], 10, 0.2), '');
  assert.equal(settledBy([words('and no my fellow'), ...times(5, same)], 10, 0.2), 'and so my');
});

test('nothing settles from where a hypothesis differs', () => {
  const same = words('and so my fellow Americans');
  assert.equal(settledBy([same, words('and so by fellow Americans'), same]), 'and');
});

test('the last moments of the audio settle later', () => {
  const same = times(3, words('and so my fellow Americans'));
  assert.equal(settledBy(same, 2.7), 'and so my');
  assert.equal(settledBy(same, 2.2), 'and so');
});

test('a doubtful word waits, and so do those behind it', () => {
  const hypothesis = words('and so my fellow Americans');
  hypothesis[1] = { ...(hypothesis[1] as HeardWord), confidence: 0.4 };
  assert.equal(settledBy(times(3, hypothesis), 3.9), 'and');
  assert.equal(settledBy(times(3, hypothesis), 4.1), 'and so my fellow');
});

test('capitals and commas do not keep a word from settling', () => {
  assert.equal(settledBy([words('And so my'), words('and so, my'), words('And so, my')]), 'And so,');
});

test('agreement goes on after what was settled', () => {
  const agreement = createAgreement();
  for (const until of [9.2, 9.6]) agreement.settle(words('and so my fellow'), until);
  assert.equal(texts(agreement.settle(words('and so my fellow'), 10)), 'and so my');
  assert.equal(texts(agreement.settle(words('fellow Americans'), 10.4)), '');
  assert.equal(texts(agreement.settle(words('fellow Americans ask'), 10.8)), '');
  assert.equal(texts(agreement.settle(words('fellow Americans ask not'), 11.2)), 'fellow');
});

test('a new stretch begins with nothing agreed', () => {
  const agreement = createAgreement();
  for (const until of [9, 9.5]) agreement.settle(words('and so my'), until);
  agreement.reset();
  assert.equal(texts(agreement.settle(words('and so my'), 10)), '');
});
