import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EncoderDecoderGraphs } from '../../../models/schema.ts';
import type { Decoder } from '../decode/decoder.ts';
import {
  meanOf,
  promptOf,
  repeatedness,
  type WindowModel,
  type WindowTask,
  writeCarefully,
  writeWindow,
} from './whisper-window.ts';

// Text tokens 0–25 are letters, 26 ends, 27 starts, 28 is English, 29 and 30 are the tasks, 31: no times, 32 and on: times.
const letters = 'abcdefghijklmnopqrstuvwxyz';
const endToken = 26;
const speech = {
  languages: { en: 28 },
  tasks: { transcribe: 29, translate: 30 },
  noTimestamps: 31,
  timestamps: { begin: 32, stepSeconds: 0.02 },
  positions: 90,
};

/** A decoder that thinks of each letter, and of the end, what it is told; it forgets all that was written. */
function model(logitsAt: (written: number) => (token: number) => number) {
  let searches = 0;
  const seen: number[] = [];
  const decoder: Decoder = {
    start: () => {
      searches++;
      return new Map();
    },
    step: async (ids, position, state) => {
      seen.push(ids[0] as number);
      const of = logitsAt(position - 3);
      const logits = Float32Array.from({ length: 40 }, (_, token) => (token <= endToken ? of(token) : -20));
      return { logits, state };
    },
    reorder: (state) => state,
  };
  const graphs = {
    kind: 'encoder-decoder',
    tokens: { start: 27, end: endToken, vocabularySize: 40 },
    decode: { search: 'greedy', beams: 1, lengthPenalty: 1, maxTokens: 60 },
  } as unknown as EncoderDecoderGraphs;
  const whole: WindowModel = {
    graphs,
    speech,
    decoder,
    rules: [],
    spell: (ids) => ids.map((id) => letters[id]).join(''),
  };
  return { whole, seen, searches: () => searches };
}

const task: WindowTask = { language: 'en', task: 'transcribe', withTimes: false };
const textOf = (ids: readonly number[]) => ids.map((id) => letters[id]).join('');

test('the model is told the language, the task, whether times are wanted, and what is settled', () => {
  assert.deepEqual(promptOf(speech, task), [28, 29, 31]);
  assert.deepEqual(promptOf(speech, { ...task, task: 'translate', withTimes: true }), [28, 30]);
  assert.deepEqual(promptOf(speech, { ...task, withTimes: true, prefix: [32, 1] }), [28, 29, 32, 1]);
  assert.deepEqual(promptOf(speech, { ...task, language: null }), [31]);
});

test('the prompt is read before the first token is written', async () => {
  const { whole, seen } = model(
    (written) => (token) => (token === (written < 2 ? written : endToken) ? 9 : 0),
  );
  const { ids } = await writeWindow(whole, new Map(), task, undefined);
  assert.deepEqual(seen.slice(0, 4), [27, 28, 29, 31]);
  assert.equal(textOf(ids), 'ab');
});

test('a clear answer is written once', async () => {
  const { whole, searches } = model(
    (written) => (token) => (token === (written < 8 ? written : endToken) ? 15 : 0),
  );
  const { ids } = await writeCarefully(whole, new Map(), task, undefined);
  assert.deepEqual([textOf(ids), searches()], ['abcdefgh', 1]);
});

test('an answer that goes round in circles is written again, less strictly', async () => {
  // One letter is a little likelier than all others, whatever was said before.
  const { whole, searches } = model((written) => (token) => {
    if (token === endToken) return written < 40 ? -20 : 20;
    return token === 4 ? 3 : token < 12 ? 2.5 : -20;
  });
  const strict = await writeWindow(whole, new Map(), task, undefined);
  assert.ok(repeatedness(textOf(strict.ids)) > 2.4);
  const { ids } = await writeCarefully(whole, new Map(), task, undefined);
  assert.ok(searches() > 2);
  assert.ok(repeatedness(textOf(ids)) < 2.4, textOf(ids));
  // The same sound is heard the same.
  assert.deepEqual((await writeCarefully(whole, new Map(), task, undefined)).ids, ids);
});

test('where all tries are guesses the likeliest of them is kept', async () => {
  const { whole, searches } = model(
    (written) => (token) => (token === endToken && written >= 5 ? 9 : token / 100),
  );
  const strict = await writeWindow(whole, new Map(), task, undefined);
  const careful = await writeCarefully(whole, new Map(), task, undefined);
  assert.ok(searches() >= 6);
  assert.ok(meanOf(careful) >= meanOf(strict));
});

test('an answer is never longer than the decoder’s places', async () => {
  const { whole } = model(() => (token) => (token === 1 ? 9 : 0));
  const small = { ...whole, speech: { ...speech, positions: 12 } };
  assert.equal((await writeWindow(small, new Map(), task, undefined)).ids.length, 12 - 3 - 1);
});
