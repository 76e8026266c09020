import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Segment } from '../preload/transcript.ts';
import { markdownProse } from './documents/markdown-prose.ts';
import { textsOfFile } from './summary-files.ts';
import { inputOf, sourceOfSegments, sourcesOf, titleOf } from './summary-sources.ts';

/** Each word takes half a second, and "…" a whole one of silence. */
function segment(start: number, text: string): Segment {
  let at = start;
  const words = text.split(' ').flatMap((word) => {
    const begun = at;
    at += word === '…' ? 1 : 0.5;
    return word === '…' ? [] : [{ text: word, start: begun, end: at, confidence: 1 }];
  });
  return { start, end: at, text: text.replaceAll('… ', ''), confidence: 1, words };
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function only<One>(list: readonly One[]): One {
  const [one] = list;
  assert.ok(one !== undefined && list.length === 1);
  return one;
}

test('what was said keeps its time by sentence and by pause, and a long silence begins a paragraph', () => {
  const { text, moments } = sourceOfSegments([
    segment(1, 'One two. Three … four'),
    segment(4.5, 'five.'),
    segment(5, ' '),
    segment(8, 'Six.'),
  ]);
  assert.equal(text, 'One two. Three four five.\n\nSix.');
  assert.deepEqual(
    moments.map(({ range: [from, to], start, end }) => [text.slice(from, to), start, end]),
    [
      ['One two.', 1, 2],
      ['Three', 2, 2.5],
      ['four', 3.5, 4],
      ['five.', 4.5, 5],
      ['Six.', 8, 8.5],
    ],
  );
});

test('a stretch whose words are not found in its text has one time for all of it', () => {
  const odd = { ...segment(2, 'one two'), text: 'two one' };
  const { text, moments } = sourceOfSegments([segment(0, 'zero'), odd, { ...odd, words: [] }]);
  assert.deepEqual(
    moments.slice(1).map(({ range: [from, to], start }) => [text.slice(from, to), start]),
    [
      ['two one', 2],
      ['two one', 2],
    ],
  );
});

test('several texts become one with an empty line between, and are the same texts again to be read', () => {
  const { moments } = sourceOfSegments([segment(0, 'It rains.')]);
  const texts = [
    { title: 'a', entry: 'x', source: { text: 'It rains.', moments, language: 'en' } },
    { title: '', entry: 'y', source: { text: 'half \ud800' } },
    { title: 'a', entry: null, source: { text: 'Last.' } },
  ];
  const input = inputOf(texts, null);
  assert.equal(input.text, 'It rains.\n\nhalf \ufffd\n\nLast.');
  assert.deepEqual(sourcesOf(input), [
    { text: 'It rains.', moments, language: 'en' },
    { text: 'half \ufffd' },
    { text: 'Last.' },
  ]);
  assert.equal(titleOf(texts), 'a');
  assert.throws(() => inputOf([{ title: '', entry: null, source: { text: ' …\n' } }], null), {
    code: 'request-invalid',
  });
  const long = { title: '', entry: null, source: { text: 'x'.repeat(1_100_000) } };
  assert.throws(() => inputOf([long, long], null), { code: 'text-too-long' });
});

test('subtitles are read as what is said when, by whom, without tags and settings', () => {
  const srt =
    '1\n00:00:01,000 --> 00:00:02,500\n{\\an8}<i>Good\nmorning.</i>\n\n2\n00:01:00,000 --> 00:01:02,000\n♪ Bye. ♪\n';
  const { title, source } = only(textsOfFile('talk.SRT', encoded(`\ufeff${srt}`)));
  assert.deepEqual(
    [title, source.text, source.moments?.map(({ start, end }) => [start, end])],
    [
      'talk.SRT',
      'Good morning.\n\nBye.',
      [
        [1, 2.5],
        [60, 62],
      ],
    ],
  );
  const vtt =
    'WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana>Salt &amp; pepper,</v>\n\n00:02.000 --> 00:02.200\n<v Ana>please.</v>\n\n00:02.500 --> 00:03.000\n<v Ben>Yes.</v>\n';
  assert.equal(
    only(textsOfFile('talk.vtt', encoded(vtt))).source.text,
    'Ana: Salt & pepper, please.\n\nBen: Yes.',
  );
  assert.throws(() => textsOfFile('talk.srt', encoded('no cue')), { code: 'data-malformed' });
});

test('a transcript of several recordings is several texts, with language and times', () => {
  const one = { file: 'a.wav', language: 'en', duration: 3, segments: [segment(1, 'Hello there.')] };
  const texts = textsOfFile('all.json', encoded(JSON.stringify([one, { ...one, file: '' }])));
  assert.deepEqual(
    texts.map(({ title }) => title),
    ['a.wav', 'all.json'],
  );
  assert.deepEqual(texts[0]?.source, {
    text: 'Hello there.',
    moments: [{ range: [0, 12], start: 1, end: 2 }],
    language: 'en',
  });
  const bare = { segments: [{ start: 0, end: 1, text: 'Bare.' }] };
  assert.equal(only(textsOfFile('x.json', encoded(JSON.stringify(bare)))).source.text, 'Bare.');
  for (const text of ['{', '{"points": []}', '[1]', 'null']) {
    assert.throws(() => textsOfFile('x.json', encoded(text)), { code: 'data-malformed' }, text);
  }
});

test('of Markdown only the words are read, each block as a paragraph', () => {
  const text =
    '# A *bird*\n\nIt [sang](http://x.y) all\nday with `code` &amp; joy.\n\n- one\n- two ![image](x.png)\n\n```\ncode()\n```\n';
  assert.deepEqual(markdownProse(text), ['A bird', 'It sang all day with code & joy.', 'one', 'two']);
  assert.equal(only(textsOfFile('a.md', encoded('# One\n\nTwo.'))).source.text, 'One\n\nTwo.');
});

test('a plain text is read as it is, in UTF-8 or UTF-16; what is no text is refused', () => {
  assert.equal(only(textsOfFile('a.txt', encoded('\ufeffOne.\r\n\r\nTwo.'))).source.text, 'One.\r\n\r\nTwo.');
  const wide = new Uint8Array(Buffer.from('\ufeffZwölf.', 'utf16le'));
  assert.equal(only(textsOfFile('a.txt', wide)).source.text, 'Zwölf.');
  assert.throws(() => textsOfFile('a.txt', new Uint8Array([0, 1, 2, 255])), { code: 'text-unreadable' });
});
