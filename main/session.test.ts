import assert from 'node:assert/strict';
import { rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { CallName, Events } from '../preload/contract.ts';
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

test('the page is told of the models only when they changed', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const next = () => new Promise<Events['state']>((resolve) => program.on('state', resolve));
      await ask(program, 'settings.set', { theme: 'dark' });
      await next();
      await ask(program, 'settings.set', { theme: 'light' });
      const quiet = await next();
      assert.deepEqual([quiet.settings.theme, quiet.models], ['light', undefined]);
      const removed = next();
      await ask(program, 'models.remove', { id: 'firefox-en-pt-tiny' });
      const { models = [] } = await removed;
      assert.equal(models.find(({ id }) => id === 'firefox-en-pt-tiny')?.state.kind, 'absent');
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
      await assert.rejects(ask(program, 'settings.set', { captionModel: 'silero-vad' }), {
        code: 'model-wrong-task',
      });
      await assert.rejects(ask(program, 'settings.set', { summaryModel: 'silero-vad' }), {
        code: 'model-wrong-task',
      });
    });
    await withProgram(scripted, async (program) => {
      assert.deepEqual((await ask(program, 'state.get', undefined)).settings, {
        microphoneLabel: 'Headset',
        cameraLabel: null,
        offTheRecord: false,
        sounds: false,
        letterKeys: true,
        theme: 'dark',
        speechModel: 'moonshine-tiny',
        translateFrom: null,
        translateTo: 'pt',
        dictationTranslation: null,
        exactTranslation: false,
        captionModel: 'parola-captioner',
        cleanDictation: false,
        summaryModel: null,
        sceneVoice: 'screen-reader',
        provider: 'auto',
      });
    });
  }));
