import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { Manifest } from '../models/schema.ts';
import type { RunConverter } from './install/convert.ts';
import {
  convertEcho,
  type EchoServer,
  echoFiles,
  echoManifest,
  leftovers,
  sha256,
  startEchoServer,
} from './install/echo-model.ts';
import type { InstallOptions } from './install/fetch-files.ts';
import { networkRequests } from './install/http.ts';
import { sendFile, startLocalServer } from './install/local-server.ts';
import { fetchOriginals, installManifest } from './install.ts';
import { modelState, readInstalled, verifyModel } from './models.ts';
import { removeModel } from './remove-model.ts';

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

function flipByte(file: string): void {
  const bytes = readFileSync(file);
  bytes[1234] = (bytes[1234] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

test('an installed model is whole, private, and says where each file came from', async () => {
  const steps: string[] = [];
  await installManifest(
    manifest(),
    options({
      onProgress: ({ step, doneBytes, totalBytes }) => steps.push(`${step} ${doneBytes}/${totalBytes}`),
    }),
  );
  assert.deepEqual(readdirSync(modelFolder).sort(), ['encoder.onnx', 'made.onnx', 'receipt.json']);
  for (const folder of [home, path.join(home, 'models'), modelFolder])
    assert.equal(statSync(folder).mode & 0o777, 0o700);
  for (const name of readdirSync(modelFolder))
    assert.equal(statSync(path.join(modelFolder, name)).mode & 0o777, 0o600);
  const receipt = JSON.parse(readFileSync(path.join(modelFolder, 'receipt.json'), 'utf8'));
  assert.equal(receipt.converterVersion, 3);
  const made = receipt.files.find((file: { name: string }) => file.name === 'made.onnx');
  assert.equal(made.source, 'converter moonshine 3');
  assert.equal(made.sha256, sha256(readFileSync(path.join(modelFolder, 'made.onnx'))));
  const installed = await readInstalled(home, manifest());
  assert.deepEqual(installed?.files.map(({ name }) => name).sort(), ['encoder.onnx', 'made.onnx']);
  assert.equal(
    installed?.files.find(({ name }) => name === 'encoder.onnx')?.sha256,
    sha256(echoFiles['encoder.onnx'] as Buffer),
  );
  assert.deepEqual(
    [steps[0], steps[steps.length - 1]],
    ['fetching 0/1350000', 'making ready 1350000/1350000'],
  );
  assert.deepEqual(leftovers(home), []);
});

test('a packed file is checked by what it holds, too', async () => {
  const held = randomBytes(200_000);
  const packed = gzipSync(held);
  const local = await startLocalServer((request, response) => sendFile(request, response, packed));
  const other = { bytes: held.length, sha256: sha256(randomBytes(10)) };
  const cases: [unpacked: { bytes: number; sha256: string }, fits: boolean][] = [
    [{ bytes: held.length, sha256: sha256(held) }, true],
    [other, false],
    [{ bytes: held.length - 1, sha256: sha256(held) }, false],
  ];
  for (const [unpacked, fits] of cases) {
    const file = {
      name: 'model.bin.gz',
      bytes: packed.length,
      sha256: sha256(packed),
      unpacked,
      sources: [`${local.url}/model.bin.gz`],
    };
    const { files } = manifest();
    const installing = installManifest(manifest({ id: 'packed', files: [...files, file] }), options());
    if (fits) await installing;
    else await assert.rejects(installing, { code: 'install-failed', message: /unpacks to is not what/ });
    await removeModel(home, manifest({ id: 'packed' })).catch(() => undefined);
  }
  await local.close();
});

test('a model that is there is not fetched again', async () => {
  await installManifest(manifest(), options());
  server.requests.length = 0;
  await installManifest(manifest(), options());
  assert.equal(server.requests.length, 0);
});

test('one flipped byte is found in every file, and installing again mends it', async () => {
  await installManifest(manifest(), options());
  assert.deepEqual(await verifyModel(home, manifest()), { intact: true, problems: [] });
  for (const name of ['encoder.onnx', 'made.onnx']) {
    flipByte(path.join(modelFolder, name));
    const { intact, problems } = await verifyModel(home, manifest());
    assert.equal(intact, false);
    assert.match(problems.join(), new RegExp(`^${name} is not what was installed`));
    await installManifest(manifest(), options());
    assert.equal((await verifyModel(home, manifest())).intact, true);
  }
});

test('a removed model is gone, downloads and all', async () => {
  await installManifest(manifest(), options());
  await removeModel(home, manifest());
  assert.deepEqual(await modelState(home, manifest()), { kind: 'absent' });
  assert.deepEqual(leftovers(home), []);
  await installManifest(manifest(), options());
  assert.equal((await verifyModel(home, manifest())).intact, true);
});

test('a model that is not quite what the catalogue means is not handed out, and is installed again', async () => {
  const spoil: [string, () => void][] = [
    ['no receipt', () => rmSync(path.join(modelFolder, 'receipt.json'))],
    ['half a receipt', () => writeFileSync(path.join(modelFolder, 'receipt.json'), '{"id": "echo"')],
    ['a file gone', () => rmSync(path.join(modelFolder, 'made.onnx'))],
    ['a shorter file', () => writeFileSync(path.join(modelFolder, 'made.onnx'), 'short')],
    [
      'a link in its place',
      () => {
        rmSync(path.join(modelFolder, 'encoder.onnx'));
        writeFileSync(path.join(home, 'elsewhere'), echoFiles['encoder.onnx'] as Buffer);
        symlinkSync(path.join(home, 'elsewhere'), path.join(modelFolder, 'encoder.onnx'));
      },
    ],
    [
      'a receipt that vouches for another file',
      () => {
        const receipt = path.join(modelFolder, 'receipt.json');
        const other = sha256(Buffer.from('other'));
        writeFileSync(
          receipt,
          readFileSync(receipt, 'utf8').replace(sha256(echoFiles['encoder.onnx'] as Buffer), other),
        );
      },
    ],
  ];
  for (const [what, change] of spoil) {
    await installManifest(manifest(), options());
    change();
    assert.equal(await readInstalled(home, manifest()), null, what);
    assert.equal((await modelState(home, manifest())).kind, 'unusable', what);
    await installManifest(manifest(), options());
    assert.equal((await verifyModel(home, manifest())).intact, true, what);
  }
});

test('a new converter makes old conversions anew', async () => {
  await installManifest(manifest(), options());
  const newer = manifest({ conversion: { converter: 'moonshine', version: 4, files: ['made.onnx'] } });
  assert.equal((await modelState(home, newer)).kind, 'unusable');
  await installManifest(newer, options());
  assert.equal((await modelState(home, newer)).kind, 'installed');
});

test('stopping keeps what was fetched, and the next installation goes on from there', async () => {
  server.slowness = 30;
  const stop = new AbortController();
  const onProgress = ({ doneBytes }: { doneBytes: number }) => {
    if (doneBytes > 700_000) stop.abort();
  };
  await assert.rejects(installManifest(manifest(), options({ signal: stop.signal, onProgress })), {
    code: 'cancelled',
  });
  assert.deepEqual(await modelState(home, manifest()), { kind: 'absent' });
  server.requests.length = 0;
  await installManifest(manifest(), options());
  assert.ok(!server.requests.some((request) => request.path === '/encoder.onnx'), 'the whole file is kept');
  const resumed = server.requests.find((request) => request.path === '/decoder.onnx');
  assert.match(resumed?.range ?? '', /^bytes=[1-9]\d+-$/);
  assert.equal((await verifyModel(home, manifest())).intact, true);
  assert.deepEqual(leftovers(home), []);
});

test('when every source fails, it says what to do; files put there by hand are then taken, offline too', async () => {
  const nowhere = manifest({
    files: manifest().files.map((file) => ({ ...file, sources: [`${server.url}/gone`] })),
  });
  await assert.rejects(installManifest(nowhere, options()), {
    code: 'install-failed',
    message:
      /could not be had: 127.0.0.1:\d+: the server answered 404; check the connection and run again, or put its files \(encoder.onnx, .*\) into .*downloads.echo$/,
  });
  const byHand = path.join(home, 'downloads', 'echo');
  mkdirSync(byHand, { recursive: true });
  for (const [name, content] of Object.entries(echoFiles)) writeFileSync(path.join(byHand, name), content);
  await installManifest(nowhere, options({ offline: true }));
  assert.equal((await verifyModel(home, nowhere)).intact, true);
});

test('offline, no connection is opened and the error says why', async () => {
  const connect = Socket.prototype.connect;
  let connections = 0;
  Socket.prototype.connect = function (this: Socket, ...args: Parameters<typeof connect>) {
    connections += 1;
    return connect.apply(this, args);
  } as typeof connect;
  const asked = networkRequests();
  try {
    await assert.rejects(installManifest(manifest(), options({ offline: true })), {
      code: 'install-offline',
      message: /fetching it is forbidden; run without --offline/,
    });
  } finally {
    Socket.prototype.connect = connect;
  }
  assert.deepEqual([connections, networkRequests() - asked], [0, 0]);
});

test('a conversion that fails leaves no model, and its files are not fetched again', async () => {
  const failing: RunConverter = async () => ({
    succeeded: false,
    reason: 'exit code 1',
    output: 'x\nthe graph has no If\n',
  });
  await assert.rejects(installManifest(manifest(), options({ runConverter: failing })), {
    code: 'install-failed',
    message: /could not be made ready \(the graph has no If\); run the installation again/,
  });
  const lazy: RunConverter = async () => ({ succeeded: true, reason: 'exit code 0', output: '' });
  await assert.rejects(installManifest(manifest(), options({ runConverter: lazy })), /made no made.onnx/);
  server.requests.length = 0;
  await installManifest(manifest(), options());
  assert.equal(server.requests.length, 0);
});

test('the publisher’s own files can be had for comparisons', async () => {
  const folder = path.join(home, 'originals');
  await fetchOriginals(manifest(), folder, options());
  for (const [name, content] of Object.entries(echoFiles))
    assert.ok(readFileSync(path.join(folder, name)).equals(content));
});

test('removing what is not installed says so', async () => {
  await assert.rejects(removeModel(home, manifest()), { code: 'model-missing', message: /not installed/ });
  await assert.rejects(verifyModel(home, manifest()), { code: 'model-missing' });
});
