import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import Database from 'libsql';
import type { PictureDescription } from '../preload/description.ts';
import { openLibrary } from './library.ts';

const description: PictureDescription = {
  caption: 'A heron stands in the water',
  confidence: 0.5,
  abstained: false,
  kind: 'photograph',
  text: 'No fishing \0 here',
  alternatives: [{ caption: 'A bird', score: -1 }],
  grid: [1, 2],
  words: [{ text: 'A', confidence: 1, attention: [0.25, 0.5] }],
  facts: { width: 2, height: 1, frames: 1, colours: ['blue'], brightness: 'light' },
};
const entry = { kind: 'picture', title: 'x.png', createdAt: 1, state: 'done', recording: null } as const;

function withFolder(run: (folder: string) => void): void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parola-library-'));
  try {
    run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('a library from before there were pictures takes them, and keeps what it had', () =>
  withFolder((folder) => {
    const file = path.join(folder, 'library.db');
    const before = openLibrary(file);
    before.add({ ...entry, id: 'old', kind: 'file', title: 'old.wav' });
    before.addSegment('old', { start: 0, end: 1, text: 'an old heron', confidence: 1, words: [] });
    before.close();
    const rows = new Database(file);
    rows.exec(`
      DROP TABLE summary_search; DROP TABLE summary_texts; DROP TABLE summaries; ALTER TABLE segments DROP COLUMN cleaned;
      DROP TABLE picture_search; DROP TABLE pictures; PRAGMA user_version = 2;
    `);
    rows.close();
    const library = openLibrary(file);
    library.add({ ...entry, id: 'new' });
    library.pictures.add('new');
    library.pictures.describe('new', description, 'new.preview.webp');
    assert.equal(library.list('heron', 10, 0).total, 2);
    assert.deepEqual(library.pictures.read('new'), {
      description,
      altText: null,
      preview: 'new.preview.webp',
    });
    assert.deepEqual([...library.recordings()], ['new.preview.webp']);
    library.close();
  }));

test('a picture deleted for good, and the words it had before, are in no byte under the folder', () =>
  withFolder((folder) => {
    const library = openLibrary(path.join(folder, 'library.db'));
    library.add({ ...entry, id: 'one' });
    library.pictures.add('one');
    library.pictures.describe('one', description, null);
    library.pictures.setAltText('one', 'quintilius the first');
    library.pictures.setAltText('one', 'another name');
    assert.equal(library.list('quintilius', 10, 0).total, 0);
    assert.equal(library.list('another fishing', 10, 0).total, 1);
    library.remove('one');
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(path.join(folder, name)).toString('latin1').toLowerCase();
      for (const word of ['quintilius', 'heron', 'fishing', 'another name']) {
        assert.ok(!bytes.includes(word), `${word} in ${name}`);
      }
    }
    library.close();
  }));
