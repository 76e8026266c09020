import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { test } from 'node:test';
import { download } from './download.ts';
import { against, content, failing, fetched, half } from './download-ground.ts';
import { type Answer, sendFile } from './local-server.ts';

test('a file arrives whole, readable by its owner only, with progress', async () => {
  const seen: number[] = [];
  const onBytes = (done: number) => seen.push(done);
  await against(
    (request, response) => sendFile(request, response, content),
    { onBytes },
    async (setting) => {
      await download(setting.wanted);
      fetched(setting);
      assert.equal(statSync(setting.wanted.partial).mode & 0o777, 0o600);
      assert.equal(seen[seen.length - 1], content.length);
      assert.deepEqual(setting.notes, []);
    },
  );
});

test('what an earlier try fetched is not fetched again', async () => {
  const left = content.subarray(0, half);
  await against(
    (request, response) => sendFile(request, response, content),
    { left },
    async (setting) => {
      await download(setting.wanted);
      fetched(setting);
      assert.deepEqual(setting.server.requests, [{ path: '/model.onnx', range: `bytes=${half}-` }]);
    },
  );
});

test('a file that is whole already needs no connection', async () => {
  await against(
    (request, response) => sendFile(request, response, content),
    { left: content },
    async (setting) => {
      await download(setting.wanted);
      assert.equal(setting.server.requests.length, 0);
    },
  );
});

test('a server that ignores the range makes it start again, and that is said', async () => {
  const left = randomBytes(half);
  await against(
    (_request, response) => response.end(content),
    { left },
    async (setting) => {
      await download(setting.wanted);
      fetched(setting);
      assert.match(setting.notes.join(), /does not resume; starting again/);
    },
  );
});

test('a range that starts elsewhere is not glued on', async () => {
  const wrong: Answer = (request, response, count) => {
    if (count > 1) return sendFile(request, response, content);
    response.writeHead(206, { 'content-range': `bytes 10-${content.length - 1}/${content.length}` });
    response.end(content.subarray(10));
  };
  await against(wrong, { left: content.subarray(0, half) }, async (setting) => {
    await download(setting.wanted);
    fetched(setting);
    assert.deepEqual(
      setting.server.requests.map(({ range }) => range),
      [`bytes=${half}-`, undefined],
    );
  });
});

test('"nothing is left to send" is believed only when the hash agrees', async () => {
  const left = randomBytes(content.length);
  await against(
    (request, response) => sendFile(request, response, content),
    { left, bytes: null },
    async (setting) => {
      await download(setting.wanted);
      fetched(setting);
      assert.equal(setting.server.requests[0]?.range, `bytes=${content.length}-`);
      assert.equal(setting.server.requests[1]?.range, undefined);
    },
  );
});

test('more bytes than the file has are cut off at the first, and nothing of them stays', async () => {
  const endless: Answer = (_request, response) => {
    response.writeHead(200);
    const more = setInterval(() => response.write(Buffer.alloc(64_000)), 1);
    response.on('close', () => clearInterval(more));
  };
  await against(endless, {}, async (setting) => {
    await assert.rejects(download(setting.wanted), failing(/more than the 300000 bytes/));
    assert.equal(statSync(setting.wanted.partial).size, 0);
  });
});

test('a file of unknown size stops at the limit', async () => {
  const large: Answer = (_request, response) => response.end(Buffer.alloc(1_100_000));
  await against(large, { bytes: null, digest: null }, async (setting) => {
    await assert.rejects(download(setting.wanted), failing(/more than the 1000000 bytes/));
  });
});
