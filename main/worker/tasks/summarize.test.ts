import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SummarySource } from '../../../preload/summary.ts';
import type { Candidate, Choice } from './choose.ts';
import { withoutFillers } from './clean-fillers.ts';
import { withoutWords, wordsOf } from './clean-words.ts';
import { digestSaid, prepareSaid, type SayingEngines } from './summarize.ts';

/** Cleans by the filler rule; chooses the longest first, and finds two enough. */
function engines(maxSentences = 100): SayingEngines & { readonly asked: Candidate[][] } {
  const asked: Candidate[][] = [];
  const clean = async (sentence: string) => {
    const words = wordsOf(sentence);
    const shorter = withoutWords(sentence, words, withoutFillers(words));
    return { ...shorter, confidence: 1, changed: shorter.removed.length > 0, guarded: false };
  };
  const vector = async (sentence: string) => Float32Array.of(sentence.length);
  return {
    asked,
    cleaner: {
      clean,
      vector,
      cleanWithVector: async (sentence) => {
        const cleaned = await clean(sentence);
        return { cleaned, vector: await vector(cleaned.text) };
      },
    },
    chooser: {
      maxSentences,
      async choose(candidates): Promise<Choice> {
        asked.push([...candidates]);
        const order = [...candidates.keys()].sort(
          (a, b) => (candidates[b]?.text.length ?? 0) - (candidates[a]?.text.length ?? 0) || a - b,
        );
        return { order, chances: order.map(() => 0.5), enough: Math.min(2, order.length) };
      },
    },
  };
}

const digest = (sources: readonly SummarySource[], options = {}, made = engines()) =>
  digestSaid(made, sources, { options });

const talk = [
  'Ana: Um, we need more time for the plan.',
  'Bob: Yeah.',
  '',
  '[00:12:03] Ana: So the, uh, budget of the whole year is gone. We wait.',
].join('\n');

test('each sentence knows its words, its place, its speaker and its paragraph', async () => {
  const { sentences, read } = await digest([{ text: talk, language: 'en' }]);
  assert.deepEqual(
    sentences.map(({ text, prefix, paragraph }) => [text, prefix, paragraph]),
    [
      ['We need more time for the plan.', 'Ana:', 0],
      ['Yeah.', 'Bob:', 0],
      ['So the budget of the whole year is gone.', '[00:12:03] Ana:', 1],
      ['We wait.', '[00:12:03] Ana:', 1],
    ],
  );
  for (const { original, source } of sentences) assert.equal(talk.slice(...source), original);
  assert.equal(read, 25);
});

test('of a text that is nothing but nods the chooser gets to know each', async () => {
  const made = engines();
  await digest([{ text: 'Yes. Thank you.', language: 'en' }], {}, made);
  assert.deepEqual(
    made.asked[0]?.map(({ vector }) => vector?.[0]),
    ['Yes.'.length, 'Thank you.'.length],
  );
});

test('nods are chosen when all else has been, and never shown to the chooser', async () => {
  const made = engines();
  const { sentences, enough } = await digest([{ text: talk, language: 'en' }], {}, made);
  assert.deepEqual(
    sentences.map(({ rank }) => rank),
    [1, 2, 0, 3],
  );
  assert.equal(enough, 2);
  assert.deepEqual(
    made.asked[0]?.map(({ text }) => text.split(' ').length),
    [7, 9],
  );
});

test('a text of nods alone is chosen among', async () => {
  const { sentences } = await digest([{ text: 'Yes. Right. Okay.', language: 'en' }]);
  assert.deepEqual(sentences.map(({ rank }) => rank).sort(), [0, 1, 2]);
});

test('another language is not cleaned, has no vectors, and that is said', async () => {
  const made = engines();
  const text = 'Ontem eu fui, um, um, ao mercado. Depois voltei para casa com pão.';
  const { sentences, notes, language } = await digest([{ text }], {}, made);
  assert.equal(language, 'pt');
  assert.deepEqual(notes, [{ kind: 'not-cleaned', language: 'pt' }]);
  assert.ok(sentences.every((one) => one.text === one.original));
  assert.ok(made.asked[0]?.every(({ vector }) => vector === null));
});

test('without cleaning the sentences stand, without choosing they are in their order', async () => {
  const uncleaned = await digest([{ text: talk, language: 'en' }], { clean: false });
  assert.ok(
    uncleaned.sentences.every(({ text, original, removed }) => text === original && removed.length === 0),
  );
  const made = engines();
  const unchosen = await digest([{ text: talk, language: 'en' }], { choose: false }, made);
  assert.deepEqual(
    unchosen.sentences.map(({ rank }) => rank),
    [0, 1, 2, 3],
  );
  assert.equal(unchosen.enough, 4);
  assert.equal(made.asked.length, 0);
});

test('several texts make one digest in which nothing is said twice', async () => {
  const sources = [
    { text: 'The second battery is dropped. Anna writes to the supplier.', language: 'en' },
    {
      text: 'Anna writes to the supplier. The second battery, um, is dropped! Nothing else was decided there.',
      language: 'en',
    },
  ];
  const { sentences } = await digest(sources);
  assert.deepEqual(
    sentences.map(({ text, textNumber }) => [text, textNumber]),
    [
      ['The second battery is dropped.', 0],
      ['Anna writes to the supplier.', 0],
      ['Nothing else was decided there.', 1],
    ],
  );
});

test('a long text is read in parts and then over the parts; every sentence has its place', async () => {
  const made = engines(10);
  const lines = Array.from(
    { length: 95 },
    (_, at) => `This is sentence ${'x'.repeat((at * 37) % 53)} number ${at}.`,
  );
  const { sentences, notes, enough } = await digest([{ text: lines.join(' '), language: 'en' }], {}, made);
  assert.equal(sentences.length, 95);
  assert.deepEqual(
    sentences.map(({ rank }) => rank).sort((a, b) => a - b),
    [...lines.keys()],
  );
  assert.ok(made.asked.every(({ length }) => length <= 10));
  assert.deepEqual(notes, [{ kind: 'read-in-parts', parts: 10 }]);
  assert.equal(enough, 10);
  const best = sentences.find(({ rank }) => rank === 0);
  assert.equal(best?.text.length, Math.max(...lines.map(({ length }) => length)));
});

test('nothing is nothing, one word is one sentence', async () => {
  const empty = await digest([{ text: ' \n\n ' }]);
  assert.deepEqual([empty.sentences, empty.read, empty.enough], [[], 0, 0]);
  const one = await digest([{ text: 'Hello' }]);
  assert.deepEqual([one.sentences.map(({ text }) => text), one.language], [['Hello'], 'en']);
});

test('a sentence of a recording has the second at which it was said', async () => {
  const text = 'First we talk about it. Then we go home again.';
  const moments = [
    { range: [0, 23] as const, start: 1.5, end: 3 },
    { range: [24, 46] as const, start: 4.25, end: 6 },
  ];
  const { sentences } = await digest([{ text, moments, language: 'en' }]);
  assert.deepEqual(
    sentences.map(({ seconds }) => seconds),
    [1.5, 4.25],
  );
});

test('what two share the work of is what one does alone', async () => {
  const sources = [{ text: talk, language: 'en' }];
  const made = engines();
  const shares = [0, 1].map((first) => prepareSaid(made, sources, { options: {} }, { first, every: 2 }));
  const [even = [], odd = []] = await Promise.all(shares);
  const prepared = even.flatMap((one, at) => [one, ...odd.slice(at, at + 1)]);
  assert.deepEqual(await digestSaid(made, sources, { options: {} }, prepared), await digest(sources));
});

test('cancelling stops between two sentences with the reason', async () => {
  const stop = new AbortController();
  const text = 'One is here. Two is here. Three is here.';
  const work = digestSaid(engines(), [{ text, language: 'en' }], {
    options: {},
    signal: stop.signal,
    onProgress: (done) => {
      if (done === 2) stop.abort(new Error('enough'));
    },
  });
  await assert.rejects(work, /enough/);
});
