import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { Segment } from '../preload/transcript.ts';
import { type Library, type NewEntry, openLibrary } from './library.ts';
import { inMemory } from './library-schema.ts';

function withHome(run: (folder: string) => void): void {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'parola-library-'));
  try {
    run(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function addHeard(
  library: Library,
  id: string,
  texts: readonly string[],
  more: Partial<NewEntry> = {},
): void {
  library.add({ id, kind: 'dictation', title: '', createdAt: 1, state: 'done', recording: null, ...more });
  for (const [index, text] of texts.entries()) library.addSegment(id, heard(text, index));
}

function heard(text: string, start: number): Segment {
  const words = text.split(' ').map((word) => ({ text: word, start, end: start + 1, confidence: 0.5 }));
  return { start, end: start + 1, text, confidence: 0.5, words };
}

function idsFor(library: Library, query: string): string[] {
  return library.list(query, 10, 0).entries.map((entry) => entry.id);
}

test('what was heard is there again after the program ends', () =>
  withHome((folder) => {
    const file = path.join(folder, 'library.db');
    const first = openLibrary(file);
    addHeard(first, 'a', ['Good morning.', 'It rains.'], {
      title: 'walk.wav',
      kind: 'file',
      recording: 'a.wav',
    });
    first.change('a', { durationSeconds: 2.5, language: 'en' });
    first.writeSetting('theme', 'dark');
    first.close();
    const second = openLibrary(file);
    assert.deepEqual(second.transcriptOf('a'), {
      language: 'en',
      duration: 2.5,
      segments: [heard('Good morning.', 0), heard('It rains.', 1)],
    });
    const entry = second.find('a');
    assert.equal(entry?.excerpt, 'Good morning. It rains.');
    assert.equal(entry?.hasRecording, true);
    assert.equal(second.recordingOf('a'), 'a.wav');
    assert.equal(second.readSetting('theme'), 'dark');
    second.close();
  }));

test('a deleted word is in no byte under the home folder, and its neighbours are still found', () =>
  withHome((folder) => {
    const library = openLibrary(path.join(folder, 'library.db'));
    for (let entry = 0; entry < 30; entry++) {
      addHeard(library, `kept${entry}`, [`ordinary speech number ${entry}`, 'with more words behind it']);
    }
    const texts = Array.from({ length: 40 }, (_, at) => `Xylocanary${at} sang the xylocanary song`);
    addHeard(library, 'secret', texts, { title: 'xylocanary.wav' });
    library.change('secret', { error: { code: 'unknown', message: 'xylocanary', detail: 'xylocanary' } });
    library.clearSegments('kept3');
    assert.deepEqual(idsFor(library, 'xylocanary'), ['secret']);
    library.remove('secret');
    assertNowhere(folder, 'xylocanary');
    assert.deepEqual(idsFor(library, 'xylocanary'), []);
    assert.equal(library.list('ordinary', 200, 0).total, 29);
    library.close();
    assertNowhere(folder, 'xylocanary');
  }));

function assertNowhere(folder: string, canary: string): void {
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(path.join(folder, name)).toString('latin1').toLowerCase();
    assert.ok(!bytes.includes(canary), `${name} holds the deleted word`);
  }
}

test('the history is found by the beginnings of words, in any order, with or without accents', () => {
  const library = openLibrary(inMemory);
  addHeard(library, 'a', ['The café was closed', 'so we walked to the river'], { createdAt: 1 });
  addHeard(library, 'b', ['The river was frozen'], { createdAt: 2 });
  addHeard(library, 'c', [], { createdAt: 3, title: 'river-notes.mp3', kind: 'file' });
  assert.deepEqual(idsFor(library, 'riv'), ['c', 'b', 'a']);
  assert.deepEqual(idsFor(library, 'walk CAFE'), ['a']);
  assert.deepEqual(idsFor(library, 'iver was'), []);
  for (const query of ['"', '") OR 1=1 --', '*', 'a" NOT b', '%', "'; DROP TABLE entries; --"]) {
    assert.doesNotThrow(() => library.list(query, 10, 0), query);
  }
  assert.deepEqual(idsFor(library, '***'), []);
  assert.deepEqual(library.list('', 1, 1).entries[0]?.id, 'b');
  assert.equal(library.list('', 1, 1).total, 3);
  library.close();
});

test('what a crash left running is offered as interrupted, what was done stays done', () =>
  withHome((folder) => {
    const file = path.join(folder, 'library.db');
    const first = openLibrary(file);
    for (const state of ['recording', 'waiting', 'running', 'done', 'cancelled'] as const) {
      addHeard(first, state, [], { state });
    }
    first.close();
    const second = openLibrary(file);
    second.markInterrupted();
    assert.deepEqual(
      second
        .inState('interrupted')
        .map((entry) => entry.id)
        .sort(),
      ['recording', 'running', 'waiting'],
    );
    assert.equal(second.find('done')?.state, 'done');
    second.close();
  }));

test('only the owner can read the library, and a second program is told who has it', () =>
  withHome((folder) => {
    const home = path.join(folder, 'home');
    const library = openLibrary(path.join(home, 'library.db'));
    addHeard(library, 'a', ['hello']);
    assert.equal(statSync(home).mode & 0o777, 0o700);
    for (const name of readdirSync(home))
      assert.equal(statSync(path.join(home, name)).mode & 0o777, 0o600, name);
    assert.throws(() => openLibrary(path.join(home, 'library.db')), { code: 'already-running' });
    library.close();
    openLibrary(path.join(home, 'library.db')).close();
  }));

test('a damaged library is said to be one, and is not overwritten', () =>
  withHome((folder) => {
    const file = path.join(folder, 'library.db');
    writeFileSync(file, 'this is no library'.repeat(1000));
    for (let attempt = 0; attempt < 2; attempt++) {
      assert.throws(() => openLibrary(file), { code: 'data-malformed', message: /move it away/ });
    }
    assert.match(readFileSync(file, 'utf8'), /^this is no library/);
  }));
