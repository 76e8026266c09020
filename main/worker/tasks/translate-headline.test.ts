import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTokenizer } from '../input/text-tokenizer.ts';
import { asHeadline, asSentence, isHeadline } from './translate-headline.ts';
import { untranslated } from './translate-sentence.ts';

const names = ['Lisbon', 'Maria', 'Pedro', 'Silva', 'Santos', 'London', 'Paris', 'Rome', 'Berlin'];
const words =
  'the prime minister visits a new school in of with is low income patients today there was fire'.split(' ');
const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.,:/-?'0123456789"];

/** A vocabulary in which words are likelier in small letters, and names with a capital. */
const tokenizer = readTokenizer(
  new TextEncoder().encode(
    JSON.stringify({
      model: {
        type: 'Unigram',
        unk_id: 0,
        vocab: [
          ['<unk>', 0],
          ['▁', -5],
          ...[...names, ...words].map((word) => [`▁${word}`, -4]),
          ...words.map((word) => [`▁${word.charAt(0).toUpperCase()}${word.slice(1)}`, -6]),
          ...letters.map((letter) => [letter, -5]),
        ],
      },
      normalizer: null,
      pre_tokenizer: { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true },
      post_processor: null,
      decoder: null,
      added_tokens: [],
    }),
  ),
);

test('a headline is told from a sentence and from a list of names', () => {
  for (const headline of [
    'The Prime Minister Visits A New School In Lisbon',
    'Prime Minister Visits New School in Lisbon',
    'Fire With New Patients: There Was A School',
  ]) {
    assert.ok(isHeadline(headline, tokenizer), headline);
  }
  for (const other of [
    'The prime minister visits a new school in Lisbon.',
    'Maria Silva, Pedro Santos and Maria Santos',
    'London, Paris, Rome, Berlin',
    'The New School',
    'Maria Silva visits Pedro Santos in the New School of London.',
    'THE PRIME MINISTER VISITS LISBON',
    '',
  ]) {
    assert.ok(!isHeadline(other, tokenizer), other);
  }
});

test('as a sentence a headline keeps the capitals of names, short forms and its first word', () => {
  assert.equal(
    asSentence('“The Prime Minister Visits A NATO School In Lisbon” With iPads', tokenizer),
    '“The prime minister visits a NATO school in Lisbon” with iPads',
  );
  assert.equal(
    asSentence('Patients With Low-Income: https://example.org/New `New School`', tokenizer),
    'Patients with low-income: https://example.org/New `New School`',
  );
});

test('a translation into English is a headline again, as the source was; elsewhere a sentence', () => {
  const part = untranslated('the fire of Paris at 9 a.m. in example.com, iPads');
  const whole = asHeadline(part, 'O Fogo De Paris', 'en-GB');
  assert.equal(whole.target, 'The Fire Of Paris At 9 a.m. In example.com, iPads');
  assert.equal(whole.tokens.map(({ text }) => text).join(''), whole.target);
  assert.equal(
    asHeadline(part, 'O Fogo de Paris', 'en').target,
    'The Fire of Paris at 9 a.m. in example.com, iPads',
  );
  const quiet = asHeadline(untranslated('the fire'), 'The Fire', 'pt');
  assert.deepEqual([quiet.source, quiet.target, quiet.sourceTokens], ['The Fire', 'the fire', ['The Fire']]);
});
