import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SentenceTranslation } from '../preload/translation.ts';
import { alignedSentence, lightsOf, tokenPlaces, uncertainWordBelow, wordsOf } from './aligned-words.ts';

const part: SentenceTranslation = {
  source: 'The house isn’t big.',
  target: 'A casa não é grande.',
  score: -0.2,
  sourceTokens: ['The', ' hou', 'se', ' isn', "'", 't', ' big', '.'],
  tokens: [
    { text: 'A', logProbability: -0.01 },
    { text: ' ca', logProbability: -0.1 },
    { text: 'sa', logProbability: 0 },
    { text: ' não', logProbability: -3 },
    { text: ' é', logProbability: -0.1 },
    { text: ' grande', logProbability: -0.1 },
    { text: '.', logProbability: 0 },
  ],
  alternatives: [],
  alignment: [
    [0, 0, 0.9],
    [1, 1, 0.6],
    [2, 1, 0.4],
    [2, 2, 0.9],
    [5, 3, 0.8],
    [3, 4, 0.7],
    [6, 5, 0.95],
    [7, 6, 0.9],
  ],
};
const textsOf = (text: string, words: readonly { readonly start: number; readonly end: number }[]) =>
  words.map(({ start, end }) => text.slice(start, end));

test('words are put together from their tokens, and signs belong to none', () => {
  const { source, target } = alignedSentence(part, 'en', 'pt');
  assert.deepEqual(textsOf(part.source, source), ['The', 'house', 'isn’t', 'big']);
  assert.deepEqual(textsOf(part.target, target), ['A', 'casa', 'não', 'é', 'grande']);
  assert.deepEqual(
    target.map(({ tokens }) => tokens),
    [
      [0, 1],
      [1, 3],
      [3, 4],
      [4, 5],
      [5, 6],
    ],
  );
});

test('a word is as sure as its tokens together', () => {
  const { target } = alignedSentence(part, 'en', 'pt');
  const unsure = target.filter(({ confidence }) => confidence < uncertainWordBelow);
  assert.deepEqual(textsOf(part.target, unsure), ['não']);
});

test('a word lights what it came from, and a source word what it became', () => {
  const sentence = alignedSentence(part, 'en', 'pt');
  const house = lightsOf(sentence, 'target', 1);
  assert.deepEqual([...house.source.keys()], [1]);
  assert.ok((house.source.get(1) ?? 0) > 0.9);
  const isnt = lightsOf(sentence, 'source', 2);
  assert.deepEqual([...isnt.target.keys()], [2, 3]);
});

test('tokens are found in a text that is written in other forms and with other spaces', () => {
  const text = 'Die\u00a0ﬁnale  Ｎo…';
  const tokens = ['Die', ' final', 'e', ' No', '...'];
  const found = tokenPlaces(text, tokens).map(([start, end]) => text.slice(start, end));
  assert.deepEqual(found, ['Die', 'ﬁnal', 'e', 'Ｎo', '…']);
});

test('a text with characters that the tokens dropped still has all its words', () => {
  const text = 'eins \u0000\u0000 zwei drei';
  const words = wordsOf(text, tokenPlaces(text, ['eins', ' zwei', ' drei']), 'de');
  assert.deepEqual(textsOf(text, words), ['eins', 'zwei', 'drei']);
});

test('what has no tokens lights nothing but itself', () => {
  const empty = { ...part, source: 'Ah', target: 'Ah', sourceTokens: [], tokens: [], alignment: [] };
  const lights = lightsOf(alignedSentence(empty, 'en', 'pt'), 'target', 0);
  assert.deepEqual([...lights.source], []);
  assert.deepEqual([...lights.target], [[0, 1]]);
});

test('words are found before their language is', () => {
  assert.equal(wordsOf('Good morning', tokenPlaces('Good morning', ['Good', ' morning']), '').length, 2);
});

test('words of a language that is written without spaces are words', () => {
  const text = '私は図書館に行きます。';
  assert.ok(wordsOf(text, tokenPlaces(text, ['私は', '図書館', 'に', '行きます', '。']), 'ja').length >= 4);
});
