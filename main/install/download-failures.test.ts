import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { download } from './download.ts';
import { against, content, failing, fetched, half } from './download-ground.ts';
import { type Answer, sendFile } from './local-server.ts';

test('a connection that breaks off in the middle is gone on with', async () => {
  const breaking: Answer = (request, response, count) => {
    if (count > 1) return sendFile(request, response, content);
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, half), () => response.socket?.destroy());
  };
  await against(breaking, {}, async (setting) => {
    await download(setting.wanted);
    fetched(setting);
    // A torn connection takes with it what was sent last and not read yet.
    const from = Number(/^bytes=(\d+)-$/.exec(setting.server.requests[1]?.range ?? '')?.[1]);
    assert.ok(from > 0 && from <= half, `asked for bytes from ${from} on`);
  });
});

test('a body that ends early without saying so is gone on with', async () => {
  const short: Answer = (request, response, count) => {
    if (count > 1) return sendFile(request, response, content);
    response.end(content.subarray(0, half));
  };
  await against(short, {}, async (setting) => {
    await download(setting.wanted);
    fetched(setting);
    assert.match(setting.notes.join(), /ended after 140000 of 300000 bytes/);
  });
});

test('a server that falls silent is given up and asked again', async () => {
  const stalling: Answer = (request, response, count) => {
    if (count > 1) return sendFile(request, response, content);
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, half));
  };
  await against(stalling, {}, async (setting) => {
    await download(setting.wanted);
    fetched(setting);
    assert.match(setting.notes.join(), /nothing came for 0.3 seconds/);
  });
});

test('a server that never answers is given up', async () => {
  await against(
    () => undefined,
    {},
    async (setting) => {
      await assert.rejects(download(setting.wanted), failing(/no answer for 0.3 seconds/));
      assert.equal(setting.server.requests.length, 3);
    },
  );
});

test('a server that is not there is said not to answer', async () => {
  await against(
    () => undefined,
    {},
    async (setting) => {
      await setting.server.close();
      await assert.rejects(download(setting.wanted), failing(/^nothing answers there$/));
    },
  );
});

test('wrong content is never kept', async () => {
  const wrong = randomBytes(content.length);
  await against(
    (request, response) => sendFile(request, response, wrong),
    {},
    async (setting) => {
      await assert.rejects(download(setting.wanted), failing(/its hash differs/));
      assert.ok(!existsSync(setting.wanted.partial));
    },
  );
});

test('a partial file that was damaged does not spoil the whole', async () => {
  const left = randomBytes(half);
  await against(
    (request, response) => sendFile(request, response, content),
    { left },
    async (setting) => {
      await download(setting.wanted);
      fetched(setting);
      assert.match(setting.notes.join(), /its hash differs.*starting again/);
    },
  );
});

test('without a hash nothing is resumed, for nobody could tell two halves apart', async () => {
  const left = randomBytes(half);
  const change = { left, digest: null, bytes: null };
  await against(
    (request, response) => sendFile(request, response, content),
    change,
    async (setting) => {
      await download(setting.wanted);
      fetched(setting);
      assert.equal(setting.server.requests[0]?.range, undefined);
    },
  );
});

test('a missing file fails at once, a busy server is asked again', async () => {
  await against(
    (_request, response) => response.writeHead(404).end(),
    {},
    async (setting) => {
      await assert.rejects(download(setting.wanted), failing(/answered 404/));
      assert.equal(setting.server.requests.length, 1);
    },
  );
  const busy: Answer = (request, response, count) =>
    count === 1 ? response.writeHead(503).end() : sendFile(request, response, content);
  await against(busy, {}, async (setting) => {
    await download(setting.wanted);
    fetched(setting);
  });
});

test('a body packed without being asked is refused', async () => {
  const packed: Answer = (_request, response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(content);
  await against(packed, {}, async (setting) => {
    await assert.rejects(download(setting.wanted), failing(/packed \(gzip\)/));
  });
});

test('redirects are followed, with the range; a circle of them ends', async () => {
  const moved: Answer = (request, response) => {
    if (request.url === '/elsewhere') sendFile(request, response, content);
    else response.writeHead(302, { location: '/elsewhere' }).end();
  };
  await against(moved, { left: content.subarray(0, half) }, async (setting) => {
    await download(setting.wanted);
    fetched(setting);
    assert.deepEqual(setting.server.requests[1], { path: '/elsewhere', range: `bytes=${half}-` });
  });
  const circle: Answer = (_request, response) => response.writeHead(302, { location: '/model.onnx' }).end();
  await against(circle, {}, async (setting) => {
    await assert.rejects(download(setting.wanted), failing(/redirect/i));
  });
});

test('stopping in the middle of a silent body keeps what came, and the next try goes on from there', async () => {
  const stalling: Answer = (request, response, count) => {
    if (count > 1) return sendFile(request, response, content);
    response.writeHead(200, { 'content-length': content.length });
    response.write(content.subarray(0, half));
  };
  const stop = new AbortController();
  const onBytes = (done: number) => {
    if (done === half) stop.abort();
  };
  const change = { signal: stop.signal, onBytes, patience: { stallSeconds: 30, retrySeconds: [] } };
  await against(stalling, change, async (setting) => {
    await assert.rejects(download(setting.wanted), { code: 'cancelled' });
    assert.ok(readFileSync(setting.wanted.partial).equals(content.subarray(0, half)));
    await download({ ...setting.wanted, signal: undefined });
    fetched(setting);
    assert.equal(setting.server.requests[1]?.range, `bytes=${half}-`);
  });
});

test('the proxy that the environment names is used', async () => {
  const sockets: Socket[] = [];
  const asked: string[] = [];
  const proxy = createServer((socket) => {
    sockets.push(socket);
    socket.once('data', (head) => {
      const target = /^CONNECT ([^ :]+):(\d+)/.exec(head.toString());
      asked.push(target?.[0] ?? head.toString());
      const onward = connect(Number(target?.[2]), target?.[1], () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      sockets.push(onward);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  assert.ok(address !== null && typeof address === 'object');
  const before = { http: process.env.http_proxy, no: process.env.no_proxy };
  process.env.http_proxy = `http://127.0.0.1:${address.port}`;
  process.env.no_proxy = '';
  try {
    await against(
      (request, response) => sendFile(request, response, content),
      {},
      async (setting) => {
        await download(setting.wanted);
        fetched(setting);
        assert.deepEqual(asked, [`CONNECT ${setting.server.url.slice('http://'.length)}`]);
      },
    );
  } finally {
    restore('http_proxy', before.http);
    restore('no_proxy', before.no);
    for (const socket of sockets) socket.destroy();
    proxy.close();
  }
});

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
