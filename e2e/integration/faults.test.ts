import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import wavefile from 'wavefile';
import { ask } from '../../main/scripted-calls.ts';
import { makeScriptedHome, type ScriptedHome } from '../../main/scripted-program.ts';
import { createProgram } from '../../main/session.ts';

const dictateForEver = fileURLToPath(new URL('dictate-for-ever.ts', import.meta.url));
const typeForEver = fileURLToPath(new URL('type-for-ever.ts', import.meta.url));
const sampleRateHz = 16_000;

/** A generator of numbers in 0…1 that are the same at each run, so that a failure can be had again. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

test('recognition killed again and again, at any moment of a dictation: every second is heard once', async () => {
  const scripted = makeScriptedHome();
  const random = seeded(1);
  const program = await createProgram({ ...scripted, version: 'test', limits: { backOffMilliseconds: 1 } });
  try {
    const { id } = await ask(program, 'dictation.start', { offTheRecord: false });
    const samples = new Float32Array(sampleRateHz);
    // A second loss without a word between them is told to the user; so each process hears something first.
    const productive = new Set<number>();
    program.on('segment', () => {
      for (const pid of program.processIds()) productive.add(pid);
    });
    const killed = new Set<number>();
    let seconds = 0;
    while (killed.size < 20) {
      await ask(program, 'dictation.audio', { id, samples });
      seconds++;
      await wait(random() * 40);
      const [pid] = program.processIds();
      if (pid === undefined || !productive.has(pid)) continue;
      process.kill(pid, 'SIGKILL');
      killed.add(pid);
    }
    await ask(program, 'dictation.stop', { id });
    const { transcript } = await ask(program, 'history.open', { id });
    assert.deepEqual(
      transcript.segments.map(({ start }) => start),
      Array.from({ length: seconds }, (_, at) => at),
    );
  } finally {
    await program.close();
    scripted.remove();
  }
});

interface Run {
  readonly lines: string[];
  readonly signal: NodeJS.Signals | null;
}

/** Lets a program work until it ends, or is killed some time after it has told of its first piece of work. */
function workFor(
  program: string,
  { home, workerPath }: ScriptedHome,
  killAfterMilliseconds: number | null,
  shell = 'exec',
): Promise<Run> {
  const command = `${shell} "$0" --import tsx "$@"`;
  const child = spawn('bash', ['-c', command, process.execPath, program, home, workerPath], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    if (said === '' && killAfterMilliseconds !== null)
      setTimeout(() => child.kill('SIGKILL'), killAfterMilliseconds);
    said += text;
  });
  return new Promise((resolve) => {
    child.on('close', (_code, signal) => resolve({ lines: said.trim().split('\n'), signal }));
  });
}

test('the program killed at any moment: what it had taken is on the disk, whole, and offered again', async () => {
  const random = seeded(2);
  for (let round = 0; round < 8; round++) {
    const scripted = makeScriptedHome();
    try {
      const { lines, signal } = await workFor(dictateForEver, scripted, random() * 250);
      assert.equal(signal, 'SIGKILL');
      const taken = Number(lines.at(-1));
      const program = await createProgram({ ...scripted, version: 'test' });
      try {
        const { active } = await ask(program, 'state.get', undefined);
        assert.deepEqual(
          active.map(({ state }) => state),
          ['interrupted'],
        );
        const [entry] = active;
        assert.ok((entry?.durationSeconds ?? 0) >= taken, `${entry?.durationSeconds} s of ${taken} s`);
        const { transcript } = await ask(program, 'history.open', { id: entry?.id ?? '' });
        assert.deepEqual(
          transcript.segments.map(({ start }) => start),
          transcript.segments.map((_, at) => at),
        );
        const recordings = path.join(scripted.home, 'recordings');
        const [name = ''] = readdirSync(recordings);
        const wave = new wavefile.WaveFile(readFileSync(path.join(recordings, name)));
        assert.equal(wave.getSamples().length / sampleRateHz, entry?.durationSeconds);
      } finally {
        await program.close();
      }
    } finally {
      scripted.remove();
    }
  }
});

test('the program killed at any moment of typing: the text is there, its translation fits it, and both are found', async () => {
  const random = seeded(3);
  for (let round = 0; round < 8; round++) {
    const scripted = makeScriptedHome();
    try {
      const { lines, signal } = await workFor(typeForEver, scripted, random() * 400);
      assert.equal(signal, 'SIGKILL');
      const taken = Number(lines.at(-1));
      const program = await createProgram({ ...scripted, version: 'test' });
      try {
        const found = await ask(program, 'history.list', { query: `line ${taken}`, limit: 10, offset: 0 });
        assert.equal(found.total, 1);
        const { translation } = await ask(program, 'translation.open', { id: found.entries[0]?.id ?? '' });
        const text = translation.parts.map(({ source }) => source).join('');
        const count = text.trimEnd().split('\n').length;
        assert.equal(text, Array.from({ length: count }, (_, at) => `line ${at + 1}\n`).join(''));
        assert.ok(count === taken || count === taken + 1, `${count} lines of ${taken}`);
        const target = translation.parts.map((part) => part.target).join('');
        assert.ok(text.toUpperCase().startsWith(target) && target.includes(`LINE ${taken}\n`));
      } finally {
        await program.close();
      }
    } finally {
      scripted.remove();
    }
  }
});

test('no room on the disk ends the dictation with a message and keeps what there was room for', async () => {
  const scripted = makeScriptedHome();
  try {
    // No file may grow beyond 1000 KiB: 31 whole seconds of sound.
    const { lines, signal } = await workFor(dictateForEver, scripted, null, 'ulimit -f 1000; exec');
    assert.deepEqual([lines.slice(-2), signal], [['disk-full', 'disk-full'], null]);
    const program = await createProgram({ ...scripted, version: 'test' });
    try {
      const { entries } = await ask(program, 'history.list', { query: '', limit: 10, offset: 0 });
      const [entry] = entries;
      assert.deepEqual(
        [entry?.state, entry?.error?.code, entry?.durationSeconds],
        ['failed', 'disk-full', 31],
      );
      const { transcript } = await ask(program, 'history.open', { id: entry?.id ?? '' });
      assert.equal(transcript.segments.length, 31, 'its words are there');
    } finally {
      await program.close();
    }
  } finally {
    scripted.remove();
  }
});
