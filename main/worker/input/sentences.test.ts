import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomNumbers } from '../decode/sample.ts';
import { halves, splitSentences } from './sentences.ts';

const sentences = (text: string, language = 'en') =>
  Array.from(splitSentences(text, language))
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
      Array.from(splitSentences(text, 'en'))
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

test('the columns of a table are translated by themselves', () => {
  assert.deepEqual(sentences('Name\tDate of birth\t\t12\nJohn\t12 May'), [
    'Name',
    'Date of birth',
    'John',
    '12 May',
  ]);
  assert.deepEqual(sentences('apples      two pounds'), ['apples', 'two pounds']);
  assert.deepEqual(sentences('Two spaces  are a slip.'), ['Two spaces  are a slip.']);
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

test('a line of any length is cut as its parts are, and its first sentence comes at once', () => {
  const sentence = 'Dr. Smith saw it at 5 p.m. and left. ';
  const line = sentence.repeat(20_000);
  const [first] = splitSentences(line, 'en');
  assert.equal(first?.text, sentence.trim());
  const all = sentences(line);
  assert.equal(all.length, 20_000);
  assert.ok(all.every((one) => one === sentence.trim()));
});

test('texts made at random lose nothing, line by line', () => {
  const random = randomNumbers(7);
  const alphabet = [
    ...'ab.?! \n\r\t"”)：。،؟A9🙂',
    'Dr. ',
    '\r\n',
    '\u2028',
    '\u0085',
    '\ud83d',
    '\udc00',
    '\0',
    'é',
    'x@y.z ',
  ];
  for (let round = 0; round < 300; round++) {
    const length = round % 10 === 0 ? 9000 : 60;
    const text = Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
    const pieces = Array.from(splitSentences(text, 'en'));
    assert.equal(pieces.map((piece) => piece.text).join(''), text);
    for (const piece of pieces) {
      assert.ok(
        !piece.isSentence || (!/[\n\r\u2028\u2029]/.test(piece.text) && piece.text.trim() === piece.text),
      );
    }
  }
});
