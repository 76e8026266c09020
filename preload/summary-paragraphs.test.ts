import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanedParagraphs, paragraphsOf } from './summary-paragraphs.ts';

test('paragraphs are what blank lines separate, however many and whatever their ends', () => {
  const text = '\n one\ntwo \r\n\r\n three\n \n\n\nfour  ';
  assert.deepEqual(
    paragraphsOf(text).map((range) => text.slice(...range)),
    ['one\ntwo', 'three', 'four'],
  );
  assert.deepEqual(paragraphsOf(' \n\n '), []);
});

test('one line end within a paragraph is no blank line, whatever wrote the file', () => {
  for (const end of ['\n', '\r\n', '\r']) {
    const text = ['one', 'two', '', 'three', ' ', '', 'four', ''].join(end);
    assert.deepEqual(
      paragraphsOf(text).map((range) => text.slice(...range)),
      [`one${end}two`, 'three', 'four'],
    );
  }
});

test('what stands between sentences stays, and a paragraph is never empty', () => {
  const text = 'Ana: Um, yes. Um. So we go.\nBob: No.\n\nUh.\n\n***';
  const sentences = [
    { text: 'Yes.', source: [5, 13] as const },
    { text: 'Um.', source: [14, 17] as const },
    { text: 'So we go.', source: [18, 27] as const },
    { text: 'No.', source: [33, 36] as const },
    { text: 'Uh.', source: [38, 41] as const },
  ];
  assert.deepEqual(cleanedParagraphs(text, sentences), ['Ana: Yes. So we go.\nBob: No.', 'Uh.', '***']);
});
