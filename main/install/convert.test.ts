import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { forkConverter } from './convert.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'parola-convert-'));
after(() => rmSync(folder, { recursive: true }));

function program(source: string): string {
  const file = path.join(folder, 'program.cjs');
  writeFileSync(file, source);
  return file;
}

test('a converter that does its work is told from one that fails, with its last words', async () => {
  const done = await forkConverter(
    program('process.exit(process.argv[2] === "moonshine" ? 0 : 1)'),
    ['moonshine'],
    undefined,
  );
  assert.deepEqual(done, { succeeded: true, reason: 'exit code 0', output: '' });
  const failed = await forkConverter(program('console.error("no If"); process.exit(1)'), [], undefined);
  assert.deepEqual(failed, { succeeded: false, reason: 'exit code 1', output: 'no If\n' });
});

test('a converter that dies of a signal has failed', async () => {
  const killed = await forkConverter(program('process.kill(process.pid, "SIGSEGV")'), [], undefined);
  assert.deepEqual({ ...killed, output: '' }, { succeeded: false, reason: 'signal SIGSEGV', output: '' });
});

test('a converter ends at once when the user stops the installation', async () => {
  const stop = new AbortController();
  const run = forkConverter(program('setInterval(() => {}, 1000)'), [], stop.signal);
  stop.abort();
  assert.equal((await run).reason, 'signal SIGKILL');
});

test('a converter sees nothing of the environment that is not its business', async () => {
  process.env.SECRET_OF_A_TEST = 'canary';
  const run = await forkConverter(program('console.log(Object.keys(process.env).join())'), [], undefined);
  delete process.env.SECRET_OF_A_TEST;
  assert.match(run.output, /PATH/);
  assert.doesNotMatch(run.output, /SECRET/);
});
