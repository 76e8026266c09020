import assert from 'node:assert/strict';
import { test } from 'node:test';
import { halves, splitSentences } from './sentences.ts';

const sentences = (text: string, language = 'en') =>
  splitSentences(text, language)
    .filter(({ isSentence }) => isSentence)
    .map(({ text: sentence }) => sentence);

test('the pieces of any text joined are the text', () => {
  const texts = [
    '',
    '\n',
    '  One. Two!\r\n\r\n\tThree? \n\n',
    'a\u2028b\u0000c\ud800d',
    '🙂🙂\n— 12:30 —\n',
    'مرحبا. كيف حالك؟ 你好。再见。',
    'x'.repeat(10_000),
  ];
  for (const text of texts) {
    assert.equal(
      splitSentences(text, 'en')
        .map((piece) => piece.text)
        .join(''),
      text,
    );
  }
});

test('sentences end where a reader would say, not after every full stop', () => {
  assert.deepEqual(sentences('Dr. Smith met J. Doe at 5 p.m. on Sunday. They talked.'), [
    'Dr. Smith met J. Doe at 5 p.m. on Sunday.',
    'They talked.',
  ]);
  assert.deepEqual(sentences('O Sr. Silva mora na Av. Central. Ele é médico.', 'pt'), [
    'O Sr. Silva mora na Av. Central.',
    'Ele é médico.',
  ]);
  assert.deepEqual(sentences('“Come!” she said. He came.'), ['“Come!” she said.', 'He came.']);
  assert.deepEqual(sentences('It costs 3.50 dollars. Cheap!'), ['It costs 3.50 dollars.', 'Cheap!']);
});

test('a line end ends a sentence, and what has no letters is not one', () => {
  assert.deepEqual(sentences('First line\nsecond line\n---\n42\n🙂'), ['First line', 'second line']);
});

test('a long sentence is cut at its best mark near the middle, and never inside a character', () => {
  assert.deepEqual(halves('We came early, we saw it all; we won in the end.'), [
    'We came early, we saw it all; ',
    'we won in the end.',
  ]);
  assert.deepEqual(halves('one two three four'), ['one two ', 'three four']);
  const [left, right] = halves('🙂'.repeat(5));
  assert.equal(left + right, '🙂'.repeat(5));
  assert.ok(left.length % 2 === 0);
});
