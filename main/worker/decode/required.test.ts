import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, finish } from './decode.ts';
import type { BeamSearch, Decoder, RequiredPhrase } from './decoder.ts';
import { forbidSequences } from './logits.ts';
import { advanced, isMet, nextTokens, noProgress, type Progress } from './required.ts';
import { endToken, growingCacheDecoder, recurrentDecoder, startToken, vocabularySize } from './toys.ts';

const limits = { startToken, endToken, maxTokens: 9 };
const settings = { kind: 'beam', beams: 8, hypotheses: 4, lengthPenalty: 1, ...limits } as const;
const phrase = (...ids: number[]): RequiredPhrase => ({ ways: [{ ids }] });

function count(ids: readonly number[], sequence: readonly number[]): number {
  const isAt = (begin: number) => sequence.every((id, offset) => ids[begin + offset] === id);
  return ids.filter((_, begin) => isAt(begin)).length;
}

const answers = (decoder: Decoder, search: BeamSearch, rules = [forbidSequences([])]) =>
  finish(decode(decoder, new Map(), search, rules));

test('every answer holds every required phrase, whatever the model would rather write', async () => {
  for (let seed = 1; seed <= 12; seed++) {
    for (const decoder of [growingCacheDecoder(seed), recurrentDecoder(seed)]) {
      const required = [phrase(2, 3), phrase(4, 4, 2)];
      const found = await answers(decoder, { ...settings, required });
      assert.ok(found.length > 0);
      for (const { ids } of found) {
        assert.ok(count(ids, [2, 3]) > 0 && count(ids, [4, 4, 2]) > 0, ids.join(' '));
      }
    }
  }
});

test('a phrase that is required twice is written twice, and one of its ways is enough each time', async () => {
  for (let seed = 1; seed <= 8; seed++) {
    const either = { ways: [{ ids: [2, 3] }, { ids: [3, 2, 4] }] };
    const [best] = await answers(growingCacheDecoder(seed), { ...settings, required: [either, either] });
    const ids = best?.ids ?? [];
    assert.ok(count(ids, [2, 3]) + count(ids, [3, 2, 4]) >= 2, ids.join(' '));
  }
});

test('where a way may begin, and what may follow a phrase, is kept to', async () => {
  for (let seed = 1; seed <= 8; seed++) {
    const required: RequiredPhrase[] = [
      {
        ways: [{ ids: [2], mayFollow: (ids) => ids.at(-1) === 3 }],
        mayPrecede: (id) => id === 4,
      },
    ];
    const found = await answers(recurrentDecoder(seed), { ...settings, required });
    for (const { ids } of found) {
      const places = ids.flatMap((id, place) => (id === 2 && ids[place - 1] === 3 ? [place] : []));
      assert.ok(
        places.some((place) => place === ids.length - 1 || ids[place + 1] === 4),
        ids.join(' '),
      );
    }
  }
});

test('where no room is left but for the phrases they are written', async () => {
  const reluctant: Decoder = {
    ...growingCacheDecoder(3),
    step: async (ids, position, state) => {
      const output = await growingCacheDecoder(3).step(ids, position, state);
      for (let at = 0; at < output.logits.length; at += vocabularySize) output.logits[at + 4] = -60;
      return output;
    },
  };
  const required = [phrase(4, 2, 4)];
  const [best] = await answers(reluctant, { ...settings, maxTokens: 3, beams: 2, required });
  assert.deepEqual(best?.ids, [4, 2, 4]);
});

test('a phrase comes where the decoder looks at what it stands for', async () => {
  // All tokens are as likely at all times; step n looks at source place n.
  const level: Decoder = {
    start: () => new Map(),
    step: async (ids, position) => {
      const width = 8;
      const data = new Float32Array(ids.length * width);
      for (let beam = 0; beam < ids.length; beam++) data[beam * width + Math.min(position, width - 1)] = 1;
      const attention = { type: 'float32', data, dims: [ids.length, width] } as const;
      return { logits: new Float32Array(ids.length * vocabularySize), state: new Map(), attention };
    },
    reorder: (state) => state,
  };
  for (const place of [0, 2, 4]) {
    const required = [{ ...phrase(4), places: [place] }];
    const [best] = await answers(level, { ...settings, lengthPenalty: 0, lengthReward: 1.7, required });
    assert.equal(best?.ids.indexOf(4), place, best?.ids.join(' '));
  }
});

test('nothing is gained by beginning a phrase and leaving it', () => {
  const required = [phrase(2, 3, 4)];
  const write = (tokens: readonly number[]) => {
    let progress: Progress = noProgress(required);
    tokens.forEach((token, place) => {
      progress = advanced(progress, required, tokens.slice(0, place), { token, logProbability: -10 });
    });
    return progress;
  };
  assert.equal(write([5, 6]).guidance, 0);
  assert.ok(write([2, 3]).guidance > 0);
  assert.equal(write([2, 3, 5]).guidance, 0);
  assert.ok(write([2, 3, 4]).guidance > 15);
  assert.deepEqual([isMet(write([2, 3])), isMet(write([2, 3, 4, 5]))], [false, true]);
  assert.deepEqual(nextTokens(write([2]), required, [2]), [3, 2]);
  assert.deepEqual(nextTokens(write([2, 3, 4]), required, [2, 3, 4]), []);
});

test('a forbidden sequence is never written, and its parts are', async () => {
  for (let seed = 1; seed <= 8; seed++) {
    const decoder = growingCacheDecoder(seed);
    const [free] = await answers(decoder, settings);
    const never = free?.ids.slice(0, 2) ?? [];
    assert.ok(never.length > 0);
    const found = await answers(decoder, settings, [forbidSequences([never, [0]])]);
    for (const { ids } of found) assert.equal(count(ids, never) + count(ids, [0]), 0, ids.join(' '));
  }
});
