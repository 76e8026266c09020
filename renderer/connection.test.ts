import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { decodeCall, encodeFrame } from '../preload/wire.ts';
import { connect } from './connection.ts';
import type { ConnectionStatus } from './view-state.ts';

/** A socket whose other end is the test. */
class TestSocket {
  static readonly OPEN = 1;
  static readonly CLOSED = 3;
  static readonly all: TestSocket[] = [];
  readonly sent: Uint8Array[] = [];
  readonly address: string;
  readyState = 0;
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: ArrayBuffer }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  constructor(address: string) {
    this.address = address;
    TestSocket.all.push(this);
  }
  send(frame: Uint8Array): void {
    this.sent.push(frame);
  }
  opens(): void {
    this.readyState = TestSocket.OPEN;
    this.onopen?.();
  }
  closes(code: number): void {
    this.readyState = TestSocket.CLOSED;
    this.onclose?.({ code });
  }
}

const saved = {
  window: Reflect.get(globalThis, 'window'),
  WebSocket: Reflect.get(globalThis, 'WebSocket'),
  fetch: globalThis.fetch,
};
beforeEach(() => {
  TestSocket.all.length = 0;
  const location = { protocol: 'http:', host: '127.0.0.1:4000' };
  Object.assign(globalThis, { window: { location }, WebSocket: TestSocket });
});
afterEach(() => {
  Object.assign(globalThis, saved);
});

function open() {
  const connection = connect();
  const statuses: ConnectionStatus[] = [];
  connection.onStatus((status) => statuses.push(status));
  const socket = TestSocket.all[0];
  assert.ok(socket);
  return { connection, statuses, socket };
}

test('answers find their calls whatever their order', async () => {
  const { connection, socket } = open();
  assert.equal(socket.address, 'ws://127.0.0.1:4000/socket');
  socket.opens();
  const first = connection.program.call('job.cancel', { id: 'a' });
  const second = connection.program.call('job.cancel', { id: 'b' });
  const [one, two] = socket.sent.map((frame) => decodeCall(frame)?.sequence ?? -1);
  const answer = (sequence: number, message: string) =>
    socket.onmessage?.({
      data: encodeFrame({
        kind: 'answer',
        sequence,
        answer: { ok: false, error: { code: 'unknown', message } },
      }).buffer,
    });
  answer(two ?? -1, 'second');
  answer(one ?? -1, 'first');
  assert.deepEqual(
    (await Promise.all([first, second])).map((given) => !given.ok && given.error.message),
    ['first', 'second'],
  );
});

test('when the connection is lost, what was asked fails in words and the page comes back by itself', async () => {
  const { connection, statuses, socket } = open();
  socket.opens();
  const asked = connection.program.call('job.cancel', { id: 'a' });
  socket.closes(1006);
  const answer = await asked;
  assert.match(answer.ok ? '' : answer.error.message, /connection to Parola was lost/);
  connection.retryNow();
  TestSocket.all[1]?.opens();
  assert.deepEqual(statuses, ['connecting', 'connected', 'lost', 'connected']);
});

test('a page that the program does not know stops asking', async () => {
  const { statuses, socket } = open();
  socket.opens();
  socket.closes(1008);
  await new Promise((resolve) => setTimeout(resolve, 400));
  assert.deepEqual(statuses, ['connecting', 'connected', 'refused']);
  assert.equal(TestSocket.all.length, 1);
});

test('a program that was started anew refuses the old page, and the page says so instead of waiting', async () => {
  Object.assign(globalThis, { fetch: async () => ({ status: 403 }) });
  const { statuses, socket } = open();
  socket.closes(1006);
  await new Promise((resolve) => setTimeout(resolve, 400));
  assert.deepEqual(statuses, ['connecting', 'lost', 'refused']);
  assert.equal(TestSocket.all.length, 1);
});
