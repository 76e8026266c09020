import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomNumbers } from '../decode/sample.ts';
import { without, withoutWords, wordsOf } from './clean-words.ts';

function shortened(sentence: string, keep: string): string {
  return withoutWords(
    sentence,
    wordsOf(sentence),
    Array.from(keep, (one) => one === '1'),
  ).text;
}

test('the end keeps the mark of the sentence and no comma dangles before it', () => {
  assert.equal(shortened('We went home, you see.', '11100'), 'We went home.');
  assert.equal(shortened('Are we going, um?', '1110'), 'Are we going?');
  assert.equal(shortened('"We went, um."', '110'), '"We went."');
  assert.equal(shortened('we went, um', '110'), 'we went');
});

test('the beginning keeps its capital letter and its opening mark', () => {
  assert.equal(shortened('Well, so we go.', '0011'), 'We go.');
  assert.equal(shortened('well, so we go.', '0011'), 'we go.');
  assert.equal(shortened('(Um, we go.)', '011'), '(We go.)');
  assert.equal(shortened('Um, iPhones sell.', '011'), 'iPhones sell.');
});

test('commas that set a left out word apart go with it', () => {
  assert.equal(shortened('The, uh, dog barks.', '1011'), 'The dog barks.');
  assert.equal(shortened('We ate, um and left.', '11011'), 'We ate, and left.');
});

test('a sentence of which nothing would be left stands', () => {
  assert.equal(shortened('Um.', '0'), 'Um.');
  assert.equal(shortened('Um - uh.', '010'), 'Um - uh.');
});

test('whatever is left out: the words are those of the sentence, in their order, and the ranges tell which', () => {
  const random = randomNumbers(5);
  const words = [
    'Um,',
    'the',
    '"dog"',
    'wasn’t',
    'there,',
    '—',
    '5',
    'Ünder',
    'no.',
    "o'clock;",
    '…',
    '(so)',
    'Ça!',
    '犬',
  ];
  for (let round = 0; round < 3000; round++) {
    const count = 1 + Math.floor(random() * 9);
    const pick = () => words[Math.floor(random() * words.length)] ?? '';
    const sentence = Array.from({ length: count }, pick).join(random() < 0.5 ? ' ' : '  ');
    const all = wordsOf(sentence);
    const keep = all.map(() => random() < 0.6);
    const { text, removed } = withoutWords(sentence, all, keep);
    assert.notEqual(text.trim(), '');
    const wanted = all.filter((_, at) => keep[at] || removed.length === 0).map(({ plain }) => plain);
    assert.deepEqual(
      wordsOf(text)
        .map(({ plain }) => plain)
        .filter((plain) => plain !== ''),
      wanted.filter((plain) => plain !== ''),
      sentence,
    );
    assert.equal(text.toLowerCase(), without(sentence, removed).toLowerCase());
    assert.ok(removed.every(([from, to], at) => from < to && from >= (removed[at - 1]?.[1] ?? 0)));
  }
});
