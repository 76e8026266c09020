import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import Database from 'libsql';
import type { SaidDigest, WrittenDigest } from '../preload/summary.ts';
import { type Library, openLibrary } from './library.ts';
import { inMemory } from './library-schema.ts';
import { type SummaryInput, withoutUnstorable } from './library-summaries.ts';

function withFolder(run: (folder: string) => void): void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parola-library-'));
  try {
    run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function inputFor(text: string): SummaryInput {
  const moments = [{ range: [0, text.length], start: 0.5, end: 2 }] as const;
  const one = { startCharacter: 0, endCharacter: text.length, entry: 'x', title: 'talk.wav', moments };
  return { text, texts: [{ ...one, language: 'en' }], model: null };
}

function digestOf(original: string): SaidDigest {
  const sentence = {
    text: original,
    original,
    source: [0, original.length],
    removed: [],
    prefix: '',
  } as const;
  const place = { paragraph: 0, textNumber: 0, seconds: null, rank: 0, confidence: 0.5 };
  return {
    ...{ kind: 'said', language: 'en', read: 1, enough: 1, notes: [] },
    sentences: [{ ...sentence, ...place }],
  };
}

function addSummary(library: Library, id: string, text: string): void {
  library.add({ id, kind: 'summary', title: '', createdAt: 1, state: 'done', recording: null });
  library.summaries.begin(id, inputFor(text));
  library.summaries.keep(id, digestOf(text), text);
}

function idsFor(library: Library, query: string): string[] {
  return library.list(query, 10, 0).entries.map(({ id }) => id);
}

test('a summary is there again as it was, with its texts, their times and the length that was chosen', () =>
  withFolder((folder) => {
    const file = path.join(folder, 'library.db');
    const first = openLibrary(file);
    addSummary(first, 'a', 'The heron stood still.');
    assert.equal(first.summaries.read('a')?.length, 'auto');
    first.summaries.setLength('a', 3);
    first.close();
    const second = openLibrary(file);
    assert.deepEqual(second.summaries.read('a'), {
      ...inputFor('The heron stood still.'),
      digest: digestOf('The heron stood still.'),
      length: 3,
    });
    assert.equal(second.find('a')?.excerpt, 'The heron stood still.');
    assert.equal(second.summaries.read('b'), null);
    second.close();
  }));

test('a summary is found by what it was made of and by a model’s own words, and by the old ones no more', () => {
  const library = openLibrary(inMemory);
  addSummary(library, 'a', 'The heron stood still.');
  addSummary(library, 'b', 'A bridge.');
  const written: WrittenDigest = {
    ...{ kind: 'written', language: 'en', read: 4, model: 'x', notes: [] },
    sentences: [{ text: 'A patient \0 bird.', source: [0, 4], seconds: null, confidence: 0.5 }],
  };
  library.summaries.begin('a', { ...inputFor('The stork waited.'), model: 'x' });
  assert.deepEqual([idsFor(library, 'heron'), idsFor(library, 'stork')], [[], []], 'without a digest');
  assert.equal(library.find('a')?.excerpt, 'The stork waited.');
  assert.equal(library.summaries.read('a')?.digest, null);
  library.summaries.keep('a', written, 'A patient bird.');
  assert.deepEqual(library.summaries.read('a')?.digest, written);
  for (const word of ['stork', 'PATIENT', 'bird']) assert.deepEqual(idsFor(library, word), ['a'], word);
  library.summaries.keep('a', digestOf('The stork waited.'), '');
  assert.deepEqual([idsFor(library, 'patient'), idsFor(library, 'stork')], [[], ['a']]);
  library.remove('a');
  assert.deepEqual([idsFor(library, 'stork'), idsFor(library, 'bridge')], [[], ['b']]);
  library.close();
});

test('characters that the file cannot hold are replaced one for one, so that every place stays', () => {
  const text = 'a\0b \ud800 half 😀';
  assert.equal(withoutUnstorable(text), 'a\ufffdb \ufffd half 😀');
  assert.equal(withoutUnstorable(text).length, text.length);
});

test('a summary deleted for good, and what stood in it before, is in no byte under the home folder', () =>
  withFolder((folder) => {
    const library = openLibrary(path.join(folder, 'library.db'));
    for (let at = 0; at < 50; at++) addSummary(library, `kept${at}`, `An ordinary sentence, number ${at}.`);
    addSummary(library, 'secret', `The xylocanary sang. ${'And it sang on. '.repeat(500)}`);
    library.summaries.begin('secret', inputFor('Another word.'));
    library.summaries.keep('secret', digestOf('xylocanary'), 'xylocanary');
    library.summaries.begin('secret', inputFor('Xylocanary again.'));
    library.add({ id: 'spoken', kind: 'dictation', title: '', createdAt: 2, state: 'done', recording: null });
    library.addSegment('spoken', { start: 0, end: 1, text: 'um, word', confidence: 1, words: [] });
    const cleaned = { text: 'xylocanary', removed: [[0, 4]] } as const;
    assert.equal(library.cleanSegment('spoken', 0, cleaned), true);
    assert.equal(library.cleanSegment('spoken', 9, cleaned), false);
    assert.deepEqual(library.transcriptOf('spoken').segments[0]?.cleaned, cleaned);
    for (const id of ['secret', 'spoken']) library.remove(id);
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(path.join(folder, name)).toString('latin1').toLowerCase();
      assert.ok(!bytes.includes('xylocanary'), `${name} holds the deleted word`);
    }
    assert.equal(library.list('ordinary', 100, 0).total, 50);
    library.close();
  }));

test('a library from before there were summaries takes them, and keeps what it had', () =>
  withFolder((folder) => {
    const file = path.join(folder, 'library.db');
    const before = openLibrary(file);
    before.add({ id: 'old', kind: 'file', title: '', createdAt: 1, state: 'done', recording: null });
    before.addSegment('old', { start: 0, end: 1, text: 'an old heron', confidence: 1, words: [] });
    before.close();
    const rows = new Database(file);
    rows.exec(`
      DROP TABLE summary_search; DROP TABLE summary_texts; DROP TABLE summaries; ALTER TABLE segments DROP COLUMN cleaned;
      PRAGMA user_version = 3;
    `);
    rows.close();
    const library = openLibrary(file);
    addSummary(library, 'new', 'The heron stood still.');
    assert.deepEqual(new Set(idsFor(library, 'heron')), new Set(['old', 'new']));
    assert.equal(library.cleanSegment('old', 0, { text: 'a heron', removed: [] }), true);
    library.close();
  }));
