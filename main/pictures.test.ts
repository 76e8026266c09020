import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Entry } from '../preload/contract.ts';
import { modelsFolder } from './models.ts';
import { ask, nextEntry, recordings, show, withHome, withProgram } from './scripted-calls.ts';
import { usualCaptionModel } from './seeing-models.ts';
import type { RunningProgram } from './session.ts';

async function shown(
  program: RunningProgram,
  words: string,
  state: Entry['state'] = 'done',
): Promise<string> {
  const ended = nextEntry(program, state);
  const id = await show(program, words);
  await ended;
  return id;
}

test('a picture is described, shown, given other words, exported, found and deleted for good', () =>
  withHome(async (scripted) => {
    await withProgram(scripted, async (program) => {
      const told: string[] = [];
      program.on('described', ({ description }) => told.push(description.caption));
      const id = await shown(program, 'a picture with text');
      assert.deepEqual(told, ['A xylocanary on a branch.']);
      const { entry, description, altText } = await ask(program, 'picture.open', { id });
      assert.equal(entry.kind, 'picture');
      assert.equal(entry.title, 'bird.png');
      assert.equal(entry.excerpt, 'A xylocanary on a branch.');
      assert.equal(altText, null);
      assert.equal(description?.text, 'XYLOCANARY STREET');
      assert.deepEqual(description?.words[0]?.attention, [0.8, 0.05, 0.05, 0.05]);
      const preview = await ask(program, 'picture.preview', { id });
      assert.equal(preview.mimeType, 'image/webp');
      assert.equal(Buffer.from(preview.bytes.subarray(0, 4)).toString(), 'RIFF');
      const original = await ask(program, 'history.recording', { id, offset: 0, length: 100 });
      assert.equal(Buffer.from(original.bytes).toString(), 'a picture with text');

      await ask(program, 'picture.set-alt', { id, altText: 'My canary Quintilius' });
      const find = async (query: string): Promise<number> =>
        (await ask(program, 'history.list', { query, limit: 10, offset: 0 })).total;
      for (const query of ['quintil', 'branch', 'street', 'bird']) assert.equal(await find(query), 1, query);
      assert.equal(await find('elephant'), 0);
      const list = await ask(program, 'history.list', { query: '', limit: 10, offset: 0 });
      assert.equal(list.entries[0]?.excerpt, 'My canary Quintilius');
      const html = await ask(program, 'picture.export', { id, format: 'html' });
      assert.equal(html.name, 'bird.html');
      assert.match(html.text, /alt="My canary Quintilius"/);
      await ask(program, 'picture.set-alt', { id, altText: null });
      const text = await ask(program, 'picture.export', { id, format: 'text' });
      assert.match(text.text, /^A xylocanary on a branch\.\n/);

      await ask(program, 'history.delete', { id });
      assert.deepEqual(recordings(scripted), []);
      await assert.rejects(ask(program, 'picture.preview', { id }), { code: 'job-unknown' });
    });
    assert.deepEqual(scripted.filesHolding('xylocanary'), []);
    assert.deepEqual(scripted.filesHolding('quintilius'), []);
  }));

test('what was said of a picture is there after a restart, with its preview', () =>
  withHome(async (scripted) => {
    let id = '';
    await withProgram(scripted, async (program) => {
      id = await shown(program, 'say A dog.');
    });
    await withProgram(scripted, async (program) => {
      const { description } = await ask(program, 'picture.open', { id });
      assert.equal(description?.caption, 'A dog.');
      assert.ok((await ask(program, 'picture.preview', { id })).bytes.length > 0);
    });
  }));

test('a picture off the record is described and never written', () =>
  withHome(async (scripted) => {
    await withProgram(scripted, async (program) => {
      const ended = nextEntry(program, 'done');
      const id = await show(program, 'secret', { offTheRecord: true });
      await ended;
      const { entry, description } = await ask(program, 'picture.open', { id });
      assert.equal(entry.offTheRecord, true);
      assert.equal(description?.caption, 'A xylocanary on a branch.');
      assert.ok((await ask(program, 'picture.preview', { id })).bytes.length > 0);
      assert.deepEqual(recordings(scripted), []);
      assert.deepEqual(scripted.filesHolding('xylocanary'), []);
    });
    await withProgram(scripted, async (program) => {
      const { total } = await ask(program, 'history.list', { query: '', limit: 10, offset: 0 });
      assert.equal(total, 0);
    });
  }));

test('a damaged picture says what is wrong, and others are described as before', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const id = await shown(program, 'bad', 'failed');
      const { entry, description } = await ask(program, 'picture.open', { id });
      assert.equal(entry.error?.code, 'picture-malformed');
      assert.equal(description, null);
      await assert.rejects(ask(program, 'picture.export', { id, format: 'text' }), {
        code: 'request-invalid',
      });
      await shown(program, 'good');
    }),
  ));

test('a picture that ends two processes fails by itself', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      scripted.crash(1);
      await shown(program, 'crash');
      scripted.crash(2);
      const id = await shown(program, 'crash', 'failed');
      assert.equal((await ask(program, 'picture.open', { id })).entry.error?.code, 'engine-crashed');
    }),
  ));

test('without the captioner a picture waits for it: the error names the model, and trying again works', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const reached = nextEntry(program, 'failed');
      await ask(program, 'models.remove', { id: usualCaptionModel });
      const id = await show(program, 'bird');
      const { error } = await reached;
      assert.equal(error?.code, 'model-missing');
      assert.equal(error?.detail, usualCaptionModel);
      assert.equal((await ask(program, 'picture.open', { id })).entry.hasRecording, true);
      await assert.rejects(
        ask(program, 'watch.start', { origin: 'camera', title: '', offTheRecord: false }),
        { code: 'model-missing' },
      );
      rmSync(path.join(modelsFolder(scripted.home), usualCaptionModel), { recursive: true, force: true });
      scripted.installModels();
      const ended = nextEntry(program, 'done');
      await ask(program, 'job.retry', { id });
      await ended;
    }),
  ));

test('a picture that takes long can be stopped, tried again, and deleted in the middle', () =>
  withHome(async (scripted) => {
    await withProgram(scripted, async (program) => {
      const running = nextEntry(program, 'running');
      const id = await show(program, 'slow');
      await running;
      const cancelled = nextEntry(program, 'cancelled');
      await ask(program, 'job.cancel', { id });
      await cancelled;
      const again = nextEntry(program, 'running');
      await ask(program, 'job.retry', { id });
      await again;
      await ask(program, 'history.delete', { id });
      await new Promise((resolve) => setTimeout(resolve, 500));
      assert.deepEqual(recordings(scripted), [], 'nothing came after it was deleted');
    });
  }));

test('many pictures at once are each described, and one that is waited for less does not hold up another', () =>
  withHome((scripted) =>
    withProgram(scripted, async (program) => {
      const told = new Set<string>();
      const all = new Promise<void>((resolve) => {
        program.on('described', ({ id }) => {
          told.add(id);
          if (told.size === 12) resolve();
        });
      });
      const ids: string[] = [];
      for (let at = 0; at < 12; at++) ids.push(await show(program, `say Bird number ${at}.`));
      await all;
      for (const [at, id] of ids.entries()) {
        const { description } = await ask(program, 'picture.open', { id });
        assert.equal(description?.caption, `Bird number ${at}.`);
      }
    }),
  ));
