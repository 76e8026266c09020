import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ask, nextEntry } from '../../main/scripted-calls.ts';
import { createProgram, type RunningProgram } from '../../main/session.ts';
import { makeUserFolder } from '../user-folder.ts';
import { givePicture } from './give-picture.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const workerPath = path.join(root, 'dist', 'worker.cjs');
const fixtures = path.join(root, 'e2e', 'fixtures');
const photograph = path.join(fixtures, 'photographs', 'astronaut.jpg');
const page = path.join(fixtures, 'reading', 'page.png');
const describeAndDie = fileURLToPath(new URL('describe-and-die.ts', import.meta.url));

async function withHome(run: (home: string) => Promise<void>): Promise<void> {
  const folder = makeUserFolder();
  try {
    await run(folder.path);
  } finally {
    folder.remove();
  }
}

async function withProgram(home: string, run: (program: RunningProgram) => Promise<void>): Promise<void> {
  const program = await createProgram({ home, workerPath, version: 'test' });
  try {
    await run(program);
  } finally {
    await program.close();
  }
}

test('a photograph is described, shown, given other words, exported, found and deleted', () =>
  withHome((home) =>
    withProgram(home, async (program) => {
      const done = nextEntry(program, 'done');
      const id = await givePicture(program, photograph);
      await done;
      const { description } = await ask(program, 'picture.open', { id });
      assert.ok(description !== null && !description.abstained);
      assert.equal(description.kind, 'photograph');
      assert.ok(description.words.length >= 3, description.caption);
      const [rows, columns] = description.grid;
      assert.ok(description.words.every(({ attention }) => attention.length === rows * columns));
      assert.ok(description.alternatives.length > 0);
      const { bytes } = await ask(program, 'picture.preview', { id });
      assert.equal(Buffer.from(bytes.subarray(8, 12)).toString(), 'WEBP');
      const original = await ask(program, 'history.recording', { id, offset: 0, length: 2 ** 22 });
      assert.equal(original.mimeType, 'image/jpeg');
      assert.deepEqual(Buffer.from(original.bytes), readFileSync(photograph));

      await ask(program, 'picture.set-alt', { id, altText: 'The pilot, smiling' });
      const { text } = await ask(program, 'picture.export', { id, format: 'html' });
      assert.match(text, /^<img src="astronaut\.jpg" .*alt="The pilot, smiling">\n$/);
      const find = { query: 'pilot', limit: 10, offset: 0 };
      assert.equal((await ask(program, 'history.list', find)).total, 1);
      await ask(program, 'history.delete', { id });
      assert.equal((await ask(program, 'history.list', find)).total, 0);
      assert.deepEqual(readdirSync(path.join(home, 'recordings')), []);
    }),
  ));

test('a page gets its text instead of a sentence about it', () =>
  withHome((home) =>
    withProgram(home, async (program) => {
      const done = nextEntry(program, 'done');
      const id = await givePicture(program, page);
      await done;
      const { description } = await ask(program, 'picture.open', { id });
      assert.equal(description?.abstained, true);
      const firstWord = /\p{L}{4,}/u.exec(readFileSync(page.replace('.png', '.txt'), 'utf8'))?.[0] ?? '';
      assert.ok(description?.text.includes(firstWord), description?.text);
    }),
  ));

test('kill -9 of the process that looks: the picture is described by a new one', () =>
  withHome((home) =>
    withProgram(home, async (program) => {
      const running = nextEntry(program, 'running');
      const done = nextEntry(program, 'done');
      const before = program.processIds();
      const id = await givePicture(program, photograph);
      await running;
      // It shows as running before it is sent to the process.
      await new Promise((resolve) => setTimeout(resolve, 50));
      const killed = program.processIds().find((pid) => !before.includes(pid)) ?? 0;
      process.kill(killed, 'SIGKILL');
      await done;
      assert.ok(!program.processIds().includes(killed));
      assert.equal((await ask(program, 'picture.open', { id })).description?.kind, 'photograph');
    }),
  ));

test('kill -9 of the program: the picture is there, offered again, and described when asked for', () =>
  withHome(async (home) => {
    const child = spawn(process.execPath, ['--import', 'tsx', describeAndDie, home, workerPath, photograph], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let id = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      id += text;
    });
    const signal = await new Promise((resolve) => child.once('exit', (_, by) => resolve(by)));
    assert.equal(signal, 'SIGKILL');
    await withProgram(home, async (program) => {
      const { active } = await ask(program, 'state.get', undefined);
      assert.deepEqual(
        active.map((entry) => [entry.id, entry.kind, entry.state]),
        [[id, 'picture', 'interrupted']],
      );
      const done = nextEntry(program, 'done');
      await ask(program, 'job.retry', { id });
      await done;
      assert.equal((await ask(program, 'picture.open', { id })).description?.kind, 'photograph');
    });
  }));

test('frames of a camera become sentences with times, and subtitles', () =>
  withHome((home) =>
    withProgram(home, async (program) => {
      const { id } = await ask(program, 'watch.start', { origin: 'camera', title: '', offTheRecord: false });
      const frame = (name: string, seconds: number) =>
        ask(program, 'watch.frame', {
          id,
          seconds,
          bytes: new Uint8Array(readFileSync(path.join(fixtures, 'photographs', name))),
        });
      const first = await frame('coffee.jpg', 0);
      assert.equal(first.segment?.text, first.description.caption);
      assert.equal(first.description.text, '', 'a frame is not read: it is to be quick');
      assert.equal((await frame('coffee.jpg', 2)).segment, null, 'the same again is nothing new');
      const other = await frame('photographer.jpg', 4);
      assert.notEqual(other.segment, null);
      await ask(program, 'watch.stop', { id, seconds: 6 });
      const { transcript } = await ask(program, 'history.open', { id });
      assert.deepEqual(
        transcript.segments.map(({ start, end }) => [start, end]),
        [
          [0, 4],
          [4, 6],
        ],
      );
      const { text } = await ask(program, 'history.export', { id, format: 'srt' });
      assert.match(text, /00:00:04,000 --> 00:00:0\d/);
    }),
  ));
