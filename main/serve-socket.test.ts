import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import type { Program } from '../preload/contract.ts';
import { decodeServerMessage, encodeFrame, maxServerFrameBytes } from '../preload/wire.ts';
import type { Gate } from './serve-gate.ts';
import { connectSockets } from './serve-socket.ts';

test('an answer too long for the socket is an error that says so, and the connection stays', async () => {
  const long = {
    ok: true,
    value: { name: 'a', mimeType: 'text/plain', text: 'x'.repeat(maxServerFrameBytes) },
  };
  const short = { ok: true, value: null };
  const program = {
    call: async (name: string) => (name === 'translation.export' ? long : short),
    on: () => () => {},
  };
  const server = createServer().listen(0, '127.0.0.1');
  const gate = { admitSocket: () => 'admitted' } as unknown as Gate;
  const sockets = connectSockets(server, gate, program as unknown as Program);
  await new Promise((resolve) => server.once('listening', resolve));
  const socket = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/socket`);
  try {
    await new Promise((resolve) => socket.once('open', resolve));
    const answers: unknown[] = [];
    const both = new Promise<void>((resolve) => {
      socket.on('message', (frame: Buffer) => {
        const message = decodeServerMessage(frame);
        if (message?.kind !== 'answer') return;
        answers.push(message.answer.ok ? message.answer.value : message.answer.error.code);
        if (answers.length === 2) resolve();
      });
    });
    const input = { id: 'a', format: 'text' };
    socket.send(encodeFrame({ kind: 'call', sequence: 1, name: 'translation.export', input }));
    socket.send(encodeFrame({ kind: 'call', sequence: 2, name: 'job.cancel', input: { id: 'a' } }));
    await both;
    assert.deepEqual(new Set(answers), new Set(['text-too-long', null]));
  } finally {
    socket.terminate();
    sockets.close();
    server.close();
  }
});
