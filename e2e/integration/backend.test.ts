import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ask } from '../../main/scripted-calls.ts';
import { isAlive } from '../../main/scripted-worker.ts';
import { createProgram, type RunningProgram } from '../../main/session.ts';
import { readAudio } from '../../main/worker/input/decode-file.ts';
import type { Entry } from '../../preload/contract.ts';
import { makeUserFolder } from '../user-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const workerPath = path.join(root, 'dist', 'worker.cjs');
const speech = path.join(root, 'e2e', 'fixtures', 'speech');
/** Two sentences with a pause between them. */
const pause = path.join(speech, 'pause.flac');
const pauseWords =
  'the kitchen was warm and smelled of fresh bread we crossed the river by boat and walked home through the forest';
const blockSamples = 1600;
const dictateAndDie = fileURLToPath(new URL('dictate-and-die.ts', import.meta.url));

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

async function samplesOf(file: string): Promise<Float32Array<ArrayBuffer>> {
  const blocks: Float32Array[] = [];
  for await (const block of readAudio(file)) blocks.push(block);
  const samples = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    samples.set(block, at);
    at += block.length;
  }
  return samples;
}

async function wordsOf(program: RunningProgram, id: string): Promise<string> {
  const { transcript } = await ask(program, 'history.open', { id });
  return plainWords(transcript.segments.map(({ text }) => text).join(' '));
}

function plainWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z ]/g, '')
    .replace(/ +/g, ' ')
    .trim();
}

function once(program: RunningProgram, name: 'segment'): Promise<void> {
  return new Promise((resolve) => {
    program.on(name, () => resolve());
  });
}

function nextEntry(program: RunningProgram, state: Entry['state']): Promise<Entry> {
  return new Promise((resolve, reject) => {
    program.on('entry', ({ entry }) => {
      if (entry?.state === state) resolve(entry);
      if (entry?.state === 'failed') reject(new Error(entry.error?.message));
    });
  });
}

async function untilGone(pid: number): Promise<void> {
  for (let attempt = 0; attempt < 250 && isAlive(pid); attempt++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.ok(!isAlive(pid), `process ${pid} is still there`);
}

test('kill -9 of recognition in mid-sentence: no sound is lost, no word is lost or doubled', () =>
  withHome((home) =>
    withProgram(home, async (program) => {
      const samples = await samplesOf(pause);
      const { id } = await ask(program, 'dictation.start', { offTheRecord: false });
      const firstSentence = once(program, 'segment');
      const half = Math.round((samples.length * 0.75) / blockSamples) * blockSamples;
      const feed = async (from: number, to: number) => {
        for (let at = from; at < to; at += blockSamples) {
          await ask(program, 'dictation.audio', {
            id,
            samples: samples.slice(at, Math.min(to, at + blockSamples)),
          });
        }
      };
      await feed(0, half);
      await firstSentence;
      const [killed = 0] = program.processIds();
      process.kill(killed, 'SIGKILL');
      await feed(half, samples.length);
      await ask(program, 'dictation.stop', { id });
      assert.equal(await wordsOf(program, id), pauseWords);
      assert.ok(!program.processIds().includes(killed));
      const { totalBytes } = await ask(program, 'history.recording', { id, offset: 0, length: 0 });
      assert.equal(totalBytes, 44 + samples.length * 2);
    }),
  ));

test('kill -9 of recognition while it hears a file: the file goes on in a new process', () =>
  withHome((home) =>
    withProgram(home, async (program) => {
      const bytes = new Uint8Array(readFileSync(pause));
      const { id } = await ask(program, 'file.begin', { name: 'pause.flac', bytes: bytes.length });
      await ask(program, 'file.chunk', { id, bytes });
      const firstSentence = once(program, 'segment');
      const done = nextEntry(program, 'done');
      await ask(program, 'file.end', { id });
      await firstSentence;
      const [killed = 0] = program.processIds();
      process.kill(killed, 'SIGKILL');
      await done;
      assert.equal(await wordsOf(program, id), pauseWords);
    }),
  ));

test('kill -9 of the program: recording and settled words are there, and the rest is heard when asked for', () =>
  withHome(async (home) => {
    const child = spawn(process.execPath, ['--import', 'tsx', dictateAndDie, home, workerPath, pause], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    const signal = await new Promise((resolve) => child.on('exit', (_code, name) => resolve(name)));
    assert.equal(signal, 'SIGKILL');
    const { id, given, worker } = JSON.parse(said) as { id: string; given: number; worker: number };
    await untilGone(worker);
    await withProgram(home, async (program) => {
      const { active } = await ask(program, 'state.get', undefined);
      assert.deepEqual(
        active.map((entry) => [entry.id, entry.state, entry.durationSeconds]),
        [[id, 'interrupted', given / 16_000]],
      );
      assert.match(await wordsOf(program, id), /^the kitchen was warm and smelled of fresh bread/);
      const done = nextEntry(program, 'done');
      await ask(program, 'job.retry', { id });
      await done;
      assert.equal(await wordsOf(program, id), pauseWords);
    });
  }));

test('everything under the home folder is for its owner alone, and nothing is left elsewhere in it', () =>
  withHome(async (home) => {
    await withProgram(home, async (program) => {
      const { id } = await ask(program, 'dictation.start', { offTheRecord: false });
      await ask(program, 'dictation.audio', { id, samples: new Float32Array(16_000) });
      await ask(program, 'dictation.stop', { id });
    });
    const files = readdirSync(home).filter((name) => statSync(path.join(home, name)).isFile());
    assert.ok(files.includes('library.db'));
    for (const name of files) {
      assert.match(name, /^library\.(db|db-wal|db-shm|lock)$/);
      assert.equal(statSync(path.join(home, name)).mode & 0o777, 0o600, name);
    }
  }));

test('SIGTERM ends the server with all its processes within five seconds', () =>
  withHome(async (home) => {
    const server = spawn(process.execPath, [path.join(root, 'dist', 'cli.cjs'), 'serve', '--offline'], {
      env: { ...process.env, PAROLA_HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    try {
      const line = await new Promise<string>((resolve) =>
        server.stdout.setEncoding('utf8').once('data', resolve),
      );
      assert.match(line, /^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+\n$/);
      const answer = await fetch(line.trim(), { redirect: 'manual' });
      assert.equal(answer.status, 200);
      const children = childrenOf(server.pid ?? 0);
      assert.equal(children.length, 1, 'the inference process is loading its models');
      const ended = new Promise((resolve) => server.on('exit', resolve));
      const deadline = setTimeout(() => server.kill('SIGKILL'), 5000);
      server.kill('SIGTERM');
      await ended;
      clearTimeout(deadline);
      assert.notEqual(server.signalCode, 'SIGKILL', 'it did not end by itself in time');
      for (const pid of children) await untilGone(pid);
    } finally {
      server.kill('SIGKILL');
    }
  }));

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => parentOf(child) === pid);
}

function parentOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}
