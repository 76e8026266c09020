import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Manifest } from '../models/schema.ts';
import {
  convertEcho,
  type EchoServer,
  echoManifest,
  leftovers,
  startEchoServer,
} from './install/echo-model.ts';
import type { InstallOptions } from './install/fetch-files.ts';
import { startLocalServer } from './install/local-server.ts';
import { installEither } from './install-defaults.ts';
import { modelState } from './models.ts';

const root = mkdtempSync(path.join(tmpdir(), 'parola-defaults-'));
let server: EchoServer;
before(async () => {
  server = await startEchoServer();
});
after(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

const patience = { answerSeconds: 0.3, stallSeconds: 5, retrySeconds: [] };
const newHome = () => mkdtempSync(path.join(root, 'home-'));
const named = (id: string, url: string): Manifest => echoManifest(url, { id });

/** Installs one of the two; answers which, with what the user was told. */
async function install(home: string, first: Manifest, change: Partial<InstallOptions> = {}) {
  const notes: string[] = [];
  const onNote = (note: string) => void notes.push(note);
  const options = { home, runConverter: convertEcho, patience, onNote, ...change };
  return { id: await installEither(first, named('echo', server.url), options), notes };
}

test('a default model that can be had is the one that is installed', async () => {
  const home = newHome();
  assert.deepEqual(await install(home, named('better', server.url)), { id: 'better', notes: [] });
  assert.equal((await modelState(home, named('better', server.url))).kind, 'installed');
});

test('where its server does not answer, another comes in its place, told in one line; the server is asked once', async () => {
  const silent = await startLocalServer(() => undefined);
  const home = newHome();
  const better = named('better', silent.url);
  const { id, notes } = await install(home, better);
  assert.equal(id, 'echo');
  assert.equal(notes.length, 1);
  assert.match(
    notes[0] ?? '',
    /^better cannot be had now \(127\.0\.0\.1:\d+\); echo is fetched in its place$/,
  );
  assert.equal((await modelState(home, better)).kind, 'absent');
  assert.deepEqual(leftovers(home), []);
  const asked = silent.requests.length;
  assert.equal((await install(newHome(), named('other', silent.url))).id, 'echo');
  assert.equal(silent.requests.length, asked);
  await silent.close();
});

test('a server that has another file is as good as none', async () => {
  const wrong = await startLocalServer((_request, response) => void response.end('a page for people'));
  assert.equal((await install(newHome(), named('better', wrong.url))).id, 'echo');
  await wrong.close();
});

test('who stops the first download gets no second one', async () => {
  const stop = new AbortController();
  const never = await startLocalServer(() => stop.abort());
  const home = newHome();
  const stopped = install(home, named('better', never.url), { signal: stop.signal });
  await assert.rejects(stopped, { code: 'cancelled' });
  assert.equal((await modelState(home, named('echo', server.url))).kind, 'absent');
  await never.close();
});

test('without a connection and without either, it is said what is missing', async () => {
  await assert.rejects(install(newHome(), named('better', server.url), { offline: true }), {
    code: 'install-offline',
  });
});
