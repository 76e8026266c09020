import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TextLine } from './library-translations.ts';
import { changeLines, cutLong, findPart, partsOf, splitLines } from './text-lines.ts';

const translated = (text: string): TextLine => ({
  text,
  parts: [...partsOf({ text: text.trimEnd(), parts: null }), ...partsOf({ text: '\n', parts: null })],
});

test('the lines of any text joined are the text', () => {
  const texts = ['', 'a', 'a\n', '\n\na\n\n\nb\r\nc', '\n', 'a\u2028b', '\ud800\n\0'];
  for (const text of texts) assert.equal(splitLines(text).join(''), text);
  assert.deepEqual(splitLines('\n\na\n\nb'), ['\n\n', 'a\n\n', 'b']);
});

test('a very long line is cut where a sentence surely ends, and nowhere else', () => {
  const sentence = 'The river Mr. Smith saw in approx. May was “very deep.” ';
  const long = sentence.repeat(400);
  const pieces = cutLong(long);
  assert.equal(pieces.join(''), long);
  assert.ok(pieces.length > 5 && pieces.every(({ length }) => length >= 2000));
  assert.ok(pieces.every((piece) => piece.startsWith('The river') && piece.endsWith('deep.” ')));
  assert.ok(cutLong('彼は川を見た。'.repeat(2000)).every((piece) => piece.endsWith('。')));
  for (const whole of ['a'.repeat(2_000_000), '. '.repeat(1_000_000), 'no end '.repeat(1000), sentence]) {
    assert.deepEqual(cutLong(whole), [whole]);
  }
});

test('only changed lines are translated again, wherever they were before', () => {
  const old = ['a\n', 'b\n', 'c\n', 'd\n'].map(translated);
  const changes: [string, number, number, (string | null)[]][] = [
    ['a\nb\nc\nd\n', 4, 0, []],
    ['a\nb\nx\nd\n', 2, 1, [null]],
    ['a\nc\nb\nd\n', 1, 2, ['c\n', 'b\n']],
    ['c\nb\nx\nd\n', 0, 3, ['c\n', 'b\n', null]],
    ['', 0, 4, []],
    ['a\nb\nc\nd\ne', 4, 0, [null]],
    ['a\na\nb\nc\nd\n', 1, 0, [null]],
  ];
  for (const [text, same, removed, kept] of changes) {
    const change = changeLines(old, text, true);
    const whole = [...old.slice(0, same), ...change.lines, ...old.slice(same + removed)];
    assert.equal(whole.map((line) => line.text).join(''), text);
    assert.deepEqual(
      [change.same, change.removed, change.lines.map((line) => (line.parts === null ? null : line.text))],
      [same, removed, kept],
      text,
    );
  }
  const anew = changeLines(old, 'a\nb\n', false);
  assert.deepEqual([anew.same, anew.removed, anew.lines.map(({ parts }) => parts)], [0, 4, [null, null]]);
});

test('a part is found by its number in the whole text', () => {
  const lines = [translated('a\n'), { text: 'b\n', parts: null }, translated('c\n')];
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].map((index) => findPart(lines, index)),
    [
      { line: 0, within: 0 },
      { line: 0, within: 1 },
      { line: 1, within: 0 },
      { line: 2, within: 0 },
      { line: 2, within: 1 },
      null,
    ],
  );
});
