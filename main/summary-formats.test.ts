import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DigestSentence, SaidDigest } from '../preload/summary.ts';
import {
  shownPoints,
  summaryAsJson,
  summaryAsMarkdown,
  summaryAsText,
  summaryRecord,
} from './summary-formats.ts';

function sentence(original: string, more: Partial<DigestSentence> = {}): DigestSentence {
  return {
    ...{
      text: original.replace('um, ', ''),
      original,
      source: [0, original.length],
      removed: [],
      prefix: '',
    },
    ...{ paragraph: 0, textNumber: 0, seconds: null, rank: 0, confidence: 0.123456 },
    ...more,
  };
}

function said(...sentences: DigestSentence[]): SaidDigest {
  return { kind: 'said', language: 'en', read: 12, sentences, enough: 2, notes: [] };
}

test('points are written in the order of the source, as many as are shown, cleaned or as they were said', () => {
  const digest = said(
    sentence('First, um, this.', { rank: 1, prefix: 'Ana:' }),
    sentence('Second.', { rank: 2 }),
    sentence('Third,\n  um, that.', { rank: 0, seconds: 3723.45678 }),
  );
  const points = shownPoints(digest, 'auto');
  assert.equal(summaryAsText({ points }), 'Ana: First, this.\nThird, that.\n');
  assert.equal(
    summaryAsMarkdown({ points: shownPoints(digest, 'all', false) }),
    '- Ana: First, um, this.\n- Second.\n- [01:02:03] Third, um, that.\n',
  );
  const text = '[01] Ana:  First, um, this. Second. Third,\n  um, that.';
  const placed = said(
    sentence('First, um, this.', { prefix: '[01] Ana:', source: [11, 27] }),
    sentence('Third,\n  um, that.', { rank: 1, source: [36, 54], seconds: 3723.45678 }),
  );
  assert.deepEqual(JSON.parse(summaryAsJson([summaryRecord(placed, 'all', [{ file: 'a.txt', text }])])), [
    {
      file: 'a.txt',
      read: 12,
      kept: 4,
      points: [
        {
          text: '[01] Ana:  First, this.',
          original: '[01] Ana:  First, um, this.',
          source: [0, 27],
          seconds: null,
          confidence: 0.1235,
        },
        {
          text: 'Third,\n  that.',
          original: 'Third,\n  um, that.',
          source: [36, 54],
          seconds: 3723.457,
          confidence: 0.1235,
        },
      ],
    },
  ]);
  const [first] = summaryRecord(placed, 'all', [{ file: null, text }], false).points;
  assert.equal(first?.text, first?.original);
});

test('of several texts each point stands with its own, and a text without points is not named', () => {
  const digest = said(sentence('One.'), sentence('Two.', { textNumber: 2, rank: 1 }));
  const points = shownPoints(digest, 'all');
  const summary = { points, textNames: ['a.txt', 'b.txt', 'c # d'] };
  assert.equal(summaryAsText(summary), 'a.txt\nOne.\n\nc # d\nTwo.\n');
  assert.equal(summaryAsMarkdown(summary), '## a.txt\n\n- One.\n\n## c # d\n\n- Two.\n');
  const texts = ['a.txt', 'b.txt', 'c # d'].map((file) => ({ file, text: '' }));
  const { file, points: records } = summaryRecord(digest, 'all', texts);
  assert.deepEqual([file, records.map((point) => point.file)], [null, ['a.txt', 'c # d']]);
});

test('words are never markup in Markdown', () => {
  const points = shownPoints(said(sentence('# 5 * <b> [x](y) _z_'), sentence('1. One', { rank: 1 })), 'all');
  const written = summaryAsMarkdown({ points });
  assert.equal(written, '- \\# 5 \\* \\<b\\> \\[x\\](y) \\_z\\_\n- \\1. One\n');
});

test('a model’s own words are all shown and have no original; nothing is nothing', () => {
  const own = { text: 'In short.', source: [0, 9], seconds: 1, confidence: 0.5 } as const;
  const written = {
    kind: 'written',
    language: 'en',
    read: 4,
    model: 'x',
    sentences: [own],
    notes: [],
  } as const;
  const points = shownPoints(written, 'short');
  assert.deepEqual(points, [{ ...own, original: '', textNumber: 0 }]);
  assert.equal(summaryAsMarkdown({ points }), '- [00:01] In short.\n');
  assert.equal(summaryAsText({ points: [] }), '');
  const record = summaryRecord(written, 'short', [{ file: null, text: 'A long text.' }]);
  assert.deepEqual(record, { file: null, read: 4, kept: 2, points: [{ ...own, original: 'A long te' }] });
  assert.equal(summaryAsJson([]), '[]\n');
});
