import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hypothesis, RuleContext } from '../decode/decoder.ts';
import { parseWordList } from '../input/word-list.ts';
import { factsSentence } from './caption-facts.ts';
import { preferNeutral } from './caption-gender.ts';
import { readGiven } from './caption-prefix.ts';
import { captionWords } from './caption-words.ts';

const words = [
  '<pad>',
  '<start>',
  '<end>',
  '<unk>',
  'a',
  'man',
  'woman',
  'person',
  'dog',
  "'s",
  'i',
  'bmx',
  'german',
];
const list = parseWordList(JSON.stringify(words), words.length);
const id = (word: string): number => list.idOf(word);
const context: RuleContext = { ids: [], endToken: 2, columnOf: (one) => one, idAt: (column) => column };

/** Logits of the given probabilities; all other words have next to none. */
function logitsOf(chances: Readonly<Record<string, number>>): Float32Array {
  return Float32Array.from(words, (word) => Math.log(chances[word] ?? 1e-9));
}

function hypothesisOf(text: string): Hypothesis {
  const ids = text.split(' ').map(id);
  return {
    ids,
    logProbabilities: ids.map(() => Math.log(0.5)),
    endLogProbability: 0,
    ending: 'end',
    score: -1,
    attention: ids.map((_, at) => Float32Array.of(at / 10, 0.5, 0.1)),
  };
}

test('where man and woman are about as likely, both give what they have to person', () => {
  const logits = logitsOf({ man: 0.3, woman: 0.25, person: 0.2 });
  preferNeutral({ pairs: [{ words: ['man', 'woman'], neutral: 'person' }], atLeast: 0.7 }, list)(
    logits,
    context,
  );
  assert.ok(Math.abs(Math.exp(logits[id('person')] as number) - 0.75) < 1e-5);
  assert.deepEqual(
    [logits[id('man')], logits[id('woman')]],
    [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
});

test('a gender that is likely enough is written', () => {
  const logits = logitsOf({ man: 0.1, woman: 0.4, person: 0.2 });
  const before = logits.slice();
  preferNeutral({ pairs: [{ words: ['man', 'woman'], neutral: 'person' }], atLeast: 0.7 }, list)(
    logits,
    context,
  );
  assert.deepEqual(logits, before);
});

test('given words are read as the training cut them, and unknown ones as unknown', () => {
  assert.deepEqual(readGiven(" Rex, the dog's ", list), {
    ids: [3, 3, id('dog'), id("'s")],
    words: [
      { text: 'Rex,', tokens: 1 },
      { text: 'the', tokens: 1 },
      { text: "dog's", tokens: 2 },
    ],
  });
  assert.deepEqual(
    readGiven('dog – 狗', list).words.map(({ tokens }) => tokens),
    [1, 0, 1],
  );
  assert.deepEqual(readGiven('  ', list), { ids: [], words: [] });
});

test('a caption begins with a capital, names have theirs, and what belongs to a word stands at it', () => {
  const none = { list, prefix: readGiven('', list), prefixLogProbabilities: [], cells: 2 };
  const found = captionWords(hypothesisOf("a german dog 's bmx"), none);
  assert.deepEqual(
    found.map(({ text }) => text),
    ['A', 'German', "dog's", 'BMX'],
  );
  assert.deepEqual(
    found.map(({ confidence }) => confidence.toFixed(2)),
    ['0.50', '0.50', '0.25', '0.50'],
  );
  assert.deepEqual(
    found[2]?.attention.map((weight) => weight.toFixed(2)),
    ['0.25', '0.50'],
  );
});

test('words that were given are written as given, with what the model thinks of them', () => {
  const prefix = readGiven("rex the dog's", list);
  const probabilities = [-20, -20, Math.log(0.2), Math.log(0.5)];
  const given = { list, prefix, prefixLogProbabilities: probabilities, cells: 2 };
  const found = captionWords(hypothesisOf("rex the dog 's bmx"), given);
  assert.deepEqual(
    found.map(({ text }) => text),
    ['rex', 'the', "dog's", 'BMX'],
  );
  assert.ok(Math.abs((found[2]?.confidence ?? 0) - 0.1) < 1e-6);
});

test('plain facts are one sentence', () => {
  const facts = {
    width: 1280,
    height: 800,
    frames: 1,
    colours: ['white', 'blue', 'grey'],
    brightness: 'light',
  } as const;
  assert.equal(
    factsSentence('screenshot', facts),
    'A screenshot, 1280 × 800 pixels, light, mostly white, blue and grey.',
  );
  assert.equal(
    factsSentence('blurred', { ...facts, frames: 3, colours: ['black'], brightness: 'medium' }),
    'A blurred picture, 1280 × 800 pixels, mostly black, the first of 3 frames.',
  );
});

test('a word list of the wrong size, or none at all, means that the model is damaged', () => {
  for (const json of ['["a"]', '[1, 2]', '{}', 'no', '']) {
    assert.throws(() => parseWordList(json, 2), { code: 'model-corrupt' });
  }
});
