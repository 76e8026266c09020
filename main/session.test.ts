import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { CallInput, CallName, CallResults, Entry, Events } from '../preload/contract.ts';
import { makeScriptedHome, type ScriptedHome } from './scripted-program.ts';
import { createProgram, type ProgramOptions, type RunningProgram } from './session.ts';

async function withHome(run: (scripted: ScriptedHome) => Promise<void>): Promise<void> {
  const scripted = makeScriptedHome();
  try {
    await run(scripted);
  } finally {
    scripted.remove();
  }
}

async function withProgram(
  { home, workerPath }: ScriptedHome,
  run: (program: RunningProgram) => Promise<void>,
  more: Partial<ProgramOptions> = {},
): Promise<void> {
  const limits = { backOffMilliseconds: 1, ...more.limits };
  const program = await createProgram({ home, workerPath, version: '1', ...more, limits });
  try {
    await run(program);
  } finally {
    await program.close();
  }
}

async function ask<Name extends CallName>(
  program: RunningProgram,
  name: Name,
  input: CallInput<Name>,
): Promise<CallResults[Name]> {
  const answer = await program.call(name, input);
  if (!answer.ok) throw Object.assign(new Error(answer.error.message), { code: answer.error.code });
  return answer.value;
}

/** A second of sound in which each sample is another one. */
function second(seconds = 1): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: seconds * 16_000 }, (_, at) => Math.sin(at / 30) / 3);
}

async function dictate(program: RunningProgram, seconds: number, offTheRecord = false): Promise<string> {
  const { id } = await ask(program, 'dictation.start', { offTheRecord });
  for (let at = 0; at < seconds; at++) await ask(program, 'dictation.audio', { id, samples: second() });
  return id;
}

function nextEntry(program: RunningProgram, state: Entry['state']): Promise<Entry> {
  return new Promise((resolve) => {
    program.on('entry', ({ entry }) => {
      if (entry?.state === state) resolve(entry);
    });
  });
}

async function drop(program: RunningProgram, name: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { id } = await ask(program, 'file.begin', { name, bytes: bytes.length });
  for (let at = 0; at < bytes.length; at += 50_000) {
    await ask(program, 'file.chunk', { id, bytes: bytes.subarray(at, at + 50_000) });
  }
  await ask(program, 'file.end', { id });
  return id;
}

async function textsOf(program: RunningProgram, id: string): Promise<string[]> {
  const { transcript } = await ask(program, 'history.open', { id });
  return transcript.segments.map(({ text }) => text.replace(' xylocanary', ''));
}

function recordings({ home }: ScriptedHome): string[] {
  return readdirSync(path.join(home, 'recordings'));
}

test('what is spoken is stored before it is shown, and there after a restart with its recording', () =>
  withHome(async (scripted) => {
    let id = '';
    await withProgram(scripted, async (program) => {
      const stored: Promise<number>[] = [];
      program.on('segment', (event: Events['segment']) => {
        stored.push(
          ask(program, 'history.open', { id: event.id }).then((one) => one.transcript.segments.length),
        );
      });
      id = await dictate(program, 3);
      await ask(program, 'dictation.stop', { id });
      assert.deepEqual(await Promise.all(stored), [1, 2, 3]);
    });
    await withProgram(scripted, async (program) => {
      const { entries, total } = await ask(program, 'history.list', { query: 'word2', limit: 10, offset: 0 });
      assert.equal(total, 1);
      assert.deepEqual(
        entries.map(({ state, durationSeconds, hasRecording }) => [state, durationSeconds, hasRecording]),
        [['done', 3, true]],
      );
      const { bytes, totalBytes, mimeType } = await ask(program, 'history.recording', {
        id,
        offset: 0,
        length: 100,
      });
      assert.deepEqual([bytes.length, totalBytes, mimeType], [100, 44 + 96_000, 'audio/wav']);
      const rest = await ask(program, 'history.recording', { id, offset: 96_000, length: 4_000_000 });
      assert.equal(rest.bytes.length, 44);
      const saved = await ask(program, 'history.export', { id, format: 'text' });
      assert.match(saved.name, /^dictation .*\.txt$/);
      assert.match(saved.text, /^word0 xylocanary\nword1/);
    });
    for (const name of recordings(scripted)) {
      assert.equal(statSync(path.join(scripted.home, 'recordings', name)).mode & 0o777, 0o600);
    }
    assert.equal(statSync(path.join(scripted.home, 'recordings')).mode & 0o777, 0o700);
  }));

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

test('off the record leaves nothing under the home folder and nothing after the program', () =>
  withHome(async (scripted) => {
    await withProgram(scripted, async (program) => {
      const id = await dictate(program, 2, true);
      assert.deepEqual(recordings(scripted), []);
      await ask(program, 'dictation.stop', { id });
      assert.deepEqual(await textsOf(program, id), ['word0', 'word1']);
      await ask(program, 'settings.set', { offTheRecord: true });
      const done = nextEntry(program, 'done');
      const file = await drop(program, 'secret.wav', Buffer.alloc(44 + 32_000));
      assert.equal((await done).offTheRecord, true);
      assert.deepEqual(await textsOf(program, file), ['word0']);
      const { entries } = await ask(program, 'history.list', { query: 'word0', limit: 10, offset: 0 });
      assert.deepEqual(
        entries.map((entry) => [entry.offTheRecord, entry.hasRecording]),
        [
          [true, false],
          [true, false],
        ],
      );
      await assert.rejects(ask(program, 'job.retry', { id: file }), { code: 'file-not-found' });
      assert.deepEqual(scripted.filesHolding('xylocanary'), []);
      assert.deepEqual(recordings(scripted), []);
    });
    assert.deepEqual(scripted.filesHolding('xylocanary'), []);
    await withProgram(scripted, async (program) => {
      assert.equal((await ask(program, 'history.list', { query: '', limit: 10, offset: 0 })).total, 0);
    });
  }));

test('recognition that dies in mid-sentence loses no sound and no word', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const id = await dictate(program, 2);
      scripted.crash(1);
      for (let at = 0; at < 3; at++) await ask(program, 'dictation.audio', { id, samples: second() });
      await ask(program, 'dictation.stop', { id });
      assert.deepEqual(await textsOf(program, id), ['word0', 'word1', 'word2', 'word3', 'word4']);
      assert.equal((await ask(program, 'history.open', { id })).entry.durationSeconds, 5);
    }),
  ));

test('when recognition fails for good the recording goes on, and its words can be had later', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      scripted.crash(2);
      const id = await dictate(program, 4);
      await assert.rejects(ask(program, 'dictation.stop', { id }), { code: 'engine-crashed' });
      const { entry } = await ask(program, 'history.open', { id });
      assert.deepEqual(
        [entry.state, entry.error?.code, entry.durationSeconds],
        ['failed', 'engine-crashed', 4],
      );
      const done = nextEntry(program, 'done');
      await ask(program, 'job.retry', { id });
      assert.equal((await done).error, null);
      assert.deepEqual(await textsOf(program, id), ['word0', 'word1', 'word2', 'word3']);
    }),
  ));

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

test('a dictation without a sound leaves no entry', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      for (const offTheRecord of [false, true]) {
        const id = await dictate(program, 0, offTheRecord);
        await ask(program, 'dictation.stop', { id });
      }
      assert.equal((await ask(program, 'history.list', { query: '', limit: 10, offset: 0 })).total, 0);
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

test('a dictation whose page is gone ends by itself and is kept', () =>
  withHome((scripted) =>
    withProgram(
      scripted,
      async (program) => {
        const done = nextEntry(program, 'done');
        const id = await dictate(program, 1);
        assert.equal((await done).id, id);
        assert.deepEqual(await textsOf(program, id), ['word0']);
      },
      { abandonedSeconds: 0.3 },
    ),
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

test('without a model the program says which one is missing and records nothing', () =>
  withHome(async (scripted) => {
    rmSync(path.join(scripted.home, 'models', 'silero-vad'), { recursive: true });
    await withProgram(scripted, async (program) => {
      const { engine, models, hears } = await ask(program, 'state.get', undefined);
      assert.deepEqual(engine, { kind: 'model-missing', model: 'silero-vad' });
      assert.equal(models.find(({ id }) => id === 'silero-vad')?.state.kind, 'absent');
      assert.deepEqual(hears, ['English']);
      await assert.rejects(ask(program, 'dictation.start', { offTheRecord: false }), {
        code: 'model-missing',
      });
      assert.deepEqual(recordings(scripted), []);
    });
  }));

test('a call that does not exist or does not fit is refused before anything happens', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const refused: [string, unknown][] = [
        ['constructor', undefined],
        ['no.such', {}],
        ['history.open', { id: '../library' }],
        ['history.list', { query: 'a', limit: 1e9, offset: 0 }],
        ['dictation.audio', { id: 'a', samples: new Float32Array(16_001) }],
        ['dictation.audio', { id: 'a', samples: [1, 2] }],
        ['settings.set', { theme: 'pink' }],
        ['settings.set', { unknown: true }],
      ];
      for (const [name, input] of refused) {
        const answer = await program.call(name as CallName, input as never);
        assert.equal(answer.ok ? 'taken' : answer.error.code, 'request-invalid', name);
      }
      await assert.rejects(ask(program, 'dictation.stop', { id: 'absent' }), { code: 'job-unknown' });
      const id = await dictate(program, 1);
      await assert.rejects(ask(program, 'dictation.start', { offTheRecord: false }), { code: 'queue-full' });
      await ask(program, 'dictation.stop', { id });
      assert.equal(recordings(scripted).length, 1, 'the refused dictation left no file');
    }),
  ));

test('settings stay as they were chosen', () =>
  withHome(async (scripted) => {
    await withProgram(scripted, async (program) => {
      await ask(program, 'settings.set', { theme: 'dark', microphoneLabel: 'Headset' });
      await ask(program, 'settings.set', { sounds: false });
      await assert.rejects(ask(program, 'settings.set', { speechModel: 'absent' }), {
        code: 'model-unknown',
      });
      await assert.rejects(ask(program, 'settings.set', { speechModel: 'silero-vad' }), {
        code: 'model-wrong-task',
      });
    });
    await withProgram(scripted, async (program) => {
      assert.deepEqual((await ask(program, 'state.get', undefined)).settings, {
        microphoneLabel: 'Headset',
        offTheRecord: false,
        sounds: false,
        letterKeys: true,
        theme: 'dark',
        speechModel: 'moonshine-tiny',
      });
    });
  }));
