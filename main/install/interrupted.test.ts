import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { build } from 'esbuild';
import type { Manifest } from '../../models/schema.ts';
import { installManifest } from '../install.ts';
import { modelState, verifyModel } from '../models.ts';
import { removeModel } from '../remove-model.ts';
import { convertEcho, type EchoServer, echoManifest, leftovers, startEchoServer } from './echo-model.ts';
import type { InstallOptions } from './fetch-files.ts';

const root = mkdtempSync(path.join(tmpdir(), 'parola-install-'));
let server: EchoServer;
let home: string;
let modelFolder: string;

before(async () => {
  server = await startEchoServer();
});
after(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});
beforeEach(() => {
  server.slowness = 0;
  server.requests.length = 0;
  home = mkdtempSync(path.join(root, 'home-'));
  modelFolder = path.join(home, 'models', 'echo');
});

const manifest = (change: Partial<Manifest> = {}) => echoManifest(server.url, change);

function options(change: Partial<InstallOptions> = {}): InstallOptions {
  return { home, runConverter: convertEcho, patience: { stallSeconds: 5, retrySeconds: [] }, ...change };
}

/** The installation as a program of its own, to be killed. */
let program: string;
before(async () => {
  program = path.join(root, 'install.cjs');
  const source = `
    import { installManifest } from './main/install.ts';
    import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
    const [manifest, home] = process.argv.slice(2);
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const runConverter = async (module, [, , source, target]) => {
      const bytes = readFileSync(source + '/decoder.onnx').subarray(0, 700_000);
      for (let at = 0; at <= bytes.length; at += 100_000) {
        writeFileSync(target + '/made.onnx', bytes.subarray(0, at));
        await pause(4);
      }
      return { succeeded: true, reason: '', output: '' };
    };
    installManifest(JSON.parse(manifest), { home, runConverter, patience: { stallSeconds: 5, retrySeconds: [] } }).then(
      () => console.log('installed'),
      (error) => { console.log(error.code, error.message); process.exitCode = 1; },
    );`;
  await build({
    stdin: { contents: source, resolveDir: path.resolve(import.meta.dirname, '../..'), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile: program,
    define: { 'import.meta.url': '"file:///not/run.ts"' },
    logLevel: 'silent',
  });
});

function start(prefix: string[] = []): { end: Promise<string>; kill(): void } {
  const [command = '', ...args] = [...prefix, process.execPath, program, JSON.stringify(manifest()), home];
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (text) => {
    output += text;
  });
  return { end: once(child, 'close').then(() => output.trim()), kill: () => void child.kill('SIGKILL') };
}

test('kill -9 at any moment leaves no half of a model, and the next installation succeeds', async () => {
  server.slowness = 2;
  const began = Date.now();
  assert.equal(await start().end, 'installed');
  const whole = Date.now() - began;
  await removeModel(home, manifest());
  let interrupted = 0;
  for (let round = 0; round < 20; round += 1) {
    const run = start();
    await new Promise((resolve) => setTimeout(resolve, whole * Math.random()));
    run.kill();
    if ((await run.end) !== 'installed') interrupted += 1;
    if ((await modelState(home, manifest())).kind !== 'installed') continue;
    assert.equal((await verifyModel(home, manifest())).intact, true);
    // Killed between showing the model and tidying up: the next start tidies.
    await installManifest(manifest(), options());
    assert.deepEqual(leftovers(home), []);
    await removeModel(home, manifest());
  }
  assert.ok(interrupted > 0, 'some rounds were interrupted');
  assert.equal(await start().end, 'installed');
  assert.equal((await verifyModel(home, manifest())).intact, true);
  assert.deepEqual(leftovers(home), []);
});

test('two installations at once leave one whole model', async () => {
  server.slowness = 2;
  const both = [start(), start()];
  assert.deepEqual(await Promise.all(both.map(({ end }) => end)), ['installed', 'installed']);
  assert.equal((await verifyModel(home, manifest())).intact, true);
  await Promise.all([1, 2, 3].map(() => installManifest(manifest({ revision: '2' }), options())));
  assert.equal((await verifyModel(home, manifest({ revision: '2' }))).intact, true);
  assert.deepEqual(leftovers(home), []);
});

test('a full disk is said to be full', async () => {
  const limited = start(['sh', '-c', 'ulimit -f 1000; exec "$@"', 'sh']);
  assert.match(await limited.end, /^disk-full there is no room in .* which needs about 4 MB/);
  assert.ok(!existsSync(modelFolder));
  assert.equal(await start().end, 'installed');
});
