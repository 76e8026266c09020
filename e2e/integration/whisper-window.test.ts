// An imported Whisper as the speech model of the window's program: chosen in the settings, heard from a file and live.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { readSamples } from '../../main/evaluate/clips.ts';
import { ask, drop } from '../../main/scripted-calls.ts';
import { createProgram, type RunningProgram } from '../../main/session.ts';
import type { Entry } from '../../preload/contract.ts';
import type { Segment } from '../../preload/transcript.ts';
import { fixtures, parola, speech } from '../command-line.ts';
import { makeUserFolder } from '../user-folder.ts';

const workerPath = fileURLToPath(new URL('../../dist/worker.cjs', import.meta.url));
const home = makeUserFolder();
let program: RunningProgram;

before(async () => {
  const whisper = path.join(fixtures, 'huggingface', 'whisper');
  const { code, stderr } = await parola(['models', 'import', whisper, '--id', 'my-whisper'], {
    PAROLA_HOME: home.path,
  });
  assert.equal(code, 0, stderr);
  program = await createProgram({ home: home.path, workerPath, version: 'test' });
});
after(async () => {
  await program.close();
  home.remove();
});

test('it is among the speech models, and its languages among those that Parola hears', async () => {
  const { models, hears } = await ask(program, 'state.get', undefined);
  const own = models.find(({ id }) => id === 'my-whisper');
  assert.deepEqual([own?.task, own?.runnable, own?.state.kind], ['transcribe', true, 'installed']);
  assert.ok(hears.includes('English') && hears.includes('Portuguese') && hears.includes('Japanese'));
  assert.ok(hears.length >= 99);
});

test('chosen in the settings it hears what is dropped, in the language that it finds out', async () => {
  await ask(program, 'settings.set', { speechModel: 'my-whisper' });
  const { settings } = await ask(program, 'state.get', undefined);
  assert.equal(settings.speechModel, 'my-whisper');
  const done = nextEntry('done');
  await drop(program, 'boat.flac', readFileSync(path.join(speech, 'boat.flac')));
  const { transcript } = await ask(program, 'history.open', { id: (await done).id });
  assert.equal(transcript.segments.map(({ text }) => text).join(' '), 'Atravessámos o rio de barco.');
  assert.equal(transcript.language, 'pt');
});

test('it hears a dictation, whose words are kept', async () => {
  const samples = await readSamples(path.join(speech, 'umbrella.flac'));
  const segments: Segment[] = [];
  program.on('segment', ({ segment }) => segments.push(segment));
  const { id } = await ask(program, 'dictation.start', { offTheRecord: false });
  for (let at = 0; at < samples.length; at += 1600) {
    await ask(program, 'dictation.audio', { id, samples: samples.slice(at, at + 1600) });
  }
  await ask(program, 'dictation.stop', { id });
  const { transcript } = await ask(program, 'history.open', { id });
  assert.ok(transcript.segments.length > 0);
  assert.deepEqual(
    transcript.segments.map(({ text }) => text),
    segments.map(({ text }) => text),
  );
  assert.match(transcript.segments[0]?.text ?? '', /umbrella/);
});

function nextEntry(state: Entry['state']): Promise<Entry> {
  return new Promise((resolve, reject) => {
    program.on('entry', ({ entry }) => {
      if (entry?.state === state) resolve(entry);
      if (entry?.state === 'failed') reject(new Error(entry.error?.message));
    });
  });
}
