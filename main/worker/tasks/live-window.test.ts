import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseWindow } from './live-window.ts';
import type { HeardWord } from './recognise.ts';

const word = (text: string, start: number, end: number): HeardWord => ({
  text,
  start,
  end,
  confidence: 0.9,
  ids: [1],
  logProbabilities: [-0.1],
});

const texts = (words: readonly HeardWord[]) => words.map(({ text }) => text).join(' ');

test('the first words of all are heard from half a second before them', () => {
  assert.deepEqual(chooseWindow([], 2.5, 3, 4), { from: 2.5, prefix: [] });
});

test('what follows a short pause is heard with the phrase before it', () => {
  const said = [word('my', 1, 1.2), word('fellow', 1.2, 1.6), word('Americans', 1.6, 2.2)];
  const window = chooseWindow(said, 2.7, 3.2, 4);
  assert.deepEqual([window.from, texts(window.prefix)], [0.5, 'my fellow Americans']);
});

test('what follows a long silence is heard alone', () => {
  const window = chooseWindow([word('before', 1, 2)], 5.5, 6, 4);
  assert.deepEqual(window, { from: 5.5, prefix: [] });
});

test('of long speech only the last seconds are kept, from the beginning of a word', () => {
  const said = Array.from({ length: 30 }, (_, index) => word(`w${index}`, index / 2, (index + 1) / 2));
  const { from, prefix } = chooseWindow(said, 15, 15, 4);
  assert.ok(from >= 11 && from <= 14, `from ${from}`);
  assert.equal(prefix[0]?.start, from);
  assert.equal(prefix.at(-1)?.text, 'w29');
});

test('a window begins with a sentence where it can', () => {
  const said = [
    word('rain', 10, 10.4),
    word('today.', 10.4, 10.9),
    word('Take', 11, 11.3),
    word('an', 11.3, 11.5),
    word('umbrella', 11.5, 12.2),
  ];
  assert.equal(texts(chooseWindow(said, 12.2, 12.2, 4).prefix), 'Take an umbrella');
});

test('a window never reaches into the word before it', () => {
  const said = [word('far', 1, 2), word('near', 8, 8.5), word('words', 8.5, 9), word('here', 9, 9.4)];
  const { from } = chooseWindow(said, 9.4, 9.4, 4);
  assert.equal(from, 7.5);
  const close = [word('long', 1, 7.9), ...said.slice(1)];
  assert.equal(chooseWindow(close, 9.4, 9.4, 4).from, 7.9);
});
