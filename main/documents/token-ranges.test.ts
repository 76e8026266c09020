import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenRanges } from './token-ranges.ts';

const stretches = (text: string, tokens: string[]) =>
  tokenRanges(text, tokens).map(({ from, to }) => text.slice(from, to));

test('tokens are found although spaces and the forms of letters differ', () => {
  assert.deepEqual(stretches('  Two  words ', ['Two', ' wor', 'ds']), ['Two', 'wor', 'ds']);
  assert.deepEqual(stretches('½ cafe\u0301… ﬁn', ['1⁄2', ' café', '...', ' fi', 'n']), [
    '½',
    'cafe\u0301',
    '…',
    'ﬁ',
    'n',
  ]);
  assert.deepEqual(stretches('a\u200bb 🙂 c', ['ab', ' 🙂', ' c']), ['a\u200bb', '🙂', 'c']);
});

test('tokens that are not those of the text still lie within it, in order', () => {
  for (const tokens of [['nothing', ' like', ' it'], [' '], [], ['x'.repeat(100)], ['', 'a', '']]) {
    let before = 0;
    for (const { from, to } of tokenRanges('ab cd', tokens)) {
      assert.ok(from >= before && to >= from && to <= 5, JSON.stringify(tokens));
      before = from;
    }
  }
});
