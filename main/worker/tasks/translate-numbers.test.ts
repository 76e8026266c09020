import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingNumbers } from './translate-numbers.ts';

const missing = (sentence: string, translation: string, from = 'en', to = 'pt') =>
  missingNumbers(sentence, translation, from, to).map(({ target }) => target);

test('a number that was lost or changed is found out, in the form of the other language', () => {
  assert.deepEqual(missing('It costs $11,000 or 645 euros.', 'Custa 1.000 ou 65 euros.'), ['11.000', '645']);
  assert.deepEqual(missing('Pi is 3.14159 and e 2.71.', 'Pi e e.'), ['3,14159', '2,71']);
  assert.deepEqual(missing('Die Fläche ist 1.234,5 km.', 'The area is large.', 'de', 'en'), ['1,234.5']);
  assert.deepEqual(missing('On 2023-11-23 at 12:45.', 'Em 2023-11 às 12.'), ['23', '12:45']);
  assert.deepEqual(missing('see 192.168.0.1', 'veja'), ['192.168.0.1']);
});

test('a number that is written in another way is not missing', () => {
  const same: [string, string][] = [
    ['11,000 people and 1.5 million', '11.000 pessoas e 1,5 milhão'],
    ['100,000 people', '100 mil pessoas'],
    ['at 5:30 p.m.', 'às 17h30'],
    ['at 17:30', 'às 5:30 da tarde'],
    ['in the 1970s, the 15th', 'nos anos 70'],
    ['century 15, the year 1980', 'século XV, os anos 80'],
    ['only 7 of 12 came', 'só sete de doze vieram'],
    ['1\u202f600 m', '1600 m'],
    ['in 2024', 'em ٢٠٢٤'],
    ['A4 and 4x4', 'papel'],
  ];
  for (const [sentence, translation] of same) {
    assert.deepEqual(missing(sentence, translation), [], `${sentence} → ${translation}`);
  }
  assert.deepEqual(missing('24 mil pessoas', '24,000 people', 'pt', 'en'), []);
});

test('the places of missing numbers are those in the sentence', () => {
  const sentence = 'from 15 to 99';
  const [only] = missingNumbers(sentence, 'de 15 até', 'en', 'pt');
  assert.equal(sentence.slice(only?.from, only?.to), '99');
});
