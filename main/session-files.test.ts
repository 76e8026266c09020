import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import {
  ask,
  dictate,
  drop,
  nextEntry,
  recordings,
  second,
  textsOf,
  withHome,
  withProgram,
} from './scripted-calls.ts';

test('a word deleted for good is in no byte under the home folder', () =>
  withHome(async (scripted) => {
    await withProgram(scripted, async (program) => {
      const id = await dictate(program, 3);
      await ask(program, 'dictation.stop', { id });
      const done = nextEntry(program, 'done');
      const file = await drop(
        program,
        'xylocanary.wav',
        Buffer.concat([Buffer.alloc(44 + 64_000), Buffer.from('xylocanary')]),
      );
      await done;
      assert.ok(scripted.filesHolding('xylocanary').length > 0);
      for (const one of [id, file]) await ask(program, 'history.delete', { id: one });
      assert.deepEqual(scripted.filesHolding('xylocanary'), [], 'while the program runs');
      assert.deepEqual(recordings(scripted), []);
      await assert.rejects(ask(program, 'history.open', { id }), { code: 'job-unknown' });
    });
    assert.deepEqual(scripted.filesHolding('xylocanary'), [], 'after it has ended');
  }));

test('a dropped file is stored byte for byte, heard with progress, and named after itself', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const bytes = Uint8Array.from({ length: 44 + 5 * 32_000 }, (_, at) => (at * 7) % 251);
      const done = nextEntry(program, 'done');
      const progress = new Set<number | null>();
      program.on('state', ({ active }) => {
        for (const { progress: share } of active) progress.add(share);
      });
      const id = await drop(program, 'A walk.MP3', bytes);
      assert.deepEqual(readFileSync(path.join(scripted.home, 'recordings', `${id}.mp3`)), Buffer.from(bytes));
      assert.equal((await done).title, 'A walk.MP3');
      assert.equal((await textsOf(program, id)).length, 5);
      assert.equal((await ask(program, 'history.export', { id, format: 'srt' })).name, 'A walk.srt');
      assert.ok([...progress].every((share) => share === null || (share >= 0 && share <= 1)));
    }),
  ));

test('a file that does not arrive whole is refused and leaves nothing behind', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const short = await ask(program, 'file.begin', { name: 'a.wav', bytes: 100 });
      await ask(program, 'file.chunk', { id: short.id, bytes: new Uint8Array(99) });
      await assert.rejects(ask(program, 'file.end', { id: short.id }), { code: 'request-invalid' });
      const long = await ask(program, 'file.begin', { name: '../../a.wav', bytes: 10 });
      await assert.rejects(ask(program, 'file.chunk', { id: long.id, bytes: new Uint8Array(11) }), {
        code: 'request-invalid',
      });
      await ask(program, 'job.cancel', { id: long.id });
      await assert.rejects(ask(program, 'file.chunk', { id: long.id, bytes: new Uint8Array(1) }), {
        code: 'job-unknown',
      });
      assert.deepEqual(recordings(scripted), []);
      assert.equal((await ask(program, 'history.list', { query: '', limit: 10, offset: 0 })).total, 0);
    }),
  ));

test('cancelling gives up the words and keeps the sound, of a dictation and of a file', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const id = await dictate(program, 2);
      await ask(program, 'dictation.cancel', { id });
      const { entry } = await ask(program, 'history.open', { id });
      assert.deepEqual([entry.state, entry.hasRecording, entry.durationSeconds], ['cancelled', true, 2]);
      assert.deepEqual(await textsOf(program, id), []);
      const off = await dictate(program, 1, true);
      await ask(program, 'dictation.cancel', { id: off });
      await assert.rejects(ask(program, 'history.open', { id: off }), { code: 'job-unknown' });
      const running = nextEntry(program, 'running');
      const file = await drop(program, 'long.wav', Buffer.alloc(44 + 100 * 32_000));
      await running;
      const cancelled = nextEntry(program, 'cancelled');
      await ask(program, 'job.cancel', { id: file });
      assert.equal((await cancelled).hasRecording, true);
    }),
  ));

test('an entry can be deleted while it is spoken or heard', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const id = await dictate(program, 1);
      const running = nextEntry(program, 'running');
      const file = await drop(program, 'long.wav', Buffer.alloc(44 + 100 * 32_000));
      await running;
      for (const one of [id, file]) await ask(program, 'history.delete', { id: one });
      assert.equal((await ask(program, 'history.list', { query: '', limit: 10, offset: 0 })).total, 0);
      assert.deepEqual(recordings(scripted), []);
      await assert.rejects(ask(program, 'dictation.audio', { id, samples: second() }), {
        code: 'job-unknown',
      });
    }),
  ));

test('work that the end of the program cut short is offered again and goes on where it was', () =>
  withHome(async (scripted) => {
    let dictation = '';
    let file = '';
    await withProgram(scripted, async (program) => {
      const running = nextEntry(program, 'running');
      file = await drop(program, 'long.wav', Buffer.alloc(44 + 8 * 32_000));
      await running;
      dictation = await dictate(program, 2);
    });
    writeFileSync(path.join(scripted.home, 'recordings', 'left-over.part'), 'xylocanary');
    await withProgram(scripted, async (program) => {
      const { active } = await ask(program, 'state.get', undefined);
      assert.deepEqual(
        new Set(active.map(({ id, state }) => `${id} ${state}`)),
        new Set([`${file} interrupted`, `${dictation} interrupted`]),
      );
      assert.equal(active.find(({ id }) => id === dictation)?.durationSeconds, 2);
      for (const [id, count] of [
        [dictation, 2],
        [file, 8],
      ] as const) {
        const done = nextEntry(program, 'done');
        await ask(program, 'job.retry', { id });
        await done;
        assert.deepEqual(
          await textsOf(program, id),
          Array.from({ length: count }, (_, at) => `word${at}`),
        );
      }
      assert.ok(!recordings(scripted).includes('left-over.part'));
    });
  }));
