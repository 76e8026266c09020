import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnsOf } from './columns.ts';
import { decode, finish } from './decode.ts';
import type { LogitsRule } from './decoder.ts';
import {
  favour,
  forbidRepeatedNgram,
  forcePrefix,
  maxLength,
  minLength,
  penalizeRepetition,
  readPrefix,
  stopRunaway,
  suppress,
  suppressFirst,
} from './logits.ts';
import { isRunaway, lengthBeforeRunaway } from './repetition.ts';
import { endToken, growingCacheDecoder, startToken } from './toys.ts';

const no = Number.NEGATIVE_INFINITY;
const limits = { startToken, endToken, maxTokens: 12 };

function changed(rule: LogitsRule, ids: readonly number[], logits = [1, 2, 3, -4, 5], narrowed?: Int32Array) {
  const row = Float32Array.from(logits);
  rule(row, { ids, endToken, ...columnsOf(narrowed) });
  return Array.from(row);
}

test('suppressed tokens are forbidden, always or only first', () => {
  assert.deepEqual(changed(suppress([0, 4]), [2]), [no, 2, 3, -4, no]);
  assert.deepEqual(changed(suppressFirst([0]), []), [no, 2, 3, -4, 5]);
  assert.deepEqual(changed(suppressFirst([0]), [2]), [1, 2, 3, -4, 5]);
});

test('a rule finds its token in a narrowed vocabulary and passes over what is not in it', () => {
  assert.deepEqual(changed(suppress([4, 3]), [], [1, 2], Int32Array.of(1, 4)), [1, no]);
  assert.deepEqual(changed(forcePrefix([3]), [], [1, 2], Int32Array.of(1, 4)), [1, 2]);
});

test('a forced prefix leaves one token at each of its places and none after', () => {
  const rule = forcePrefix([3, 2]);
  assert.deepEqual(changed(rule, []), [no, no, no, 0, no]);
  assert.deepEqual(changed(rule, [3]), [no, no, 0, no, no]);
  assert.deepEqual(changed(rule, [3, 2]), [1, 2, 3, -4, 5]);
});

test('an answer is neither shorter nor longer than asked', async () => {
  for (const seed of [1, 2, 3, 4, 5]) {
    for (const search of [
      { kind: 'greedy', ...limits } as const,
      { kind: 'beam', ...limits, beams: 3, lengthPenalty: 0 } as const,
      { kind: 'sample', ...limits, temperature: 2, seed } as const,
    ]) {
      const rules = [minLength(3), maxLength(5)];
      const [found] = await finish(decode(growingCacheDecoder(seed), new Map(), search, rules));
      assert.ok(found && found.ids.length >= 3 && found.ids.length <= 5, `${search.kind}: ${found?.ids}`);
      assert.equal(found.ending, 'end');
    }
  }
});

test('every answer begins with the forced prefix', async () => {
  for (const search of [
    { kind: 'greedy', ...limits } as const,
    { kind: 'beam', ...limits, beams: 3, lengthPenalty: 1, hypotheses: 3 } as const,
  ]) {
    const found = await finish(decode(growingCacheDecoder(8), new Map(), search, [forcePrefix([3, 3, 2])]));
    for (const { ids } of found) assert.deepEqual(ids.slice(0, 3), [3, 3, 2]);
  }
});

test('what was written gets less likely, whatever the sign of its logit', () => {
  assert.deepEqual(changed(penalizeRepetition(2), [4, 3, 4]), [1, 2, 3, -8, 2.5]);
});

test('no n-gram is written twice', async () => {
  assert.deepEqual(changed(forbidRepeatedNgram(2), [2, 3, 2]), [1, 2, 3, no, 5]);
  assert.deepEqual(changed(forbidRepeatedNgram(3), [2, 3, 2]), [1, 2, 3, -4, 5]);
  assert.deepEqual(changed(forbidRepeatedNgram(1), [2, 3]), [1, 2, no, no, 5]);
  const rules = [minLength(12), forbidRepeatedNgram(2)];
  const [found] = await finish(
    decode(
      growingCacheDecoder(3),
      new Map(),
      { kind: 'sample', ...limits, temperature: 0.3, seed: 2 },
      rules,
    ),
  );
  const pairs = found?.ids.slice(1).map((id, at) => `${found.ids[at]} ${id}`) ?? [];
  assert.equal(pairs.length, 11);
  assert.equal(new Set(pairs).size, 11);
});

test('a glossary phrase gets its bonus where it may begin and where it goes on', () => {
  const rule = favour([[2, 3, 4]], 10);
  assert.deepEqual(changed(rule, []), [1, 2, 13, -4, 5]);
  assert.deepEqual(changed(rule, [0, 2]), [1, 2, 13, 6, 5]);
  assert.deepEqual(changed(rule, [2, 3]), [1, 2, 13, -4, 15]);
});

test('what the model thinks of a forced token is read before it is forced', async () => {
  const search = { kind: 'greedy', ...limits } as const;
  const decoder = growingCacheDecoder(4);
  const [free] = await finish(decode(decoder, new Map(), search));
  assert.ok(free && free.ids.length > 2);
  const read: number[] = [];
  const prefix = free.ids.slice(0, 2);
  const rules = [readPrefix(prefix, read), forcePrefix(prefix)];
  const [forced] = await finish(decode(decoder, new Map(), search, rules));
  assert.deepEqual(forced?.ids, free.ids);
  assert.deepEqual(forced?.logProbabilities.slice(0, 2), [0, 0]);
  assert.deepEqual(read, free.logProbabilities.slice(0, 2));
});

test('a runaway is told from honest repetition, and one round of it is kept', () => {
  const bounds = { maxPeriod: 8, minRounds: 4, minTokens: 12 };
  const round = (ids: number[], times: number) => Array.from({ length: times }, () => ids).flat();
  assert.equal(isRunaway(round([7], 6), bounds), false, 'no, no, no, no, no, no');
  assert.equal(isRunaway([1, 2, ...round([7], 12)], bounds), true);
  assert.equal(isRunaway([...round([7, 8, 9], 3)], bounds), false);
  const running = [1, 2, ...round([7, 8, 9], 4)];
  assert.equal(isRunaway(running, bounds), true);
  assert.deepEqual(running.slice(0, lengthBeforeRunaway(running, bounds)), [1, 2, 7, 8, 9]);
  assert.equal(lengthBeforeRunaway([1, 2, 3], bounds), 3);
  assert.equal(isRunaway([...running, 5], bounds), false, 'it found its way out');
});

test('a model that goes round in circles is stopped', async () => {
  const bounds = { maxPeriod: 4, minRounds: 3, minTokens: 6 };
  const circle = (logits: Float32Array, { ids }: { ids: readonly number[] }) => {
    logits.fill(-50);
    logits[2 + (ids.length % 2)] = 5;
  };
  const search = { kind: 'greedy', ...limits, maxTokens: 500 } as const;
  const rules = [circle, stopRunaway(bounds)];
  const [found] = await finish(decode(growingCacheDecoder(1), new Map(), search, rules));
  assert.deepEqual(found?.ids, [2, 3, 2, 3, 2, 3]);
  assert.equal(found?.ending, 'end');
});
