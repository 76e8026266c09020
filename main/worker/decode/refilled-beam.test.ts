import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, finish } from './decode.ts';
import type { BeamSearch, Decoder } from './decoder.ts';
import { forcePrefix, suppress } from './logits.ts';
import { endToken, everyAnswer, growingCacheDecoder, recurrentDecoder, startToken } from './toys.ts';

const maxTokens = 4;
const limits = { kind: 'beam', startToken, endToken, maxTokens, lengthPenalty: 1 } as const;
const seeds = [1, 2, 3, 4, 5, 6];

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Counts the steps of a decoder, and how wide it was asked to be. */
function counted(decoder: Decoder): { decoder: Decoder; widths: number[] } {
  const widths: number[] = [];
  const step: Decoder['step'] = (ids, position, state) => {
    widths.push(ids.length);
    return decoder.step(ids, position, state);
  };
  return { decoder: { ...decoder, step }, widths };
}

for (const make of [growingCacheDecoder, recurrentDecoder]) {
  test(`with room for all sequences the best of all answers are found (${make.name})`, async () => {
    for (const seed of seeds) {
      for (const lengthPenalty of [0, 1, 2]) {
        const answers = await everyAnswer(make(seed), new Map(), maxTokens);
        const score = (answer: (typeof answers)[number]) =>
          sum(answer.logProbabilities) / (answer.ids.length + (answer.ended ? 1 : 0)) ** lengthPenalty;
        const best = answers
          .map((answer) => ({ answer, score: score(answer) }))
          .sort((a, b) => b.score - a.score);
        const search: BeamSearch = {
          ...limits,
          lengthPenalty,
          beams: 400,
          hypotheses: 5,
          refill: 'impossible',
        };
        const found = await finish(decode(make(seed), new Map(), search));
        found.forEach((hypothesis, rank) => {
          assert.ok(
            Math.abs(hypothesis.score - (best[rank]?.score ?? 0)) < 1e-5,
            `seed ${seed}, rank ${rank}`,
          );
        });
      }
    }
  });
}

test('the beam keeps its width when sequences end, and narrows where it is not refilled', async () => {
  let narrowed = 0;
  for (const seed of seeds) {
    const refilled = counted(growingCacheDecoder(seed));
    const plain = counted(growingCacheDecoder(seed));
    await finish(decode(refilled.decoder, new Map(), { ...limits, beams: 3, refill: 'impossible' }));
    await finish(decode(plain.decoder, new Map(), { ...limits, beams: 3 }));
    assert.deepEqual(
      refilled.widths.slice(1).filter((width) => width !== 3),
      [],
      'always three',
    );
    if (plain.widths.slice(1).some((width) => width < 3)) narrowed++;
  }
  assert.ok(narrowed > 0);
});

test('a search that ends with as many answers as beams never looks further than one that hopes', async () => {
  let sooner = 0;
  for (const seed of seeds) {
    const steps = async (refill: BeamSearch['refill'] & string) => {
      const { decoder, widths } = counted(recurrentDecoder(seed));
      await finish(decode(decoder, new Map(), { ...limits, maxTokens: 12, beams: 2, refill }));
      return widths.length;
    };
    const [full, unlikely, impossible] = [
      await steps('full'),
      await steps('unlikely'),
      await steps('impossible'),
    ];
    assert.ok(full <= impossible && unlikely <= impossible, `${full}, ${unlikely}, ${impossible}`);
    if (full < impossible) sooner++;
  }
  assert.ok(sooner > 0);
});

test('what a rule forbids costs nothing where sequences are compared by the model alone', async () => {
  for (const seed of seeds) {
    const score = async (scores?: 'before-rules') => {
      const search: BeamSearch = { ...limits, beams: 2, refill: 'full', ...(scores ? { scores } : {}) };
      const [best] = await finish(decode(growingCacheDecoder(seed), new Map(), search, [suppress([2])]));
      assert.ok(best && !best.ids.includes(2));
      return best;
    };
    const before = await score('before-rules');
    const after = await score();
    assert.ok(before.score < after.score, 'the share of the forbidden token is not given to the others');
    const free: BeamSearch = { ...limits, beams: 200, hypotheses: 60, refill: 'impossible' };
    const all = await finish(decode(growingCacheDecoder(seed), new Map(), free));
    const same = all.find(({ ids, ending }) => ids.join() === before.ids.join() && ending === before.ending);
    assert.ok(same && Math.abs(same.score - before.score) < 1e-5, 'the model’s own log-probabilities');
  }
});

test('a forced beginning leaves one way to go on, and the beam fills again behind it', async () => {
  const { decoder, widths } = counted(growingCacheDecoder(3));
  const search: BeamSearch = {
    ...limits,
    beams: 3,
    hypotheses: 3,
    refill: 'impossible',
    scores: 'before-rules',
  };
  const found = await finish(decode(decoder, new Map(), search, [forcePrefix([2])]));
  assert.deepEqual(widths.slice(0, 3), [1, 1, 3]);
  assert.ok(found.every(({ ids, logProbabilities }) => ids[0] === 2 && logProbabilities[0] === 0));
});

test('an abort ends the search with its reason', async () => {
  const stop = new AbortController();
  stop.abort(new Error('enough'));
  const search: BeamSearch = { ...limits, beams: 2, refill: 'full' };
  await assert.rejects(finish(decode(growingCacheDecoder(1), new Map(), search, [], stop.signal)), /enough/);
});
