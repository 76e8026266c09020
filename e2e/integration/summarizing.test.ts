/** The program behind the page with its own summarizer: from speech to key points, and what a killed process costs. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { installModel } from '../../main/install.ts';
import { ask } from '../../main/scripted-calls.ts';
import { createProgram, type RunningProgram } from '../../main/session.ts';
import { usualCleanModel, usualSummaryModel } from '../../main/summary-models.ts';
import { readAudio } from '../../main/worker/input/decode-file.ts';
import type { Events } from '../../preload/contract.ts';
import { makeUserFolder } from '../user-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const workerPath = path.join(root, 'dist', 'worker.cjs');
const fixtures = path.join(root, 'e2e', 'fixtures');
const blockSamples = 1600;

/** A test with a program of its own; what summarizes comes with Parola. */
function summarizing(name: string, run: (program: RunningProgram) => Promise<void>): void {
  test(name, async () => {
    const folder = makeUserFolder();
    try {
      for (const id of [usualCleanModel, usualSummaryModel]) await installModel(id, { home: folder.path });
      const program = await createProgram({ home: folder.path, workerPath, version: 'test' });
      try {
        await run(program);
      } finally {
        await program.close();
      }
    } finally {
      folder.remove();
    }
  });
}

/** Speaks the recording into a dictation. */
async function dictate(program: RunningProgram, recording: string): Promise<string> {
  const { id } = await ask(program, 'dictation.start', { offTheRecord: false });
  for await (const block of readAudio(path.join(fixtures, 'speech', recording))) {
    for (let at = 0; at < block.length; at += blockSamples) {
      await ask(program, 'dictation.audio', { id, samples: block.slice(at, at + blockSamples) });
    }
  }
  await ask(program, 'dictation.stop', { id });
  return id;
}

/** Enough English for both processes to be at work for some seconds. */
function longText(): string {
  const lines = readFileSync(path.join(fixtures, 'translation', 'en.txt'), 'utf8')
    .trimEnd()
    .split('\n');
  return Array.from({ length: 100 }, (_, at) => `Um, ${lines[at % lines.length]}\n`).join('');
}

const asked = { id: null, model: null, offTheRecord: false } as const;

summarizing(
  'what is spoken is cleaned stretch by stretch, and its key points lead back to the second',
  async (program) => {
    await ask(program, 'settings.set', { cleanDictation: true });
    const told: Events['segment-cleaned'][] = [];
    program.on('segment-cleaned', (event) => told.push(event));
    const id = await dictate(program, 'pause.flac');
    const { segments } = (await ask(program, 'history.open', { id })).transcript;
    while (told.length < segments.length) await new Promise((resolve) => setTimeout(resolve, 20));
    const cleaned = await ask(program, 'history.open', { id });
    assert.deepEqual(
      cleaned.transcript.segments.map(({ start, cleaned }) => ({ id, start, ...cleaned })),
      told,
    );
    assert.deepEqual(
      cleaned.transcript.segments.map(({ text }) => text),
      segments.map(({ text }) => text),
      'the words that were said stay',
    );
    const { view } = await ask(program, 'summary.run', { ...asked, source: { entries: [id] } });
    assert.ok(view.digest?.kind === 'said' && view.digest.sentences.length > 1);
    for (const { original, source, seconds } of view.digest.sentences) {
      assert.equal(view.text.slice(...source), original);
      const said = segments.find(({ start, end }) => seconds !== null && start <= seconds && seconds < end);
      assert.ok(said?.text.includes(original.split(' ').slice(0, 2).join(' ')), `${seconds} s: ${original}`);
    }
    const { text } = await ask(program, 'summary.export', {
      ...{ id: view.entry.id, format: 'markdown', length: 1, clean: true },
    });
    assert.match(text, /^- \[00:\d\d\] [^\n]+\n$/);
  },
);

summarizing(
  'kill -9 of every process in the middle of a long text changes nothing about its digest',
  async (program) => {
    const source = { text: longText() };
    const whole = await ask(program, 'summary.run', { ...asked, source });
    const killed: number[] = [];
    program.on('summarizing', ({ done, total }) => {
      if (killed.length > 0 || done < total / 5) return;
      killed.push(...program.processIds());
      for (const pid of killed) process.kill(pid, 'SIGKILL');
    });
    const again = await ask(program, 'summary.run', { ...asked, source });
    assert.ok(killed.length >= 2, 'both were at work');
    assert.deepEqual(again.view.digest, whole.view.digest);
    assert.equal(again.view.entry.state, 'done');
  },
);

summarizing('a dictation in the middle of a long summary is heard as it is alone', async (program) => {
  const textsOf = async (id: string): Promise<string[]> =>
    (await ask(program, 'history.open', { id })).transcript.segments.map(({ text }) => text);
  const alone = await textsOf(await dictate(program, 'library.wav'));
  const begun = new Promise((resolve) => program.on('summarizing', resolve));
  const summary = ask(program, 'summary.run', { ...asked, source: { text: longText().repeat(2) } });
  await begun;
  assert.deepEqual(await textsOf(await dictate(program, 'library.wav')), alone);
  assert.equal((await summary).view.digest?.kind, 'said');
});
