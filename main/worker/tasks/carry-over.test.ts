import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SentenceTranslation } from '../../../preload/translation.ts';
import type { TextTokenizer } from '../input/text-tokenizer.ts';
import { putBack, takeOut } from './carry-over.ts';

/** Knows every letter but €. */
const tokenizer: TextTokenizer = {
  size: 2,
  unknown: 0,
  encode: (text) => (text.includes('€') ? [0] : [1]),
  decode: () => '',
  pieces: [],
  scoreOf: () => 0,
  idOf: () => undefined,
};

const taken = (sentence: string) => takeOut(sentence, tokenizer).carried.map(({ text }) => text);

test('an amount of money is carried over whole, with the marks in it', () => {
  assert.deepEqual(taken('It costs €1,234.50, not 12,50€ or €5.'), ['€1,234.50', '12,50€', '€5']);
});

test('keys, hashes and flags are carried over letter for letter', () => {
  const england = '🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}';
  const hash = 'e83c5163316f89bfbde7d9ab23ca2e25604af290';
  assert.deepEqual(taken(`We saw ${england} in ${hash}.`), [england, hash]);
  assert.deepEqual(taken(`The key ${'dGh5'.repeat(9)}== is 5.`), [`${'dGh5'.repeat(9)}==`]);
  assert.deepEqual(taken('Uncharacteristically well-intentioned 1990s people of Llanfairpwllgwyngyll.'), []);
});

test('tags stay in their order and close to their words', () => {
  const sentence = '<p>the <a href="/x">sky</a>.</p>';
  const { rest, carried } = takeOut(sentence, tokenizer);
  const words = rest.split(/(?= )|(?=\.)/);
  const plain: SentenceTranslation = {
    source: rest,
    target: 'o céu.',
    score: 0,
    sourceTokens: words,
    tokens: ['o', ' céu', '.'].map((text) => ({ text, logProbability: 0 })),
    alternatives: [],
    alignment: [
      [0, 0, 1],
      [1, 1, 1],
      [2, 2, 1],
    ],
  };
  const { target, tokens } = putBack(sentence, plain, carried);
  assert.equal(target, '<p>o <a href="/x">céu</a>.</p>');
  assert.equal(tokens.map(({ text }) => text).join(''), target);
});
