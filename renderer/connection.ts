/**
 * The program, from the page's side: what Electron's preload gives, or a socket to the loopback server with
 * the same calls. The socket comes back by itself when it was lost; calls under way then fail with a message,
 * they are never sent twice.
 */
import type { Answer, CallName, EventName, Events, Program } from '../preload/contract.ts';
import { decodeServerMessage, encodeFrame } from '../preload/wire.ts';
import type { ConnectionStatus } from './view-state.ts';
import { words } from './words.ts';

export interface Connection {
  readonly program: Program;
  /** Hears every change; returns the function that stops listening. */
  onStatus(listener: (status: ConnectionStatus) => void): () => void;
  /** Tries to come back now instead of at the next turn. */
  retryNow(): void;
}

declare global {
  interface Window {
    /** Put there by Electron's preload script. */
    readonly parola?: Program;
  }
}

/** Waiting times between attempts, in milliseconds; the last one repeats. */
const retryDelaysMs = [250, 500, 1000, 2000];
/** The server closes with this code when it does not know the page's cookie. */
const policyViolation = 1008;

/** The connection of this window. */
export function connect(): Connection {
  if (window.parola === undefined) return connectSocket(socketAddress(window.location));
  const program = window.parola;
  return {
    program,
    onStatus: (listener) => {
      listener('connected');
      return () => undefined;
    },
    retryNow: () => undefined,
  };
}

function socketAddress({ protocol, host }: Location): string {
  return `${protocol === 'https:' ? 'wss:' : 'ws:'}//${host}/socket`;
}

type Settle = (answer: Answer<CallName>) => void;
type AnyListener = (event: Events[EventName]) => void;

function connectSocket(address: string): Connection {
  const waiting = new Map<number, Settle>();
  const listeners = new Map<EventName, Set<AnyListener>>();
  const statusListeners = new Set<(status: ConnectionStatus) => void>();
  let status: ConnectionStatus = 'connecting';
  let sequence = 0;
  let attempt = 0;
  let retryTimer: ReturnType<typeof setTimeout> | null = null;
  let socket = open();

  function tell(next: ConnectionStatus): void {
    status = next;
    for (const listener of statusListeners) listener(next);
  }

  function open(): WebSocket {
    const opened = new WebSocket(address);
    opened.binaryType = 'arraybuffer';
    opened.onopen = () => {
      attempt = 0;
      tell('connected');
    };
    opened.onmessage = (message: MessageEvent<ArrayBuffer>) => receive(new Uint8Array(message.data));
    opened.onclose = (event) => lost(event.code);
    return opened;
  }

  function lost(code: number): void {
    for (const settle of waiting.values()) settle(failure());
    waiting.clear();
    tell(code === policyViolation ? 'refused' : 'lost');
    if (code === policyViolation) return;
    const delay = retryDelaysMs[Math.min(attempt, retryDelaysMs.length - 1)];
    attempt += 1;
    retryTimer = setTimeout(reopen, delay);
  }

  function reopen(): void {
    if (retryTimer !== null) clearTimeout(retryTimer);
    retryTimer = null;
    if (socket.readyState === WebSocket.CLOSED) socket = open();
  }

  function receive(frame: Uint8Array): void {
    const message = decodeServerMessage(frame);
    if (message === null) return;
    if (message.kind === 'answer') {
      waiting.get(message.sequence)?.(message.answer);
      waiting.delete(message.sequence);
      return;
    }
    for (const listener of listeners.get(message.name) ?? []) listener(message.event);
  }

  const program: Program = {
    call: (name, input) =>
      new Promise((resolve) => {
        if (socket.readyState !== WebSocket.OPEN) return resolve(failure());
        sequence += 1;
        waiting.set(sequence, resolve as Settle);
        socket.send(encodeFrame({ kind: 'call', sequence, name, input }));
      }),
    on: (name, listener) => {
      const set = listeners.get(name) ?? new Set<AnyListener>();
      listeners.set(name, set.add(listener as AnyListener));
      return () => set.delete(listener as AnyListener);
    },
  };
  return {
    program,
    onStatus: (listener) => {
      statusListeners.add(listener);
      listener(status);
      return () => statusListeners.delete(listener);
    },
    retryNow: reopen,
  };
}

function failure(): {
  readonly ok: false;
  readonly error: Extract<Answer<'state.get'>, { ok: false }>['error'];
} {
  const { what, todo } = words.connection.lost;
  return { ok: false, error: { code: 'unknown', message: `${what} ${todo}` } };
}
