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

/** What the last of several hypotheses settles. */
function settledBy(...hypotheses: readonly (readonly [HeardWord[], number])[]): string {
  const agreement = createAgreement();
  return hypotheses.map(([hypothesis, until]) => texts(agreement.settle(hypothesis, until))).at(-1) ?? '';
}

test('words settle when three hypotheses agree, but for the last of them', () => {
  const same = [words('and so my fellow'), 10] as const;
  assert.equal(settledBy(same), '');
  assert.equal(settledBy(same, same), '');
  assert.equal(settledBy(same, same, same), 'and so my');
});

test('nothing settles from where a hypothesis differs', () => {
  const same = [words('and so my fellow Americans'), 10] as const;
  assert.equal(settledBy(same, [words('and so by fellow Americans'), 10], same), 'and');
});

test('the last moments of the audio settle later', () => {
  const until = (seconds: number) => [words('and so my fellow Americans'), seconds] as const;
  assert.equal(settledBy(until(2), until(2), until(2)), 'and so my');
  assert.equal(settledBy(until(1.5), until(1.5), until(1.5)), 'and so');
});

test('a doubtful word waits, and so do those behind it', () => {
  const doubtful = (seconds: number) => {
    const hypothesis = words('and so my fellow Americans');
    hypothesis[1] = { ...(hypothesis[1] as HeardWord), confidence: 0.4 };
    return [hypothesis, seconds] as const;
  };
  assert.equal(settledBy(doubtful(3.5), doubtful(3.5), doubtful(3.5)), 'and');
  assert.equal(settledBy(doubtful(4.1), doubtful(4.1), doubtful(4.1)), 'and so my fellow');
});

test('capitals and commas do not keep a word from settling', () => {
  assert.equal(
    settledBy([words('And so my'), 10], [words('and so, my'), 10], [words('And so, my'), 10]),
    'And so,',
  );
});

test('agreement goes on after what was settled', () => {
  const agreement = createAgreement();
  for (const until of [10, 10]) agreement.settle(words('and so my fellow'), until);
  assert.equal(texts(agreement.settle(words('and so my fellow'), 10)), 'and so my');
  assert.equal(texts(agreement.settle(words('fellow Americans'), 10)), '');
  assert.equal(texts(agreement.settle(words('fellow Americans ask'), 10)), '');
  assert.equal(texts(agreement.settle(words('fellow Americans ask not'), 10)), 'fellow');
});

test('a new stretch begins with nothing agreed', () => {
  const agreement = createAgreement();
  for (const until of [10, 10]) agreement.settle(words('and so my'), until);
  agreement.reset();
  assert.equal(texts(agreement.settle(words('and so my'), 10)), '');
});
