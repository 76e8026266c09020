import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withSourceMarks } from './translate-marks.ts';
import { untranslated } from './translate-sentence.ts';

function marked(source: string, target: string, to = 'pt') {
  const tokens = Array.from(target.matchAll(/ ?[^ ]+/g), ([text]) => ({ text, logProbability: -1 }));
  const result = withSourceMarks({ ...untranslated(source), target, tokens }, to);
  assert.equal(result.tokens.map(({ text }) => text).join(''), result.target);
  return result.target;
}

test('quotation marks, apostrophes and dashes are those of the source', () => {
  assert.equal(marked('“Come,” she said.', '"Venha", disse ela.'), '“Venha”, disse ela.');
  assert.equal(marked('It was — they say — late.', 'Era - dizem - tarde.'), 'Era — dizem — tarde.');
  assert.equal(marked('Il n’est pas', "It isn't", 'en'), 'It isn’t');
  assert.equal(marked('“Come”', '"Komm"', 'de'), '„Komm“');
});

test('what cannot be told, or is plain in the source too, stays plain', () => {
  assert.equal(marked('"Come," she said.', '"Venha", disse ela.'), '"Venha", disse ela.');
  assert.equal(marked('“Come,” she said.', '"Venha, disse ela.'), '"Venha, disse ela.');
  assert.equal(marked('a — b', 'a - b - c'), 'a - b - c');
  assert.equal(marked('“Come”', '"Viens"', 'fr'), '"Viens"');
});
