import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entry, Events } from '../preload/contract.ts';
import { ask, dictate, nextEntry, recordings, textsOf, withHome, withProgram } from './scripted-calls.ts';
import type { RunningProgram } from './session.ts';

async function dropDocument(
  program: RunningProgram,
  name: string,
  text: string,
  languages: { from: string | null; to: string } = { from: 'en', to: 'pt' },
): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  const { id } = await ask(program, 'document.begin', { name, bytes: bytes.length, ...languages });
  for (let at = 0; at < bytes.length; at += 50_000) {
    await ask(program, 'file.chunk', { id, bytes: bytes.slice(at, at + 50_000) });
  }
  await ask(program, 'file.end', { id });
  return id;
}

/** When the entry has come to an end, whichever. */
function ended(program: RunningProgram): Promise<Entry> {
  return Promise.race((['done', 'failed', 'cancelled'] as const).map((state) => nextEntry(program, state)));
}

async function exported(program: RunningProgram, id: string) {
  const { name, text } = await ask(program, 'translation.export', { id, format: 'document' });
  return { name, text };
}

const slowText = (lines: number): string =>
  Array.from({ length: lines }, (_, at) => `slow line ${at} ${'x'.repeat(200)}\n`).join('');

test('a dropped document is stored first, translated with progress, and comes back under its name', () =>
  withHome(async (scripted) => {
    let id = '';
    await withProgram(scripted, async (program) => {
      const end = ended(program);
      const progress = new Set<number>();
      program.on('state', ({ active }) => {
        for (const entry of active) if (entry.progress !== null) progress.add(entry.progress);
      });
      id = await dropDocument(program, 'Notes.TXT', `the river\n\n${slowText(60)}`);
      assert.deepEqual(recordings(scripted), [`${id}.txt`]);
      const { kind, state, title } = await end;
      assert.deepEqual([kind, state, title], ['document', 'done', 'Notes.TXT']);
      assert.ok([...progress].some((share) => share > 0 && share < 1));
      assert.ok([...progress].every((share) => share >= 0 && share <= 1));
    });
    await withProgram(scripted, async (program) => {
      const text = `THE RIVER\n\n${slowText(60).toUpperCase()}`;
      assert.deepEqual(await exported(program, id), { name: 'Notes.pt.TXT', text });
      const { translation } = await ask(program, 'translation.open', { id });
      assert.match(translation.parts.map(({ target }) => target).join(''), /^THE RIVER\n/);
      assert.deepEqual([translation.from, translation.models], ['en', ['firefox-en-pt-tiny']]);
      const { entries } = await ask(program, 'history.list', { query: 'rive', limit: 10, offset: 0 });
      assert.equal(entries[0]?.id, id);
      assert.match(entries[0]?.excerpt ?? '', /^the river/);
    });
  }));

test('what is wrong with a document is told by its code, and it can be tried again', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const wrong: [string, { from: string | null; to: string }, string][] = [
        ['\0\u0001', { from: 'en', to: 'pt' }, 'text-unreadable'],
        ['words', { from: 'de', to: 'pt' }, 'model-missing'],
        ['words', { from: 'en', to: 'en' }, 'request-invalid'],
        ['12345', { from: null, to: 'pt' }, 'language-unclear'],
      ];
      for (const [text, languages, code] of wrong) {
        const failed = nextEntry(program, 'failed');
        await dropDocument(program, 'a.txt', text, languages);
        assert.equal((await failed).error?.code, code);
      }
      await assert.rejects(ask(program, 'document.begin', { name: 'a', bytes: 1e9, from: null, to: 'pt' }), {
        code: 'text-too-long',
      });
      scripted.crash(2);
      const failed = nextEntry(program, 'failed');
      const id = await dropDocument(program, 'a.txt', 'one\ncrash\ntwo\n');
      assert.equal((await failed).error?.code, 'engine-crashed');
      const done = nextEntry(program, 'done');
      await ask(program, 'job.retry', { id });
      assert.equal((await done).error, null);
      assert.equal((await exported(program, id)).text, 'ONE\nCRASH\nTWO\n');
      scripted.crash(1);
      const again = nextEntry(program, 'done');
      await ask(program, 'job.retry', { id });
      await again;
      assert.equal((await exported(program, id)).text, 'ONE\nCRASH\nTWO\n', 'one crash is not noticed');
    }),
  ));

test('a document is cancelled, deleted, or cut short by the end of the program like any other work', () =>
  withHome(async (scripted) => {
    let id = '';
    await withProgram(scripted, async (program) => {
      const running = nextEntry(program, 'running');
      const cancelled = nextEntry(program, 'cancelled');
      const first = await dropDocument(program, 'first.txt', slowText(200));
      await running;
      await ask(program, 'job.cancel', { id: first });
      assert.equal((await cancelled).id, first);
      await assert.rejects(exported(program, first), { code: 'request-invalid' });
      const runningAgain = nextEntry(program, 'running');
      const secret = await dropDocument(program, 'xylocanary.txt', `xylocanary\n${slowText(200)}`);
      await runningAgain;
      await ask(program, 'history.delete', { id: secret });
      assert.deepEqual(scripted.filesHolding('xylocanary'), []);
      const runningLast = nextEntry(program, 'running');
      id = await dropDocument(program, 'last.md', slowText(60));
      await runningLast;
    });
    await withProgram(scripted, async (program) => {
      const { active } = await ask(program, 'state.get', undefined);
      assert.deepEqual(
        active.map((entry) => [entry.id, entry.kind, entry.state]),
        [[id, 'document', 'interrupted']],
      );
      const done = nextEntry(program, 'done');
      await ask(program, 'job.retry', { id });
      await done;
      assert.equal((await exported(program, id)).name, 'last.pt.md');
    });
  }));

test('documents are translated one after another, and one that waits can be cancelled', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const ends: string[] = [];
      const end = new Promise<void>((resolve) => {
        program.on('entry', ({ entry }) => {
          if (entry?.state === 'done' || entry?.state === 'cancelled')
            ends.push(`${entry.title} ${entry.state}`);
          if (ends.length === 3) resolve();
        });
      });
      await dropDocument(program, 'first.txt', slowText(60));
      const waiting = await dropDocument(program, 'second.txt', 'two');
      await dropDocument(program, 'third.txt', 'three');
      await ask(program, 'job.cancel', { id: waiting });
      await end;
      assert.deepEqual(ends, ['second.txt cancelled', 'first.txt done', 'third.txt done']);
    }),
  ));

test('a document off the record is in no file when it is done', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      await ask(program, 'settings.set', { offTheRecord: true });
      const done = nextEntry(program, 'done');
      const id = await dropDocument(program, 'xylocanary.txt', 'xylocanary\n');
      assert.deepEqual([(await done).offTheRecord, recordings(scripted)], [true, []]);
      assert.equal((await exported(program, id)).text, 'XYLOCANARY\n');
      assert.deepEqual(scripted.filesHolding('xylocanary'), []);
    }),
  ));

test('each settled stretch of a dictation is translated once, stored, and then told', () =>
  withHome(async (scripted) => {
    let id = '';
    await withProgram(scripted, async (program) => {
      await ask(program, 'settings.set', { dictationTranslation: 'pt' });
      const told: Events['segment-translated'][] = [];
      const three = new Promise<void>((resolve) => {
        program.on('segment-translated', (event) => {
          told.push(event);
          if (told.length === 3) resolve();
        });
      });
      id = await dictate(program, 3);
      await ask(program, 'dictation.stop', { id });
      await three;
      assert.deepEqual(
        told.map(({ start, to, text }) => [start, to, text]),
        [0, 1, 2].map((start) => [start, 'pt', `WORD${start} XYLOCANARY`]),
      );
    });
    await withProgram(scripted, async (program) => {
      const { transcript } = await ask(program, 'history.open', { id });
      assert.deepEqual(
        transcript.segments.map(({ translation }) => translation),
        [0, 1, 2].map((start) => ({ to: 'pt', text: `WORD${start} XYLOCANARY` })),
      );
      await ask(program, 'history.delete', { id });
    });
    assert.deepEqual(scripted.filesHolding('xylocanary'), []);
  }));

test('a dictation goes on as ever when its translation cannot be had', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      for (const to of ['de', 'en', 'xx']) {
        await ask(program, 'settings.set', { dictationTranslation: to });
        const id = await dictate(program, 2);
        await ask(program, 'dictation.stop', { id });
        assert.deepEqual(await textsOf(program, id), ['word0', 'word1']);
        const { entry, transcript } = await ask(program, 'history.open', { id });
        assert.deepEqual([entry.state, entry.error], ['done', null]);
        assert.ok(transcript.segments.every(({ translation }) => translation === undefined));
      }
    }),
  ));
