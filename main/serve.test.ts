import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { WebSocket } from 'ws';
import {
  decodeServerMessage,
  encodeFrame,
  maxClientFrameBytes,
  type ServerMessage,
} from '../preload/wire.ts';
import { type Serving, serve } from './serve.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'parola-serve-'));
const pageFolder = path.join(folder, 'page');
let serving: Serving;
let port: number;
let cookie: string;

before(async () => {
  mkdirSync(path.join(folder, 'page-evil'), { recursive: true });
  mkdirSync(pageFolder);
  writeFileSync(path.join(pageFolder, 'index.html'), '<title>Parola</title>');
  writeFileSync(path.join(pageFolder, 'app.js'), 'void 0');
  writeFileSync(path.join(pageFolder, 'app.js.map'), '{}');
  writeFileSync(path.join(folder, 'secret.js'), 'secret');
  writeFileSync(path.join(folder, 'page-evil', 'secret.js'), 'secret');
  const workerPath = path.join(folder, 'absent.cjs');
  serving = await serve({ home: path.join(folder, 'home'), version: '1.2.3', workerPath, pageFolder });
  port = Number(new URL(serving.url).port);
  const { headers } = await get(new URL(serving.url).search ? `/${new URL(serving.url).search}` : '/');
  cookie = headers['set-cookie']?.[0]?.split(';')[0] ?? '';
});

after(async () => {
  await serving.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Got {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

function get(target: string, headers: http.OutgoingHttpHeaders = {}, method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const request = http.request({ host: '127.0.0.1', port, path: target, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text) => {
        body += text;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    request.on('error', reject).end();
  });
}

function page(): string {
  return `/${new URL(serving.url).search}`;
}

test('the printed address opens the page, without a redirect, and nothing else does', async () => {
  assert.match(serving.url, /^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{40,}$/);
  const opened = await get(page());
  assert.equal(opened.status, 200);
  assert.match(opened.body, /Parola/);
  const [set] = opened.headers['set-cookie'] ?? [];
  assert.match(set ?? '', /; Path=\/; HttpOnly; SameSite=Strict$/);
  assert.ok(!set?.includes(new URL(serving.url).searchParams.get('token') ?? ''), 'the cookie is the token');
  for (const target of [
    '/',
    '/?token=',
    '/?token=wrong',
    `${page()}x`,
    '/index.html',
    '/app.js',
    '/absent',
  ]) {
    const refused = await get(target);
    assert.equal(refused.status, 403, target);
    assert.equal(refused.headers['set-cookie'], undefined, target);
  }
  assert.equal((await get('/', { cookie })).status, 403, 'the cookie alone does not open the page');
  assert.equal((await get(page(), {}, 'POST')).status, 405);
});

test('files of the page come with its cookie only, and none from outside its folder', async () => {
  const script = await get('/app.js', { cookie });
  assert.equal(script.status, 200);
  assert.match(String(script.headers['content-type']), /javascript/);
  for (const target of [
    '/../secret.js',
    '/..%2fsecret.js',
    '/%2e%2e/secret.js',
    '/../page-evil/secret.js',
    '/..%5csecret.js',
    '//etc/passwd',
    '/app.js%00.html',
    '/app.js.map',
    '/%',
  ]) {
    const refused = await get(target, { cookie });
    assert.equal(refused.status, 404, target);
    assert.ok(!refused.body.includes('secret'), target);
  }
  assert.equal((await get('/app.js', { cookie: `${cookie}x` })).status, 403);
});

test('every answer, refusals too, carries the security headers', async () => {
  for (const answer of [await get(page()), await get('/'), await get('/app.js', { cookie })]) {
    const policy = String(answer.headers['content-security-policy']);
    for (const part of ["default-src 'none'", "script-src 'self'", "require-trusted-types-for 'script'"]) {
      assert.ok(policy.includes(part), part);
    }
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
    assert.equal(answer.headers['referrer-policy'], 'no-referrer');
    assert.equal(answer.headers['cache-control'], 'no-store');
  }
});

test('another host name, another origin or another site is refused even with the token', async () => {
  const refused: http.OutgoingHttpHeaders[] = [
    { host: 'evil.example' },
    { host: `evil.example:${port}` },
    { host: `127.0.0.1.evil.example:${port}` },
    { host: '127.0.0.1:1' },
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { origin: `https://127.0.0.1:${port}` },
    { origin: `http://127.0.0.1:${port}.evil.example` },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ];
  for (const headers of refused)
    assert.equal((await get(page(), headers)).status, 403, JSON.stringify(headers));
  assert.equal((await get(page(), { host: `localhost:${port}` })).status, 200);
});

function connect(headers: Record<string, string>, target = '/socket'): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${target}`, { headers });
    socket.on('open', () => resolve(socket)).on('error', reject);
  });
}

function closeCode(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.on('close', resolve));
}

function nextMessage(socket: WebSocket, kind: ServerMessage['kind']): Promise<ServerMessage> {
  return new Promise((resolve) =>
    socket.on('message', (data) => {
      const message = decodeServerMessage(data as Buffer);
      if (message?.kind === kind) resolve(message);
    }),
  );
}

test('the page makes calls over its socket and gets coded errors for what does not fit', async () => {
  const socket = await connect({ cookie, origin: `http://127.0.0.1:${port}` });
  socket.send(encodeFrame({ kind: 'call', sequence: 1, name: 'state.get', input: undefined }));
  const answer = await nextMessage(socket, 'answer');
  assert.ok(answer.kind === 'answer' && answer.sequence === 1 && answer.answer.ok);
  assert.equal((answer.answer.value as { version: string }).version, '1.2.3');
  socket.removeAllListeners('message');
  socket.send(encodeFrame({ kind: 'call', sequence: 2, name: 'history.open', input: { id: '../../etc' } }));
  const refusal = await nextMessage(socket, 'answer');
  assert.ok(refusal.kind === 'answer' && !refusal.answer.ok);
  assert.equal(refusal.answer.error.code, 'request-invalid');
  socket.removeAllListeners('message');
  const changed = nextMessage(socket, 'event');
  socket.send(encodeFrame({ kind: 'call', sequence: 3, name: 'settings.set', input: { theme: 'dark' } }));
  const event = await changed;
  assert.ok(event.kind === 'event' && event.name === 'state' && 'settings' in event.event);
  assert.equal(event.event.settings.theme, 'dark');
  socket.terminate();
});

test('a socket without our origin, host or cookie is refused', async () => {
  const origin = `http://127.0.0.1:${port}`;
  for (const headers of [
    { cookie },
    { cookie, origin: 'http://evil.example' },
    { cookie, origin, host: 'evil.example' },
  ] as Record<string, string>[]) {
    await assert.rejects(connect(headers), /403/, JSON.stringify(headers));
  }
  await assert.rejects(connect({ cookie, origin }, '/other'), /403/);
  const stale = await connect({ origin, cookie: `parola-${port}=wrong` });
  assert.equal(await closeCode(stale), 1008, 'a page of an earlier run is told that it is not known');
});

test('frames that are no calls, or too large, end the connection and nothing else', async () => {
  const headers = { cookie, origin: `http://127.0.0.1:${port}` };
  for (const [frame, code] of [
    ['text', 1008],
    [Buffer.from('rubbish'), 1008],
    [Buffer.alloc(maxClientFrameBytes + 1), 1009],
  ] as const) {
    const socket = await connect(headers);
    socket.on('error', () => {});
    const closed = closeCode(socket);
    socket.send(frame);
    assert.ok([code, 1006].includes(await closed));
  }
  assert.equal((await get(page())).status, 200);
});

test('a port that is taken is named, with what to do', async () => {
  await assert.rejects(
    serve({ home: path.join(folder, 'other'), version: '1', workerPath: 'x', pageFolder, port }),
    { code: 'request-invalid', message: /--port/ },
  );
});

test('nothing listens once the server is closed', async () => {
  const other = await serve({ home: path.join(folder, 'third'), version: '1', workerPath: 'x', pageFolder });
  await other.close();
  await assert.rejects(
    new Promise((resolve, reject) => {
      http.get({ host: '127.0.0.1', port: new URL(other.url).port }, resolve).on('error', reject);
    }),
    { code: 'ECONNREFUSED' },
  );
});
