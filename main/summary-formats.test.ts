import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DigestSentence, SaidDigest } from '../preload/summary.ts';
import { shownPoints, summaryAsJson, summaryAsMarkdown, summaryAsText } from './summary-formats.ts';

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
  assert.equal(summaryAsText({ file: '', read: 12, points }), 'Ana: First, this.\nThird, that.\n');
  assert.equal(
    summaryAsMarkdown({ file: '', read: 12, points: shownPoints(digest, 'all', false) }),
    '- Ana: First, um, this.\n- Second.\n- [01:02:03] Third, um, that.\n',
  );
  assert.deepEqual(JSON.parse(summaryAsJson([{ file: 'a.txt', read: 12, points: points.slice(1) }])), [
    {
      file: 'a.txt',
      read: 12,
      kept: 2,
      points: [
        {
          text: 'Third,\n  that.',
          original: 'Third,\n  um, that.',
          source: [0, 18],
          seconds: 3723.457,
          confidence: 0.1235,
        },
      ],
    },
  ]);
});

test('of several texts each point stands with its own, and a text without points is not named', () => {
  const points = shownPoints(said(sentence('One.'), sentence('Two.', { textNumber: 2, rank: 1 })), 'all');
  const summary = { file: 'both', read: 2, points, textNames: ['a.txt', 'b.txt', 'c # d'] };
  assert.equal(summaryAsText(summary), 'a.txt\nOne.\n\nc # d\nTwo.\n');
  assert.equal(summaryAsMarkdown(summary), '## a.txt\n\n- One.\n\n## c # d\n\n- Two.\n');
  const [record] = JSON.parse(summaryAsJson([summary]));
  assert.deepEqual(
    record.points.map(({ from }: { from: string }) => from),
    ['a.txt', 'c # d'],
  );
});

test('words are never markup in Markdown', () => {
  const points = shownPoints(said(sentence('# 5 * <b> [x](y) _z_'), sentence('1. One', { rank: 1 })), 'all');
  const written = summaryAsMarkdown({ file: '', read: 2, points });
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
  assert.equal(summaryAsMarkdown({ file: '', read: 4, points }), '- [00:01] In short.\n');
  assert.equal(summaryAsText({ file: '', read: 0, points: [] }), '');
  assert.deepEqual(JSON.parse(summaryAsJson([{ file: 'x', read: 0, points: [] }])), [
    { file: 'x', read: 0, kept: 0, points: [] },
  ]);
});
