import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ParolaError } from '../../errors.ts';
import { readPieces, wordRuns } from './pieces.ts';

const vocabulary = [
  '<unk>',
  '<s>',
  '</s>',
  '▁',
  ',',
  '.',
  '▁And',
  '▁so',
  '▁Amer',
  'icans',
  "'s",
  '<0xE2>',
  '<0x82>',
  '<0xAC>',
  '▁"',
  '▁-',
  '5',
];
const json = (model: unknown, added_tokens: unknown = []) =>
  new TextEncoder().encode(JSON.stringify({ model, added_tokens }));
const pieces = readPieces(
  json(
    { vocab: Object.fromEntries(vocabulary.map((piece, id) => [piece, id])) },
    [0, 1, 2].map((id) => ({ id, special: true })),
  ),
);
const ids = (...wanted: readonly string[]) => wanted.map((piece) => vocabulary.indexOf(piece));
const texts = (...wanted: readonly string[]) => wordRuns(pieces, ids(...wanted)).map((run) => run.text);

test('pieces make words where a space comes before them', () => {
  assert.deepEqual(texts('▁And', '▁so', '▁Amer', 'icans', "'s"), ['And', 'so', "Americans's"]);
});

test('punctuation belongs to the word that it follows, set apart or not', () => {
  assert.deepEqual(texts('▁And', ',', '▁so', '▁-', '▁Amer', 'icans', '.'), ['And,', 'so-', 'Americans.']);
});

test('opening punctuation belongs to the word that follows', () => {
  assert.deepEqual(texts('▁"', 'icans', '▁so'), ['"icans', 'so']);
});

test('a word has been said before its punctuation', () => {
  const [run] = wordRuns(pieces, ids('▁Amer', 'icans', ',', '.'));
  assert.deepEqual(run, { text: 'Americans,.', from: 0, to: 4, spokenTo: 2 });
});

test('letters that come as single bytes are put together', () => {
  assert.deepEqual(texts('▁so', '<0xE2>', '<0x82>', '<0xAC>', '5'), ['so€5']);
});

test('the runs lie end to end, so that words can be given back as a prefix', () => {
  const all = ids('▁"', '▁And', ',', '▁', '▁so', '▁-', '▁Amer', 'icans', '.');
  let reached = 0;
  for (const run of wordRuns(pieces, all)) {
    assert.equal(run.from, reached);
    reached = run.to;
  }
  assert.equal(reached, all.length);
});

test('punctuation alone is nothing said', () => {
  assert.deepEqual(texts('.', ',', '▁-'), []);
  assert.deepEqual(texts(), []);
});

test('a tokenizer without a vocabulary is called corrupt', () => {
  assert.throws(
    () => readPieces(json({})),
    (error) => error instanceof ParolaError && error.code === 'model-corrupt',
  );
});
