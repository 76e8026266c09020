/** The packed program: what is in it, how its Electron is locked, and that it hears like the unpacked one. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { chromium } from 'playwright';
import { fakeMicrophone, heardWords, isRunning, processTree, results, until } from './desktop.ts';
import { type Display, openDisplay } from './display.ts';
import { makeUserFolder, type UserFolder } from './user-folder.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const release = path.join(root, 'release');
const sentence = 'the library opens at nine in the morning and closes at six';

/** How a fuse is written in the binary: the digits 0 and 1. */
const fuseOff = '0'.charCodeAt(0);
const fuseOn = '1'.charCodeAt(0);

let folder: string;
let display: Display;
let home: UserFolder;

before(async () => {
  const packing = spawnSync(process.execPath, ['scripts/dist.mjs', '--test-electron'], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.equal(packing.status, 0, packing.stderr);
  const name = readdirSync(release).find((one) => one.includes('test-electron') && !one.endsWith('.tar.gz'));
  assert.ok(name !== undefined);
  folder = path.join(release, name);
  display = await openDisplay();
  home = makeUserFolder();
});
after(() => {
  home.remove();
  display.stop();
});

test('the folder and the archive hold the same program, and say that its Electron is for tests', () => {
  assert.match(path.basename(folder), /test-electron-.*-not-for-use/);
  const listed = spawnSync('tar', ['-tzf', `${folder}.tar.gz`], { encoding: 'utf8' })
    .stdout.trim()
    .split('\n');
  const inFolder = readdirSync(folder, { recursive: true }).map((name) => `${path.basename(folder)}/${name}`);
  assert.deepEqual(
    listed.map((name) => name.replace(/\/$/, '')).sort(),
    [path.basename(folder), ...inFolder].sort(),
  );
});

test('ONNX Runtime and SQLite lie outside the asar, each file with its recorded hash', () => {
  const resources = path.join(folder, 'resources');
  const lines = readFileSync(path.join(resources, 'unpacked.sha256'), 'utf8').trim().split('\n');
  for (const line of lines) {
    const [sha256, name = ''] = line.split('  ');
    assert.equal(
      createHash('sha256')
        .update(readFileSync(path.join(resources, name)))
        .digest('hex'),
      sha256,
      name,
    );
  }
  const names = lines.join('\n');
  assert.match(names, /onnxruntime_binding\.node$/m);
  assert.match(names, /libonnxruntime\.so\.1$/m);
  assert.match(names, /@libsql\/.*\.node$/m);
  assert.match(names, /sharp-wasm32-[\d.]+\.node\.wasm$/m);
  assert.doesNotMatch(
    names,
    /sharp-libvips/,
    'the native build of sharp must not be loaded in Electron on Linux',
  );
  assert.ok(existsSync(path.join(resources, 'app.asar')));
});

test('the shipped Electron cannot be run as Node, debugged from the command line, or given other code', async () => {
  const wire = await getCurrentFuseWire(path.join(folder, 'parola'));
  const off = [
    FuseV1Options.RunAsNode,
    FuseV1Options.EnableNodeOptionsEnvironmentVariable,
    FuseV1Options.EnableNodeCliInspectArguments,
  ];
  const on = [
    FuseV1Options.EnableCookieEncryption,
    FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
    FuseV1Options.OnlyLoadAppFromAsar,
  ];
  for (const fuse of off) assert.equal(wire[fuse], fuseOff, FuseV1Options[fuse]);
  for (const fuse of on) assert.equal(wire[fuse], fuseOn, FuseV1Options[fuse]);
  const asNode = spawnSync(path.join(folder, 'parola'), ['-e', 'console.log("ran as Node")'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', DISPLAY: '' },
    encoding: 'utf8',
    timeout: 20_000,
  });
  assert.doesNotMatch(asNode.stdout, /ran as Node/);
});

test('the packed program hears: a WAV as its microphone, the words read in its page', async (t) => {
  const program = spawn(
    path.join(folder, 'parola'),
    [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      // Its fuses bar the inspector, so it is driven through Chromium's own port.
      '--remote-debugging-port=0',
      ...fakeMicrophone('dictation.wav'),
    ],
    {
      env: { ...process.env, DISPLAY: display.name, PAROLA_HOME: home.path },
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  t.after(() => program.kill('SIGKILL'));
  const browser = await chromium.connectOverCDP(await debuggingAddress(program), { noDefaults: true });
  const page = await until('the window is open', () => browser.contexts()[0]?.pages()[0]);
  await page.getByText('Press Speak and say something').waitFor();
  assert.match(page.url(), /^app:\/\/parola\//);
  await page.getByRole('main').getByRole('button', { name: 'Speak', exact: true }).click();
  await until('the sentence is read', async () => (await heardWords(page)).includes(sentence), 60);
  await page.getByRole('main').getByRole('button', { name: 'Stop', exact: true }).click();
  await page
    .getByRole('main')
    .getByRole('button', { name: 'Speak', exact: true })
    .waitFor({ timeout: 60_000 });
  await page.screenshot({ path: path.join(results, 'packaged-heard.png') });

  const started = processTree(program.pid ?? 0);
  await browser.close();
  program.kill('SIGTERM');
  await until('every process of it has ended', () => !started.some(isRunning), 10);
});

/** The address that Chromium prints when its debugging port is open. */
function debuggingAddress(program: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    program.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    program.once('exit', (code) => reject(new Error(`The program ended with exit code ${code}: ${said}`)));
  });
}
