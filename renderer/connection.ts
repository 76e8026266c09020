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
/** The server closes with this code when it does not know the page, or not what it says. */
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

type AnyListener = (event: Events[EventName]) => void;

interface Line {
  readonly address: string;
  /** Calls under way, by their number. */
  readonly waiting: Map<number, (answer: Answer<CallName>) => void>;
  readonly listeners: Map<EventName, Set<AnyListener>>;
  readonly statusListeners: Set<(status: ConnectionStatus) => void>;
  status: ConnectionStatus;
  socket: WebSocket | null;
  sequence: number;
  /** Since the line was last open. */
  attempts: number;
  retryTimer: ReturnType<typeof setTimeout> | null;
}

function connectSocket(address: string): Connection {
  const line: Line = {
    address,
    waiting: new Map(),
    listeners: new Map(),
    statusListeners: new Set(),
    status: 'connecting',
    socket: null,
    sequence: 0,
    attempts: 0,
    retryTimer: null,
  };
  open(line);
  return {
    program: programOver(line),
    onStatus: (listener) => {
      line.statusListeners.add(listener);
      listener(line.status);
      return () => line.statusListeners.delete(listener);
    },
    retryNow: () => open(line),
  };
}

function programOver(line: Line): Program {
  return {
    call: (name, input) =>
      new Promise((resolve) => {
        if (line.socket?.readyState !== WebSocket.OPEN) return resolve(lostAnswer());
        line.sequence += 1;
        line.waiting.set(line.sequence, resolve as (answer: Answer<CallName>) => void);
        line.socket.send(encodeFrame({ kind: 'call', sequence: line.sequence, name, input }));
      }),
    on: (name, listener) => {
      const set = line.listeners.get(name) ?? new Set<AnyListener>();
      line.listeners.set(name, set.add(listener as AnyListener));
      return () => set.delete(listener as AnyListener);
    },
  };
}

function open(line: Line): void {
  if (line.retryTimer !== null) clearTimeout(line.retryTimer);
  line.retryTimer = null;
  if (line.socket !== null && line.socket.readyState !== WebSocket.CLOSED) return;
  const socket = new WebSocket(line.address);
  line.socket = socket;
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => {
    line.attempts = 0;
    tell(line, 'connected');
  };
  socket.onmessage = (message: MessageEvent<ArrayBuffer>) => receive(line, new Uint8Array(message.data));
  socket.onclose = ({ code }) => void lost(line, code);
}

async function lost(line: Line, code: number): Promise<void> {
  for (const settle of line.waiting.values()) settle(lostAnswer());
  line.waiting.clear();
  if (code === policyViolation) return tell(line, 'refused');
  tell(line, 'lost');
  if (await isRefused()) return tell(line, 'refused');
  const delay = retryDelaysMs[Math.min(line.attempts, retryDelaysMs.length - 1)];
  line.attempts += 1;
  line.retryTimer ??= setTimeout(() => open(line), delay);
}

/** A browser does not tell a page why a socket was not opened; an ordinary request for the page does. */
async function isRefused(): Promise<boolean> {
  try {
    return (await fetch('/', { method: 'HEAD', cache: 'no-store' })).status === 403;
  } catch {
    return false;
  }
}

function receive(line: Line, frame: Uint8Array): void {
  const message = decodeServerMessage(frame);
  if (message === null) return;
  if (message.kind === 'answer') {
    line.waiting.get(message.sequence)?.(message.answer);
    line.waiting.delete(message.sequence);
    return;
  }
  for (const listener of line.listeners.get(message.name) ?? []) listener(message.event);
}

function tell(line: Line, status: ConnectionStatus): void {
  line.status = status;
  for (const listener of line.statusListeners) listener(status);
}

function lostAnswer(): Extract<Answer<CallName>, { readonly ok: false }> {
  const { what, todo } = words.connection.lost;
  return { ok: false, error: { code: 'unknown', message: `${what} ${todo}` } };
}
