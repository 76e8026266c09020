import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SummarySource } from '../../../preload/summary.ts';
import { randomNumbers } from '../decode/sample.ts';
import { readSource } from './summary-text.ts';

function sentencesOf(source: SummarySource | string, language = 'en'): string[] {
  const whole = typeof source === 'string' ? { text: source } : source;
  return readSource(whole, language).sentences.map(({ range }) => whole.text.slice(...range));
}

test('lines that were cut at a width are read as one', () => {
  const text = [
    'This is a paragraph that somebody wrapped at about sixty',
    'characters a line, so that a sentence goes on behind the end',
    'of a line. The next one does so, too, and ends with the last',
    'line of all.',
  ].join('\n');
  assert.equal(sentencesOf(text).length, 2);
});

test('a line each is a sentence each: captions, lists, turns', () => {
  assert.deepEqual(sentencesOf('a dog runs over the grass\ntwo people sit on a bench\na boat'), [
    'a dog runs over the grass',
    'two people sit on a bench',
    'a boat',
  ]);
  assert.deepEqual(sentencesOf('- buy milk\n- call Ana'), ['buy milk', 'call Ana']);
});

test('headings, tables, code and rules of Markdown are no sentences; where there is nothing else, headings are', () => {
  const text =
    '# Title\n\nWe met.\n\n| a | b |\n|---|---|\n| c | d |\n\n```\nlet x = 1;\n\nlet y = 2;\n```\n\n***\n\nWe left.';
  assert.deepEqual(sentencesOf(text), ['We met.', 'We left.']);
  assert.deepEqual(sentencesOf('# Only this'), ['Only this']);
});

test('who speaks is known until somebody else does, and from a line of its own', () => {
  const { sentences } = readSource({ text: 'Ana: One. Two.\nBob Ross  0:12\nThree.\nFour.' }, 'en');
  assert.deepEqual(
    sentences.map(({ prefix }) => prefix),
    ['Ana:', 'Ana:', 'Bob Ross  0:12', 'Bob Ross  0:12'],
  );
});

const words = Array.from({ length: 120 }, (_, at) => `word${at}`);

test('dictation without marks is split at pauses first', () => {
  const text = words.join(' ');
  const moments = words.map((word, at) => {
    const start = text.indexOf(`${word} `) < 0 ? text.indexOf(word) : text.indexOf(`${word} `);
    return {
      range: [start, start + word.length] as const,
      start: at + Math.floor(at / 15),
      end: at + Math.floor(at / 15) + 0.9,
    };
  });
  const { sentences, split } = readSource({ text, moments }, 'en');
  assert.deepEqual([...split], ['pauses']);
  assert.deepEqual(
    sentences.map(({ range }) => text.slice(...range).split(' ').length),
    Array(8).fill(15),
  );
});

test('without times it is split by length, before words that begin something', () => {
  const text = words.map((word, at) => (at % 20 === 19 ? 'and' : word)).join(' ');
  const { sentences, split } = readSource({ text }, 'en');
  assert.deepEqual([...split], ['length']);
  assert.ok(sentences.length >= 5);
  assert.ok(sentences.slice(1).some(({ range }) => text.slice(...range).startsWith('and ')));
});

test('a long sentence with marks is one sentence', () => {
  const text = `${words
    .slice(0, 60)
    .map((word, at) => (at % 8 === 7 ? `${word},` : word))
    .join(' ')}.`;
  assert.equal(sentencesOf(text).length, 1);
});

test('whatever comes: ranges are in order, within their paragraph, and nothing with a letter is lost', () => {
  const random = randomNumbers(11);
  const pieces = [
    'Ana: ',
    'um',

    '. ',
    '? ',
    ' ',
    '\n',
    '\r\n',
    '\n\n',
    '\t',
    '今天。',
    '😀',
    '- ',
    'é',
    '12',
    '»',
  ];
  for (let round = 0; round < 500; round++) {
    const count = Math.floor(random() * 40);
    const text = Array.from({ length: count }, () => pieces[Math.floor(random() * pieces.length)] ?? '').join(
      '',
    );
    const { sentences } = readSource({ text }, 'en');
    let at = 0;
    let left = '';
    for (const { range, prefix } of sentences) {
      assert.ok(range[0] >= at && range[1] > range[0], JSON.stringify(text));
      left += text.slice(at, range[0]).replace(prefix, '');
      at = range[1];
    }
    left += text.slice(at);
    // Speakers and bullets are all that may be missing.
    assert.doesNotMatch(left.replaceAll('Ana:', ''), /um|é|今/u, JSON.stringify(text));
  }
});

test('a megabyte without any boundary is cut, and is there', () => {
  for (const text of ['a'.repeat(2 ** 20), '字'.repeat(2 ** 18), 'word '.repeat(2 ** 17)]) {
    const found = sentencesOf(text);
    assert.equal(found.join('').replaceAll(' ', '').length, text.replaceAll(' ', '').length);
    assert.ok(found.every(({ length }) => length <= 1500));
  }
});
