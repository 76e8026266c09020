import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizedWords } from './normalize.ts';

const cases: readonly (readonly [string, string])[] = [
  // Case, punctuation, brackets, fillers.
  ['Hello, World!', 'hello world'],
  ['Well… um, I [cough] think (aside) so.', 'well i think so'],
  ['Mr. Quilter is the apostle', 'mister quilter is the apostle'],
  ['MISTER QUILTER', 'mister quilter'],
  ['a tri-colored dog', 'a tri colored dog'],
  ['Café naïve', 'cafe naive'],
  // Short forms.
  ["I'm sure it won't, can't and isn't.", 'i am sure it will not can not and is not'],
  ['He’s been there; they’d gone', 'he has been there they had gone'],
  ["Let's go, y'all", 'let us go you all'],
  ["She 's here", 'she is here'],
  ['gonna wanna', 'going to want to'],
  // Numbers.
  ['twenty-three dogs', '23 dogs'],
  ['23 dogs', '23 dogs'],
  ['one hundred and five', '105'],
  ['two thousand nineteen', '2019'],
  ['nineteen eighty four', '1984'],
  ['nineteen hundred', '1900'],
  ['three million two hundred thousand and one', '3200001'],
  ['2.5 million', '2500000'],
  ['1,234,567 people', '1234567 people'],
  ['five five', '55'],
  ['one oh one', '101'],
  ['three point one four', '3.14'],
  ['one and a half', '1.5'],
  ['the first and the twenty second', 'the 1st and the 22nd'],
  ['the fortieth, the 40th', 'the 40th the 40th'],
  ['in the nineteen twenties', 'in the 1920s'],
  ['ten dollars and ten per cent', '$10 and 10%'],
  ['$10 and 10%', '$10 and 10%'],
  ['ten of clubs', '10 of clubs'],
  ['oh no, a second point', 'oh no a 2nd point'],
  ['two by two', '2 by 2'],
  // Spelling.
  ['the colourful grey theatre', 'the colorful gray theater'],
  ['travelling towards the harbour', 'traveling toward the harbor'],
  ['they realised our four hours', 'they realized our 4 hours'],
  ['a wise promise to exercise', 'a wise promise to exercise'],
  ['fire, there, more, tour', 'fire there more tour'],
  ['', ''],
];

test('what is only spelling, punctuation, filler or a short form is the same', () => {
  for (const [text, expected] of cases) assert.equal(normalizedWords(text).join(' '), expected, text);
});

test('normalizing twice changes nothing more', () => {
  for (const [, expected] of cases) assert.equal(normalizedWords(expected).join(' '), expected);
});

test('words that are no numbers and no British spellings stay', () => {
  const text =
    'someone owns tents often this is ninja nothing boring pounding only none of the others wonders';
  assert.equal(normalizedWords(text).join(' '), text);
});
