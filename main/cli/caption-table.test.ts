import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PictureDescription } from '../../preload/description.ts';
import { type TableFormat, tableOf } from './caption-table.ts';

const sign: PictureDescription = {
  caption: 'A sign, 64 × 48 pixels, light, mostly "white".',
  confidence: 0,
  abstained: true,
  kind: 'document',
  text: 'Open\nfrom 9, daily',
  alternatives: [{ caption: 'Another', score: -1 }],
  grid: [0, 0],
  words: [],
  facts: { width: 64, height: 48, frames: 1, colours: ['white'], brightness: 'light' },
};

function written(format: TableFormat, files: readonly string[], alternatives = 0): string {
  const table = tableOf(format, alternatives);
  const rows = files.map((file, number) => table.row(file, sign, number));
  return table.begin + rows.join('') + table.end(files.length);
}

test('text has one line for each picture, whatever its name holds', () => {
  assert.equal(
    written('text', ['a b.png', 'tab\there\nand\rthere\u2028.png']),
    'a b.png\tA sign, 64 × 48 pixels, light, mostly "white". Text: Open from 9, daily\n' +
      'tab\\there\\nand\\rthere\\u2028.png\tA sign, 64 × 48 pixels, light, mostly "white". Text: Open from 9, daily\n',
  );
});

test('JSON is one array of any length, names as they are', () => {
  assert.deepEqual(JSON.parse(written('json', [])), []);
  const [first, second] = JSON.parse(written('json', ['a.png', 'tab\there.png']));
  assert.equal(second.file, 'tab\there.png');
  assert.equal(first.caption, sign.caption);
  assert.equal(first.text, sign.text);
  assert.ok(!('facts' in first));
});

test('CSV has a header and quotes what holds commas, quotes and line breaks', () => {
  assert.equal(written('csv', []), 'file,caption,confidence,abstained,kind,text\r\n');
  assert.equal(
    written('csv', ['a,b.png'], 2),
    'file,caption,confidence,abstained,kind,text,alternative 1,alternative 2\r\n' +
      '"a,b.png","A sign, 64 × 48 pixels, light, mostly ""white"".",0,true,document,"Open\nfrom 9, daily",Another,\r\n',
  );
});
