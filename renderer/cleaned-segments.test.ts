import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Segment } from '../preload/transcript.ts';
import { leavesOut, shownWords, withCleaned } from './cleaned-segments.ts';
import { plainText } from './text.ts';

const text = 'Well, so, the repair takes two, no, three weeks.';
const words = text.split(' ').map((word, at) => ({ text: word, start: at, end: at + 1, confidence: 1 }));
const said: Segment = { start: 0, end: words.length, text, confidence: 1, words };
const cleaned = {
  start: 0,
  text: 'The repair takes three weeks.',
  removed: [
    [0, 10],
    [27, 36],
  ] as const,
};

const struck = (segment: Segment | undefined) =>
  segment === undefined
    ? []
    : shownWords(segment, true)
        .filter(({ isLeftOut }) => isLeftOut)
        .map(({ text: word }) => word);

test('of a cleaned sentence every word stays where it was, and those left out are marked', () => {
  const [segment] = withCleaned([said], cleaned);
  assert.ok(segment !== undefined && leavesOut([segment]));
  assert.deepEqual(struck(segment), ['Well,', 'so,', 'two,', 'no,']);
  assert.equal(shownWords(segment, true).length, words.length);
});

test('hidden, what is left reads as the cleaned sentence and keeps its moments; copying takes the same', () => {
  const segments = withCleaned([said], cleaned);
  const [segment] = segments;
  assert.ok(segment !== undefined);
  const shown = shownWords(segment, false);
  assert.equal(shown.map((word) => word.text).join(' '), cleaned.text);
  assert.deepEqual(
    shown.map(({ start }) => start),
    [2, 3, 4, 7, 8],
  );
  assert.equal(plainText(segments), cleaned.text);
});

test('what was cleaned once is never cleaned anew, and another stretch is not touched', () => {
  const once = withCleaned([said], cleaned);
  assert.equal(withCleaned(once, { ...cleaned, text: 'Weeks.' })[0]?.cleaned?.text, cleaned.text);
  assert.equal(withCleaned([said], { ...cleaned, start: 9 })[0]?.cleaned, undefined);
});

test('a sentence whose words do not stand in its text is shown whole, cleaned', () => {
  const strange = { ...said, words: [{ text: 'elsewhere', start: 0, end: 1, confidence: 1 }] };
  const [segment] = withCleaned([strange], cleaned);
  assert.ok(segment !== undefined);
  assert.deepEqual(
    shownWords(segment, false).map((word) => word.text),
    [cleaned.text],
  );
});
