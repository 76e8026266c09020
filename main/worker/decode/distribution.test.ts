import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bestCandidates } from './candidates.ts';
import { bestColumn, logSumExp } from './distribution.ts';
import { randomNumbers } from './sample.ts';

const random = randomNumbers(7);
const row = (length: number, scale: number) =>
  Float32Array.from({ length }, () => (random() + random() - 1) * scale);

test('the normalizer of a whole vocabulary is right for flat, peaked and extreme logits', () => {
  for (const scale of [0, 0.01, 1, 10, 100, 1e4]) {
    const logits = row(32_768, scale);
    const largest = Math.max(...logits);
    const exact = largest + Math.log(logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0));
    const found = logSumExp(logits, largest);
    assert.ok(Math.abs(found - exact) < 1e-6, `scale ${scale}: ${found}, exact ${exact}`);
  }
});

test('forbidden tokens have no part in the normalizer', () => {
  const no = Number.NEGATIVE_INFINITY;
  assert.ok(Math.abs(logSumExp(Float32Array.of(no, 2, no, 2), 2) - (2 + Math.LN2)) < 1e-9);
  assert.equal(logSumExp(Float32Array.of(no, 3), 3), 3);
});

test('the best token is the first of equals, and none where all are forbidden or broken', () => {
  assert.equal(bestColumn(Float32Array.of(1, 4, 4, 2)), 1);
  assert.equal(bestColumn(Float32Array.of(Number.NaN, -7, -9)), 1);
  assert.equal(bestColumn(Float32Array.of(Number.NEGATIVE_INFINITY, Number.NaN)), -1);
});

test('the best continuations over all beams are those of a full sort', () => {
  for (let round = 0; round < 20; round++) {
    const rows = [row(200, 4), row(200, 4), row(200, 4)];
    const sums = [-1, -2 * random(), -3 * random()];
    const all = rows.flatMap((logits, beam) => {
      const normalizer = logSumExp(logits, Math.max(...logits));
      return Array.from(logits, (logit, column) => ({
        beam,
        column,
        sum: (sums[beam] as number) + logit - normalizer,
      }));
    });
    all.sort((a, b) => b.sum - a.sum);
    const found = bestCandidates(rows, sums, 7).map(({ beam, column }) => `${beam}/${column}`);
    assert.deepEqual(
      found,
      all.slice(0, 7).map(({ beam, column }) => `${beam}/${column}`),
    );
  }
});

test('forbidden continuations are never among the best', () => {
  const no = Number.NEGATIVE_INFINITY;
  const found = bestCandidates([Float32Array.of(no, 1, no), Float32Array.of(no, no, no)], [0, 0], 5);
  assert.deepEqual(
    found.map(({ beam, column }) => [beam, column]),
    [[0, 1]],
  );
});
