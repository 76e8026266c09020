import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeardWord, Recognise } from './recognise.ts';
import { hearAgain } from './second-hearing.ts';

const word = (text: string, logProbability: number, start = 0.5): HeardWord => ({
  text,
  start,
  end: start + 0.4,
  confidence: Math.exp(logProbability),
  ids: [7],
  logProbabilities: [logProbability],
});

/** Answers in turn; how long the audio of each call was, in seconds. */
function answers(...all: readonly (readonly HeardWord[])[]): { recognise: Recognise; seconds: number[] } {
  const seconds: number[] = [];
  return {
    seconds,
    recognise: async (samples) => {
      seconds.push(samples.length / 16_000);
      return [...(all[seconds.length - 1] ?? assert.fail('heard once more'))];
    },
  };
}

/** Of a second of audio, somebody speaks in the middle half. */
const hear = (recognise: Recognise, prefix: readonly number[] = []) =>
  hearAgain(recognise, 16_000)(new Float32Array(16_000), prefix, { start: 0.25, end: 0.75 }, undefined);

test('what is heard clearly is heard once', async () => {
  const { recognise, seconds } = answers([word('clear', -0.05)]);
  assert.equal((await hear(recognise))[0]?.text, 'clear');
  assert.deepEqual(seconds, [1]);
});

test('what is doubtful is heard again with silence around it, and the likelier answer is kept', async () => {
  const better = answers([word('wreck', -0.6)], [word('recognize', -0.3, 0.8)]);
  const [heard] = await hear(better.recognise);
  assert.deepEqual([heard?.text, heard?.start], ['recognize', 0.5]);
  assert.deepEqual(better.seconds, [1, 1.6]);
  const worse = answers([word('wreck', -0.6)], [word('nice', -0.9)]);
  assert.equal((await hear(worse.recognise))[0]?.text, 'wreck');
});

test('speech that gave no word is heard again', async () => {
  assert.equal((await hear(answers([], [word('yes', -0.9)]).recognise))[0]?.text, 'yes');
  assert.equal((await hear(answers([word('hm', -0.9)], []).recognise))[0]?.text, 'hm');
});

test('what gives no word twice is heard alone, without its pauses and the words before', async () => {
  const prefixes: number[] = [];
  const { recognise, seconds } = answers([], [], [word('five', -0.3, 0.1)]);
  const noting: Recognise = (samples, prefix, signal) => {
    prefixes.push(prefix.length);
    return recognise(samples, prefix, signal);
  };
  const [heard] = await hear(noting, [4, 5]);
  assert.equal(heard?.text, 'five');
  assert.ok(Math.abs((heard?.start ?? 0) - 0.3) < 0.001);
  assert.ok(Math.abs((seconds[2] ?? 0) - 0.6) < 0.001);
  assert.deepEqual(prefixes, [2, 2, 0]);
  assert.deepEqual(await hear(answers([], [], []).recognise), []);
});

test('times stay within the audio', async () => {
  const [first, last] = await hear(answers([], [word('a', -0.1, 0.1), word('b', -0.1, 1.5)]).recognise);
  assert.equal(first?.start, 0);
  assert.equal(last?.end, 1);
});

test('too little speech for a word is not searched for one', async () => {
  const { recognise } = answers([]);
  const hearing = hearAgain(recognise, 16_000);
  assert.deepEqual(await hearing(new Float32Array(16_000), [4], { start: 0.6, end: 0.7 }, undefined), []);
});
