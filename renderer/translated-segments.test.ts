import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Segment } from '../preload/transcript.ts';
import { hasTranslation, keepTranslations, withTranslation } from './translated-segments.ts';

const first: Segment = { start: 0, end: 2, text: 'Good morning.', confidence: 0.9, words: [] };
const second: Segment = { ...first, start: 2.5, end: 4, text: 'Come in.' };
const arrived = { start: 2.5, to: 'pt', text: 'Entre.' };

test('a translation takes its place at the stretch it belongs to', () => {
  const segments = withTranslation([first, second], arrived);
  assert.deepEqual(segments, [first, { ...second, translation: { to: 'pt', text: 'Entre.' } }]);
  assert.equal(hasTranslation([first, second]), false);
  assert.equal(hasTranslation(segments), true);
});

test('a translation that is shown is never rewritten', () => {
  const segments = withTranslation([first, second], arrived);
  assert.deepEqual(withTranslation(segments, { ...arrived, text: 'Venha.' }), segments);
});

test('a translation stays when its words are read again without it', () => {
  const segments = withTranslation([first, second], arrived);
  assert.deepEqual(keepTranslations([first, second], segments), segments);
});

test('words that changed do not keep the translation of the old ones', () => {
  const segments = withTranslation([first, second], arrived);
  const changed = { ...second, text: 'Go away.' };
  assert.deepEqual(keepTranslations([first, changed], segments), [first, changed]);
});
