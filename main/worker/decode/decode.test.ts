import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, finish } from './decode.ts';
import type { BeamSearch, Decoder, Encoded, GreedySearch, Hypothesis } from './decoder.ts';
import {
  type Answer,
  endToken,
  everyAnswer,
  growingCacheDecoder,
  lstmDecoder,
  lstmEncode,
  recurrentDecoder,
  startToken,
} from './toys.ts';

const maxTokens = 4;
const limits = { startToken, endToken, maxTokens };
const greedy: GreedySearch = { kind: 'greedy', ...limits };
/** As many beams as there are unfinished answers: nothing is ever dropped, so the search is exact. */
const everyBeam = 4 ** maxTokens + 1;
const seeds = [1, 2, 3, 4, 5, 6];

const toys: readonly { name: string; make: (seed: number) => Decoder; encode: (seed: number) => Encoded }[] =
  [
    { name: 'a growing cache', make: growingCacheDecoder, encode: () => new Map() },
    { name: 'a recurrent cell', make: recurrentDecoder, encode: () => new Map() },
    {
      name: 'the textbook LSTM encoder and decoder',
      make: lstmDecoder,
      encode: (seed) => lstmEncode([3, 1, 4, seed], seed),
    },
  ];

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function assertNear(actual: number, expected: number, what: string): void {
  assert.ok(Math.abs(actual - expected) < 1e-5, `${what}: ${actual}, expected ${expected}`);
}

function scoreOf({ ids, logProbabilities, ended }: Answer, lengthPenalty: number): number {
  return sum(logProbabilities) / (ids.length + (ended ? 1 : 0)) ** lengthPenalty;
}

function sameAnswer(hypothesis: Hypothesis, { ids, ended }: Answer): boolean {
  return hypothesis.ids.join() === ids.join() && (hypothesis.ending === 'end') === ended;
}

for (const { name, make, encode } of toys) {
  for (const lengthPenalty of [0, 0.6, 1, 2]) {
    test(`beam search over ${name} finds the ten best of all answers, length penalty ${lengthPenalty}`, async () => {
      for (const seed of seeds) {
        const encoded = encode(seed);
        const answers = await everyAnswer(make(seed), encoded, maxTokens);
        const best = answers
          .map((answer) => ({ answer, score: scoreOf(answer, lengthPenalty) }))
          .sort((a, b) => b.score - a.score)
          .slice(0, 10);
        const search: BeamSearch = {
          kind: 'beam',
          ...limits,
          beams: everyBeam,
          lengthPenalty,
          hypotheses: 10,
        };
        const found = await finish(decode(make(seed), encoded, search));
        assert.equal(found.length, 10);
        found.forEach((hypothesis, rank) => {
          const expected = best[rank] as (typeof best)[number];
          assertNear(hypothesis.score, expected.score, `seed ${seed}, rank ${rank}`);
          assert.ok(sameAnswer(hypothesis, expected.answer), `seed ${seed}, rank ${rank}: ${hypothesis.ids}`);
        });
      }
    });
  }

  test(`a narrow beam over ${name} scores its answers as they are`, async () => {
    for (const seed of seeds) {
      const encoded = encode(seed);
      const answers = await everyAnswer(make(seed), encoded, maxTokens);
      const search: BeamSearch = { kind: 'beam', ...limits, beams: 3, lengthPenalty: 1, hypotheses: 3 };
      const found = await finish(decode(make(seed), encoded, search));
      assert.equal(
        new Set(found.map(({ ids, ending }) => `${ids} ${ending}`)).size,
        3,
        'three different answers',
      );
      for (const hypothesis of found) {
        const answer = answers.find((one) => sameAnswer(hypothesis, one)) as Answer;
        assertNear(hypothesis.score, scoreOf(answer, 1), `seed ${seed}`);
        const logProbabilities = [
          ...hypothesis.logProbabilities,
          ...(answer.ended ? [hypothesis.endLogProbability] : []),
        ];
        logProbabilities.forEach((value, at) => {
          assertNear(value, answer.logProbabilities[at] as number, `seed ${seed}, token ${at}`);
        });
      }
    }
  });

  test(`greedy search over ${name} takes the best token each time, as a beam of one does`, async () => {
    for (const seed of seeds) {
      const encoded = encode(seed);
      const [found] = await finish(decode(make(seed), encoded, greedy));
      const [beam] = await finish(
        decode(make(seed), encoded, { kind: 'beam', ...limits, beams: 1, lengthPenalty: 0 }),
      );
      assert.ok(found && beam);
      assert.deepEqual(found.ids, beam.ids);
      assertNear(found.score, beam.score, 'score');
      const answers = await everyAnswer(make(seed), encoded, maxTokens);
      const answer = answers.find((one) => sameAnswer(found, one)) as Answer;
      assertNear(found.score, sum(answer.logProbabilities), 'score');
      for (const [at, logProbability] of answer.logProbabilities.entries()) {
        const rivals = answers.filter(({ ids }) => ids.slice(0, at).join() === found.ids.slice(0, at).join());
        const best = Math.max(
          ...rivals.map((rival) => rival.logProbabilities[at] ?? Number.NEGATIVE_INFINITY),
        );
        assertNear(logProbability, best, `token ${at}`);
      }
    }
  });
}

test('the source decides what the textbook decoder writes', async () => {
  const answers = new Set<string>();
  for (const source of [[2, 5], [5, 2], [7, 7, 7], [1]]) {
    const search: GreedySearch = { ...greedy, maxTokens: 12 };
    const [found] = await finish(decode(lstmDecoder(3), lstmEncode(source, 3), search));
    answers.add(String(found?.logProbabilities));
  }
  assert.equal(answers.size, 4);
});

test('each step is told as it is made, with its attention', async () => {
  const tokens: number[] = [];
  const decoder = growingCacheDecoder(2);
  const [found] = await finish(decode(decoder, new Map(), greedy), (step) => {
    if (step.token === endToken) return;
    tokens.push(step.token);
    assert.deepEqual(step.ids, tokens);
    assert.equal(step.attention?.length, 1);
  });
  assert.ok(found && found.ids.length > 0);
  assert.deepEqual(tokens, found.ids);
  assert.equal(found.attention.length, found.ids.length);
});

test('attention follows a beam through reordering', async () => {
  const search: BeamSearch = { kind: 'beam', ...limits, beams: 4, lengthPenalty: 1, hypotheses: 4 };
  for (const seed of seeds) {
    for (const { ids, attention } of await finish(decode(growingCacheDecoder(seed), new Map(), search))) {
      // This toy attends with the token that went in: the one before.
      const expected = ids.map((_, at) => Math.fround((ids[at - 1] ?? startToken) + at / 10));
      assert.deepEqual(
        attention.map(([value]) => value),
        expected,
      );
    }
  }
});

test('an aborted signal stops between steps with its reason', async () => {
  for (const search of [
    greedy,
    { kind: 'beam', ...limits, beams: 2, lengthPenalty: 1 } as const,
    { kind: 'sample', ...limits, temperature: 1, seed: 1 } as const,
  ]) {
    const abort = new AbortController();
    const inner = growingCacheDecoder(2);
    let steps = 0;
    const decoder: Decoder = {
      ...inner,
      step: (...args) => {
        steps++;
        return inner.step(...args);
      },
    };
    const reason = new Error('enough');
    const noEnd = [(logits: Float32Array) => logits.fill(-99, endToken, endToken + 1)];
    await assert.rejects(
      finish(decode(decoder, new Map(), search, noEnd, abort.signal), () => {
        if (steps === 2) abort.abort(reason);
      }),
      reason,
    );
    assert.equal(steps, 2);
  }
});

test('a failing step fails the decoding', async () => {
  const decoder: Decoder = {
    ...growingCacheDecoder(1),
    step: () => Promise.reject(new Error('out of memory')),
  };
  await assert.rejects(finish(decode(decoder, new Map(), greedy)), /out of memory/);
});

test('forbidding every token is an error, not an endless answer', async () => {
  const nothing = (logits: Float32Array) => logits.fill(Number.NEGATIVE_INFINITY);
  for (const search of [greedy, { kind: 'beam', ...limits, beams: 2, lengthPenalty: 1 } as const]) {
    await assert.rejects(finish(decode(growingCacheDecoder(1), new Map(), search, [nothing])), /no token/);
  }
});

test('greedy search never reorders and stops at its cap', async () => {
  const decoder: Decoder = {
    ...growingCacheDecoder(4),
    reorder: () => assert.fail('reordered'),
  };
  const noEnd = (logits: Float32Array) => {
    logits[endToken] = -99;
  };
  const [found] = await finish(decode(decoder, new Map(), { ...greedy, maxTokens: 3 }, [noEnd]));
  assert.equal(found?.ids.length, 3);
  assert.equal(found?.ending, 'cap');
});

test('a narrowed vocabulary gives the same answer in its own columns', async () => {
  const kept = Int32Array.of(4, endToken, 2);
  const inner = growingCacheDecoder(11);
  const narrowed: Decoder = {
    ...inner,
    vocabulary: () => kept,
    async step(ids, position, state) {
      const output = await inner.step(ids, position, state);
      const rows = Array.from(ids, (_, beam) =>
        Array.from(kept, (id) => output.logits[beam * 5 + id] as number),
      );
      return { ...output, logits: Float32Array.from(rows.flat()) };
    },
  };
  const others = (logits: Float32Array) => {
    logits[0] = logits[3] = Number.NEGATIVE_INFINITY;
  };
  for (const search of [greedy, { kind: 'beam', ...limits, beams: 3, lengthPenalty: 1 } as const]) {
    const [whole] = await finish(decode(inner, new Map(), search, [others]));
    const [narrow] = await finish(decode(narrowed, new Map(), search));
    assert.deepEqual(narrow?.ids, whole?.ids);
    assertNear(narrow?.score ?? 0, whole?.score ?? 1, 'score');
  }
});
