import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, finish } from './decode.ts';
import type { LogitsRule, Search } from './decoder.ts';
import { forcePrefix } from './logits.ts';
import { endToken, growingCacheDecoder, recurrentDecoder, startToken } from './toys.ts';

const limits = { startToken, endToken, maxTokens: 6 };
const prompt = [3, 2];
const searches: Search[] = [
  { kind: 'greedy', ...limits },
  { kind: 'sample', temperature: 1, seed: 5, ...limits },
  { kind: 'beam', beams: 3, lengthPenalty: 0, ...limits },
  { kind: 'beam', beams: 3, lengthPenalty: 0, refill: 'unlikely', ...limits },
];

test('an answer goes on from its prompt as from the same tokens written by itself, and does not hold them', async () => {
  for (const seed of [1, 2, 3, 4]) {
    for (const decoder of [growingCacheDecoder(seed), recurrentDecoder(seed)]) {
      for (const search of searches.filter(({ kind }) => kind !== 'sample')) {
        const [given] = await finish(decode(decoder, new Map(), { ...search, prompt }));
        const longer = { ...search, maxTokens: limits.maxTokens + prompt.length };
        const [forced] = await finish(decode(decoder, new Map(), longer, [forcePrefix(prompt)]));
        assert.deepEqual(given?.ids, forced?.ids.slice(prompt.length));
        assert.ok(Math.abs((given?.score ?? 0) - (forced?.score ?? 1)) < 1e-6);
      }
    }
  }
});

test('rules see the answer without its prompt', async () => {
  for (const search of searches) {
    const seen: (readonly number[])[] = [];
    const look: LogitsRule = (_, { ids }) => {
      seen.push([...ids]);
    };
    await finish(decode(growingCacheDecoder(1), new Map(), { ...search, prompt }, [look]));
    assert.deepEqual(seen[0], []);
  }
});

test('the mean score of an answer is over its own tokens, not the prompt’s', async () => {
  const search: Search = { kind: 'beam', beams: 2, lengthPenalty: 1, prompt, ...limits };
  const [answer] = await finish(decode(growingCacheDecoder(2), new Map(), search));
  const own = [
    ...(answer?.logProbabilities ?? []),
    ...(answer?.ending === 'end' ? [answer.endLogProbability] : []),
  ];
  const mean = own.reduce((sum, value) => sum + value, 0) / own.length;
  assert.ok(Math.abs((answer?.score ?? 0) - mean) < 1e-6);
});
