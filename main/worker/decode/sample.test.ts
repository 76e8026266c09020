import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, finish } from './decode.ts';
import type { Decoder, SampleSearch } from './decoder.ts';
import { likeliest, randomNumbers } from './sample.ts';
import { endToken, growingCacheDecoder, startToken } from './toys.ts';

const limits = { startToken, endToken, maxTokens: 2000 };

/** A decoder whose tokens have these probabilities at every step. */
function fixedDecoder(probabilities: readonly number[]): Decoder {
  const state = new Map();
  return {
    start: () => state,
    step: async () => ({ logits: Float32Array.from(probabilities, Math.log), state }),
    reorder: () => state,
  };
}

async function shares(search: Partial<SampleSearch>): Promise<number[]> {
  const decoder = fixedDecoder([0.1, 0, 0.4, 0.2, 0.3]);
  const whole: SampleSearch = { kind: 'sample', ...limits, temperature: 1, seed: 5, ...search };
  const [found] = await finish(decode(decoder, new Map(), whole));
  const counts = [0, 0, 0, 0, 0];
  for (const id of found?.ids ?? []) counts[id] = (counts[id] ?? 0) + 1;
  return counts.map((count) => count / 2000);
}

function assertShares(actual: readonly number[], expected: readonly number[]): void {
  actual.forEach((share, token) => {
    const due = expected[token] as number;
    // Four standard deviations of 2,000 draws.
    const slack = 4 * Math.sqrt((due * (1 - due)) / 2000);
    assert.ok(Math.abs(share - due) <= slack, `token ${token}: ${share}, expected ${due}`);
  });
}

test('tokens are drawn as often as they are likely', async () => {
  assertShares(await shares({}), [0.1, 0, 0.4, 0.2, 0.3]);
});

test('temperature sharpens and flattens', async () => {
  const squares = [0.01, 0, 0.16, 0.04, 0.09].map((square) => square / 0.3);
  assertShares(await shares({ temperature: 0.5 }), squares);
  assertShares(await shares({ temperature: 0 }), [0, 0, 1, 0, 0]);
});

test('top-k leaves the k likeliest, top-p the fewest that reach p', async () => {
  assertShares(await shares({ topK: 2 }), [0, 0, 4 / 7, 0, 3 / 7]);
  assertShares(await shares({ topP: 0.65 }), [0, 0, 4 / 7, 0, 3 / 7]);
  assertShares(await shares({ topP: 0.75 }), [0, 0, 4 / 9, 2 / 9, 3 / 9]);
  assertShares(await shares({ topK: 3, topP: 0.5 }), [0, 0, 4 / 7, 0, 3 / 7]);
});

test('top-p keeps at least one token, top-k of more than there are keeps all', () => {
  const logits = Float32Array.of(0, 5, 1);
  assert.deepEqual(
    likeliest(logits, { temperature: 1, topP: 0 }).map(({ column }) => column),
    [1],
  );
  assert.deepEqual(
    likeliest(logits, { temperature: 1, topK: 9 }).map(({ column }) => column),
    [1, 2, 0],
  );
});

test('the same seed writes the same, another seed something else', async () => {
  const search = (seed: number): SampleSearch => ({
    kind: 'sample',
    ...limits,
    maxTokens: 20,
    temperature: 1.5,
    seed,
  });
  const noEnd = (logits: Float32Array) => {
    logits[endToken] = -99;
  };
  const texts = [];
  for (const seed of [1, 1, 2]) {
    const [found] = await finish(decode(growingCacheDecoder(1), new Map(), search(seed), [noEnd]));
    texts.push(found?.ids.join(' '));
  }
  assert.equal(texts[0], texts[1]);
  assert.notEqual(texts[0], texts[2]);
});

test('log-probabilities are those of the model, not of the cut and heated distribution', async () => {
  const decoder = fixedDecoder([0.1, 0, 0.4, 0.2, 0.3]);
  const search: SampleSearch = { kind: 'sample', ...limits, maxTokens: 50, temperature: 3, topK: 2, seed: 3 };
  const [found] = await finish(decode(decoder, new Map(), search));
  found?.ids.forEach((id, at) => {
    const expected = Math.log(id === 2 ? 0.4 : 0.3);
    assert.ok(Math.abs((found.logProbabilities[at] as number) - expected) < 1e-5);
  });
});

test('random numbers fill 0 to 1 evenly for every seed', () => {
  for (const seed of [0, 1, -1, 12345, 2 ** 31]) {
    const random = randomNumbers(seed);
    const bins = new Array(10).fill(0);
    for (let i = 0; i < 10_000; i++) bins[Math.floor(random() * 10)]++;
    for (const count of bins) assert.ok(count > 850 && count < 1150, `seed ${seed}: ${bins}`);
  }
});
