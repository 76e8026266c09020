import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import Database from 'libsql';
import type { SentenceTranslation } from '../preload/translation.ts';
import { type Library, openLibrary } from './library.ts';
import { inMemory } from './library-schema.ts';
import type { TextLine } from './library-translations.ts';

function withFolder(run: (folder: string) => void): void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parola-library-'));
  try {
    run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const facts = { from: 'en', to: 'pt', detected: false, models: ['en-pt'], madeWith: 'x' };

function part(source: string, target: string): SentenceTranslation {
  return {
    source,
    target,
    score: -0.25,
    sourceTokens: source.split(' '),
    tokens: target.split(' ').map((text) => ({ text, logProbability: -0.5 })),
    alternatives: [{ target: `${target}?`, score: -1 }],
    alignment: [[0, 0, 0.75]],
  };
}

function line(text: string): TextLine {
  return { text, parts: [part(text.trimEnd(), text.trimEnd().toUpperCase()), part('\n', '\n')] };
}

function addTranslation(library: Library, id: string, lines: readonly TextLine[]): void {
  library.add({ id, kind: 'translation', title: '', createdAt: 1, state: 'done', recording: null });
  library.translations.describe(id, facts);
  library.translations.writeLines(id, 0, 0, lines);
}

function textsOf(library: Library, id: string): string[] {
  return (library.translations.read(id)?.lines ?? []).map(({ text }) => text);
}

function idsFor(library: Library, query: string): string[] {
  return library.list(query, 10, 0).entries.map(({ id }) => id);
}

test('a translation is there again as it was, what is still to be translated with it', () =>
  withFolder((folder) => {
    const file = path.join(folder, 'library.db');
    const lines = [line('one two\n'), { text: 'three\n', parts: null }, line('four\n')];
    const first = openLibrary(file);
    addTranslation(first, 'a', lines);
    first.translations.keepDocument('a', 'ONE TWO');
    first.close();
    const second = openLibrary(file);
    assert.deepEqual(second.translations.read('a'), { ...facts, document: 'ONE TWO', lines });
    assert.equal(second.find('a')?.excerpt, 'one two\nthree\nfour\n');
    assert.equal(second.translations.read('b'), null);
    second.close();
  }));

test('characters that the file cannot hold come back all the same', () => {
  const library = openLibrary(inMemory);
  const texts = ['a\0b\n', '\ud800 half\n', '\0'];
  const lines = texts.flatMap((text) => [
    { text, parts: null },
    { text, parts: [part(text, `→${text}`)] },
  ]);
  addTranslation(library, 'a', lines);
  assert.deepEqual(library.translations.read('a')?.lines, lines);
  assert.deepEqual(idsFor(library, 'half'), ['a']);
  library.close();
});

test('lines are replaced, put in and taken out, and those behind them move', () => {
  const library = openLibrary(inMemory);
  addTranslation(library, 'a', ['1\n', '2\n', '3\n', '4\n'].map(line));
  addTranslation(library, 'b', ['1\n', '2\n'].map(line));
  library.translations.writeLines('a', 1, 1, ['x\n', 'y\n', 'z\n'].map(line));
  assert.deepEqual(textsOf(library, 'a'), ['1\n', 'x\n', 'y\n', 'z\n', '3\n', '4\n']);
  library.translations.writeLines('a', 2, 3, []);
  assert.deepEqual(textsOf(library, 'a'), ['1\n', 'x\n', '4\n']);
  library.translations.writeLines('a', 3, 0, [line('end\n')]);
  assert.deepEqual(textsOf(library, 'a'), ['1\n', 'x\n', '4\n', 'end\n']);
  assert.deepEqual(textsOf(library, 'b'), ['1\n', '2\n']);
  assert.deepEqual([idsFor(library, 'x'), idsFor(library, 'y'), idsFor(library, '2')], [['a'], [], ['b']]);
  library.close();
});

test('what was translated is found by the words of both languages', () => {
  const library = openLibrary(inMemory);
  addTranslation(library, 'a', [{ text: 'the river', parts: [part('the river', 'o rio é fundo')] }]);
  library.add({ id: 'b', kind: 'dictation', title: '', createdAt: 2, state: 'done', recording: null });
  library.addSegment('b', { start: 0.5, end: 1, text: 'a bridge', confidence: 1, words: [] });
  assert.equal(library.translateSegment('b', 0.5, { to: 'pt', text: 'uma ponte' }), true);
  assert.equal(library.translateSegment('b', 9, { to: 'pt', text: 'nada' }), false);
  assert.deepEqual(
    [idsFor(library, 'riv'), idsFor(library, 'FUNDO'), idsFor(library, 'e')],
    [['a'], ['a'], ['a']],
  );
  assert.deepEqual(
    [idsFor(library, 'pont'), idsFor(library, 'bridge'), idsFor(library, 'nada')],
    [['b'], ['b'], []],
  );
  assert.deepEqual(library.transcriptOf('b').segments[0]?.translation, { to: 'pt', text: 'uma ponte' });
  library.clearSegments('b');
  assert.deepEqual(idsFor(library, 'pont'), []);
  library.close();
});

test('a translation deleted for good, and what stood in it before, is in no byte under the home folder', () =>
  withFolder((folder) => {
    const library = openLibrary(path.join(folder, 'library.db'));
    addTranslation(
      library,
      'kept',
      Array.from({ length: 50 }, (_, at) => line(`ordinary ${at}\n`)),
    );
    addTranslation(library, 'secret', ['xylocanary one\n', 'xylocanary two\n'].map(line));
    library.translations.describe('secret', { ...facts, madeWith: 'xylocanary' });
    library.translations.keepDocument('secret', 'xylocanary');
    library.translations.writeLines('secret', 0, 1, [line('another word\n')]);
    library.add({ id: 'spoken', kind: 'dictation', title: '', createdAt: 2, state: 'done', recording: null });
    library.addSegment('spoken', { start: 0, end: 1, text: 'word', confidence: 1, words: [] });
    library.translateSegment('spoken', 0, { to: 'pt', text: 'xylocanary' });
    for (const id of ['secret', 'spoken']) library.remove(id);
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(path.join(folder, name)).toString('latin1').toLowerCase();
      assert.ok(!bytes.includes('xylocanary'), `${name} holds the deleted word`);
    }
    assert.deepEqual([idsFor(library, 'xylocanary'), idsFor(library, 'ordinary')], [[], ['kept']]);
    library.close();
  }));

test('whatever stood in a text while it was typed is gone with it, and the others are found as before', () =>
  withFolder((folder) => {
    const file = path.join(folder, 'library.db');
    let library = openLibrary(file);
    for (const id of ['kept', 'secret']) addTranslation(library, id, []);
    const length = { kept: 0, secret: 0 };
    for (let step = 0; step < 400; step++) {
      const id = step % 3 === 0 ? 'kept' : 'secret';
      const word = id === 'kept' ? 'ordinary' : 'xylocanary';
      const at = (step * 7) % (length[id] + 1);
      const removed = Math.min(length[id] - at, step % 4);
      const lines = Array.from({ length: step % 6 }, (_, more) => line(`${word}${step} ${word} ${more}\n`));
      library.translations.writeLines(id, at, removed, lines);
      length[id] += lines.length - removed;
      if (step % 150 !== 149) continue;
      library.close();
      library = openLibrary(file);
    }
    library.remove('secret');
    const bytes = readFileSync(file).toString('latin1').toLowerCase();
    assert.ok(!bytes.includes('xylocanary') && !bytes.includes('ocanary'));
    assert.deepEqual([idsFor(library, 'xylo'), idsFor(library, 'ordinary')], [[], ['kept']]);
    library.close();
  }));

/** As the first version made it. */
const firstVersion = `
  CREATE TABLE entries (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, title TEXT NOT NULL, created_at INTEGER NOT NULL,
    state TEXT NOT NULL, duration REAL NOT NULL DEFAULT 0, language TEXT NOT NULL DEFAULT '',
    recording TEXT, error TEXT
  );
  CREATE INDEX entries_by_age ON entries (created_at DESC);
  CREATE INDEX entries_by_state ON entries (state);
  CREATE TABLE segments (
    id INTEGER PRIMARY KEY, entry TEXT NOT NULL REFERENCES entries (id) ON DELETE CASCADE,
    start REAL NOT NULL, end REAL NOT NULL, text TEXT NOT NULL, confidence REAL NOT NULL, words TEXT NOT NULL
  );
  CREATE INDEX segments_by_entry ON segments (entry, start);
  CREATE VIRTUAL TABLE search USING fts5(
    text, content = 'segments', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
  );
  INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
  CREATE TRIGGER segments_indexed AFTER INSERT ON segments BEGIN
    INSERT INTO search (rowid, text) VALUES (new.id, new.text);
  END;
  CREATE TRIGGER segments_forgotten AFTER DELETE ON segments BEGIN
    INSERT INTO search (search, rowid, text) VALUES ('delete', old.id, old.text);
  END;
  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
  PRAGMA user_version = 1;
  INSERT INTO entries (id, kind, title, created_at, state, duration, language)
    VALUES ('old', 'dictation', '', 1, 'done', 2.5, 'en');
  INSERT INTO segments (entry, start, end, text, confidence, words)
    VALUES ('old', 0, 1, 'Good xylocanary.', 0.5, '[]'), ('old', 1, 2, 'It rains.', 0.5, '[]');
  INSERT INTO settings VALUES ('settings', '{"theme":"dark"}');
`;

test('a library of the first version is brought to this one with all that is in it', () =>
  withFolder((folder) => {
    const file = path.join(folder, 'library.db');
    const old = new Database(file);
    old.exec(firstVersion);
    old.close();
    for (let opening = 0; opening < 2; opening++) {
      const library = openLibrary(file);
      assert.deepEqual(
        library.transcriptOf('old').segments.map(({ text }) => text),
        ['Good xylocanary.', 'It rains.'],
      );
      assert.deepEqual(
        [idsFor(library, 'rain'), library.readSetting('settings')],
        [['old'], { theme: 'dark' }],
      );
      library.close();
    }
    const library = openLibrary(file);
    assert.equal(library.translateSegment('old', 1, { to: 'pt', text: 'Chove.' }), true);
    assert.deepEqual(idsFor(library, 'chove'), ['old']);
    library.remove('old');
    library.close();
    assert.ok(!readFileSync(file).toString('latin1').includes('xylocanary'));
    const newer = new Database(file);
    newer.exec('PRAGMA user_version = 99');
    newer.close();
    assert.throws(() => openLibrary(file), { code: 'data-malformed', message: /newer Parola/ });
  }));
