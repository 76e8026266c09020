import assert from 'node:assert/strict';
import { test } from 'node:test';
import { legible } from './reading-doubt.ts';
import type { PlacedWord } from './reading-order.ts';

function line(...words: readonly (readonly [text: string, confidence: number])[]): PlacedWord[] {
  return words.map(([text, confidence], at) => ({
    ...{ text, confidence, line: words.map(([word]) => word).join(' ') },
    ...{ left: at * 50, right: at * 50 + 40, top: 0, bottom: 20 },
  }));
}

const kept = (words: readonly PlacedWord[], from: 'page' | 'photograph') =>
  legible(words, from)
    .map(({ text }) => text)
    .join(' ');

test('what was clearly read stays, single letters and signs included', () => {
  assert.equal(
    kept(line(['I', 96], ['am', 95], ['here', 95], ['–', 90], ['4', 93]), 'page'),
    'I am here – 4',
  );
});

test('an icon that was taken for a letter goes, the words beside it stay', () => {
  assert.equal(kept(line(['¥', 59], ['Check', 95], ['spelling', 95]), 'page'), 'Check spelling');
});

test('a border that was taken for signs goes whole', () => {
  assert.equal(kept(line(['—=—', 31], ['|_', 80], ['“~', 70]), 'page'), '');
});

test('an unsure word of letters stays for the sake of its line', () => {
  assert.equal(kept(line(['parola@0.1.0', 0], ['build', 95]), 'page'), 'parola@0.1.0 build');
});

test('leaves and stripes in a photograph say nothing', () => {
  assert.equal(kept(line(['ear', 72]), 'photograph'), '');
  assert.equal(kept(line(['imi', 68], ['sw', 40]), 'photograph'), '');
});

test('a short sign in a photograph is read where it is clear', () => {
  assert.equal(kept(line(['BUS', 94]), 'photograph'), 'BUS');
  assert.equal(kept(line(['NO', 95], ['PARKING', 91]), 'photograph'), 'NO PARKING');
});
