import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EncoderDecoderGraphs } from '../../../models/schema.ts';
import { ownRules, ownSearch } from './own-search.ts';

const decode: EncoderDecoderGraphs['decode'] = {
  search: 'beam',
  beams: 4,
  lengthPenalty: 2,
  maxTokens: 10,
  refill: 'full',
  scores: 'before-rules',
  rules: { first: [3], minTokens: 4, endAfter: 9, never: [5], neverFirst: [6], noRepeatedNgram: 2 },
};
const graphs = { tokens: { start: 0, end: 1, vocabularySize: 8 }, decode } as EncoderDecoderGraphs;

/** The tokens that the rules leave after `ids`. */
function left(ids: readonly number[], maxTokens?: number, minTokens?: number): number[] {
  const logits = new Float32Array(8);
  for (const rule of ownRules(graphs, maxTokens, minTokens)) {
    rule(logits, { ids, endToken: 1, columnOf: (id) => id, idAt: (column) => column });
  }
  return [...logits.keys()].filter((column) => logits[column] !== Number.NEGATIVE_INFINITY);
}

test('a model is searched as its manifest asks, and no further than it can write', () => {
  const search = ownSearch(graphs);
  assert.deepEqual(search, {
    kind: 'beam',
    beams: 4,
    lengthPenalty: 2,
    hypotheses: 1,
    startToken: 0,
    endToken: 1,
    maxTokens: 10,
    refill: 'full',
    scores: 'before-rules',
  });
  assert.equal(ownSearch(graphs, { maxTokens: 50 }).maxTokens, 10);
  assert.equal(ownSearch(graphs, { maxTokens: 5 }).maxTokens, 5);
  assert.equal(ownSearch(graphs, { beams: 1 }).kind, 'greedy');
  assert.equal((ownSearch(graphs, { beams: 1, answers: 3 }) as { beams: number }).beams, 3);
});

test('the rules of a manifest hold: the beginning, the least length, the end, and what is never written', () => {
  assert.deepEqual(left([]), [3]);
  assert.deepEqual(left([3, 2]), [0, 2, 3, 4, 6, 7]);
  assert.deepEqual(left([3, 2, 4, 3]), [0, 1, 3, 4, 6, 7]);
  assert.deepEqual(left([3, 2, 4, 7, 6, 4, 4, 3, 3]), [1]);
});

test('a shorter answer than the model’s own ends properly, too, and may be asked to be as short as that', () => {
  assert.deepEqual(left([3, 2, 4], 4), [1]);
  assert.deepEqual(left([3, 2], 10, 0), [0, 1, 2, 3, 4, 6, 7]);
});
