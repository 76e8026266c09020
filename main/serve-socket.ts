/** The contract over a WebSocket: calls in, answers and events out, neither faster than the other end takes them. */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type CallInput, type EventName, eventNames, type Program } from '../preload/contract.ts';
import {
  type CallMessage,
  decodeCall,
  encodeFrame,
  maxClientFrameBytes,
  maxServerFrameBytes,
  type ServerMessage,
} from '../preload/wire.ts';
import { type Gate, socketPath } from './serve-gate.ts';

/** Calls of one page under way; while there are more, nothing is read from it. */
const maxUnderWay = 64;
const maxPages = 16;
const policyViolation = 1008;
/** A page that is slow to read misses what the next event replaces anyway; one that reads nothing is cut off. */
const skipBeyondBytes = 2 ** 20;
const cutOffBeyondBytes = 64 * 2 ** 20;
const replaceable: readonly EventName[] = ['state', 'partial'];

export interface Sockets {
  close(): void;
}

export function connectSockets(server: Server, gate: Gate, program: Program): Sockets {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxClientFrameBytes,
    perMessageDeflate: false,
    clientTracking: true,
  });
  server.on('upgrade', (request: IncomingMessage, connection: Duplex, head: Buffer) => {
    connection.on('error', () => connection.destroy());
    const admission = gate.admitSocket(request);
    if (admission === 'refused' || sockets.clients.size >= maxPages) {
      connection.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, connection, head, (socket) => {
      if (admission === 'admitted') serveSocket(socket, program);
      else socket.close(policyViolation, 'open the address that Parola printed');
    });
  });
  return {
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

function serveSocket(socket: WebSocket, program: Program): void {
  let underWay = 0;
  const stopListening = eventNames.map((name) =>
    program.on(name, (event) => {
      const isReplaced = replaceable.includes(name) && !('models' in event);
      if (socket.bufferedAmount > skipBeyondBytes && isReplaced) return;
      send(socket, encodeFrame({ kind: 'event', name, event }));
    }),
  );
  socket.on('close', () => {
    for (const stop of stopListening) stop();
  });
  // What is wrong with a connection ends it; the page connects again.
  socket.on('error', () => socket.terminate());
  socket.on('message', (data, isBinary) => {
    const message = isBinary ? decodeCall(data as Buffer) : null;
    if (message === null) {
      socket.close(policyViolation, `only calls are taken on ${socketPath}`);
      return;
    }
    underWay++;
    if (underWay >= maxUnderWay) socket.pause();
    void reply(socket, program, message).then(() => {
      underWay--;
      if (underWay < maxUnderWay) socket.resume();
    });
  });
}

/** The program checks the input; its answer is data whatever happens. */
async function reply(socket: WebSocket, program: Program, message: CallMessage): Promise<void> {
  const { sequence, name } = message;
  const answer = await program.call(name, message.input as CallInput<typeof name>);
  const frame = encodeFrame({ kind: 'answer', sequence, answer });
  send(socket, frame.length > maxServerFrameBytes ? encodeFrame(tooLong(sequence)) : frame);
}

/** Only a very long translation or document is. */
function tooLong(sequence: number): ServerMessage {
  const message = 'it is too long to be shown here; save it as a file, or give it in parts';
  return { kind: 'answer', sequence, answer: { ok: false, error: { code: 'text-too-long', message } } };
}

function send(socket: WebSocket, frame: Uint8Array): void {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > cutOffBeyondBytes) socket.terminate();
  else socket.send(frame);
}
