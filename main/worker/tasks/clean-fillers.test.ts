import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withoutFillers } from './clean-fillers.ts';
import { withoutWords, wordsOf } from './clean-words.ts';

function cleaned(sentence: string): string {
  const words = wordsOf(sentence);
  return withoutWords(sentence, words, withoutFillers(words)).text;
}

const shortened: readonly (readonly [string, string])[] = [
  ['Um, I think so.', 'I think so.'],
  ['So we, uh, need more, um, time.', 'So we need more time.'],
  ['Erm so the the plan is good.', 'So the plan is good.'],
  ['We need to, we need to go.', 'We need to go.'],
  ['I I I think so.', 'I think so.'],
  ['It is big, you know.', 'It is big.'],
  ['I mean, it works.', 'It works.'],
  ['You know, it is late, uh.', 'It is late.'],
  ['and then hmm we left', 'and then we left'],
  ['"Um, yes we can," she said.', '"Yes we can," she said.'],
  ['We will uh see, uhm?', 'We will see?'],
  ['iPhone uh iPhone sales', 'iPhone sales'],
];

for (const [said, left] of shortened) {
  test(`"${said}" becomes "${left}"`, () => assert.equal(cleaned(said), left));
}

const untouched = [
  'You know the answer.',
  'Do you know, by chance, where it is?',
  'I mean what I say.',
  'It was very, very good.',
  'He had had enough.',
  'I know that that is true.',
  'Call 5 5 5 now.',
  'No. No, we did not.',
  'No, no, no.',
  'Um.',
  'Uh, um, er.',
  'The umbrella and the error are here.',
  'Err on the side of caution, German.',
  '42',
];

for (const sentence of untouched) {
  test(`"${sentence}" stays as it is`, () => assert.equal(cleaned(sentence), sentence));
}
