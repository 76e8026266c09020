import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { CharacterRange, DigestSentence, SaidDigest } from '../../preload/summary.ts';
import { readSummaryCorpus } from './summary-corpus.ts';
import {
  choosingRows,
  cleaningScores,
  negationScores,
  negationScoresOfPairs,
  withinBudget,
} from './summary-scores.ts';
import { asWritten } from './written-text.ts';

function digest(
  ...sentences: readonly {
    original: string;
    text?: string;
    removed?: readonly CharacterRange[];
    rank?: number;
  }[]
): SaidDigest {
  const made = sentences.map(
    ({ original, text = original, removed = [], rank = 0 }): DigestSentence => ({
      ...{ text, original, source: [0, original.length], removed, prefix: '', paragraph: 0, textNumber: 0 },
      ...{ seconds: null, rank, confidence: 1 },
    }),
  );
  return { kind: 'said', language: 'en', read: 0, sentences: made, enough: 1, notes: [] };
}

const said = 'Two more weeks, no sorry, three more weeks.';
const right = 'three more weeks';

test('exact is what has the right words; of what was accepted the wrong ones are counted', () => {
  const good = digest({ original: said, text: 'Three more weeks.' });
  const bad = digest({ original: said, text: 'Two more weeks.' });
  const pair = { said, right, kind: 'x' };
  const same = { said: 'It rains.', right: 'it rains', kind: 'y' };
  const scores = cleaningScores([
    { pair, guarded: good, unguarded: good },
    { pair, guarded: bad, unguarded: bad },
    { pair, guarded: digest({ original: said }), unguarded: good },
    { pair: same, guarded: digest({ original: same.said }), unguarded: digest({ original: same.said }) },
  ]);
  assert.deepEqual(
    { ...scores, kept: Math.round(scores.kept * 1000) },
    {
      ...{ pairs: 4, exact: 0.5, exactUnguarded: 0.75, changed: 0.5, accepted: 0.5, acceptedNotExact: 0.5 },
      ...{ leftAlone: 1, kept: 615 },
    },
  );
});

test('a negation that went is counted, one that is said again is not, nor one that the answer lacks', () => {
  const lost = { original: 'There was no time.', removed: [[10, 13]] as const };
  const repeated = { original: "It can't it can't be.", removed: [[0, 9]] as const };
  assert.deepEqual(negationScores([digest(lost, repeated, { original: 'No.' }, { original: 'Yes.' })]), {
    negated: 3,
    dropped: 1,
  });
  const taken = {
    pair: { said, right, kind: 'x' },
    guarded: digest({ original: said, text: right }),
    unguarded: undefined,
  };
  const flipped = {
    pair: { said: lost.original, right: lost.original, kind: 'x' },
    guarded: digest({ ...lost, text: 'There was time.' }),
    unguarded: undefined,
  };
  assert.deepEqual(negationScoresOfPairs([taken, flipped]), { negated: 1, dropped: 1 });
});

test('all rankings have the same number of words, the last sentence cut, in the order of the text', () => {
  const texts = ['a b c', 'd e f', 'g h i'];
  assert.equal(withinBudget(texts, [2, 0], 4), 'a g h i');
  const document = { text: '', references: ['g h i'] };
  const made = digest(...texts.map((original, at) => ({ original, rank: [2, 1, 0][at] ?? 0 })));
  const [lead, chosen, all] = choosingRows([{ document, digest: made }], 3);
  assert.deepEqual([lead?.rouge1, chosen?.rouge1, chosen?.rougeL], [0, 100, 100]);
  assert.equal(Math.round(all?.rouge1 ?? 0), 50);
});

test('marks of corpora that stand apart come to their words, and text as people write it stays', () => {
  assert.equal(
    asWritten('I \'m , uh , fine . {laugh} It \'s a well - known " thing " ( here ) .'),
    'I\'m, uh, fine. It\'s a well-known "thing" (here).',
  );
  const written = 'It’s "so" - really; isn’t it? (Yes: 3.5 %)';
  assert.equal(asWritten(written).replace('3.5%', '3.5 %'), written.replace(' - ', ' - '));
});

test('both kinds of lines are read, gzipped or not; a broken line is named', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'parola-corpus-'));
  const file = path.join(folder, 'data.jsonl');
  const lines = [
    { document: 'Um , yes .', summary: 'Yes .', kind: 'synth', split: 'dev' },
    { document: 'One . Two .', summary: ['One .'], split: 'dev' },
    { document: 'x', sents: ['One.', ' Two.\n'], summary: 'Two.', split: 'train' },
  ];
  const text = lines.map((line) => JSON.stringify(line)).join('\n');
  try {
    writeFileSync(file, gzipSync(text));
    const all = await readSummaryCorpus(file, {});
    assert.deepEqual(all.pairs, [{ said: 'Um, yes.', right: 'Yes.', kind: 'synth' }]);
    assert.deepEqual(
      all.documents.map((one) => one.text),
      ['One. Two.', 'One.\n\nTwo.'],
    );
    assert.equal((await readSummaryCorpus(file, { split: 'train' })).documents.length, 1);
    writeFileSync(file, `${text}\n{"document": 5}`);
    await assert.rejects(readSummaryCorpus(file, {}), /line 4: it must be an object/);
    writeFileSync(file, text);
    await assert.rejects(readSummaryCorpus(file, { split: 'test' }), /no lines of the split test/);
    await assert.rejects(readSummaryCorpus(`${file}.none`, {}), /cannot be read/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
