import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Segment } from '../preload/transcript.ts';
import { paragraphs, plainText } from './text.ts';

const segment = (start: number, end: number, text: string): Segment => ({
  start,
  end,
  text,
  confidence: 1,
  words: [],
});

test('a long pause begins a new paragraph, a short one does not', () => {
  const segments = [segment(0, 2, 'One.'), segment(3, 4, 'Two.'), segment(8, 9, 'Three.')];
  assert.equal(plainText(segments), 'One. Two.\n\nThree.');
});

test('an hour without a pause is still more than one block', () => {
  const segments = Array.from({ length: 40 }, (_, index) =>
    segment(index, index + 1, 'Some more words here.'),
  );
  assert.ok(paragraphs(segments).length > 1);
  assert.deepEqual(paragraphs(segments).flat(), segments);
});

test('nothing heard is no text', () => {
  assert.equal(plainText([]), '');
});
