/**
 * One file over HTTP, resumed where the server allows it. What can go wrong, in the order in which it
 * is met: nothing answers · an error status · the range is ignored (200: start again) or answered with
 * another one (start again) · 416 (nothing is left to send: believed only if the hash agrees) · the
 * body stalls, ends early or is longer than the file · the hash is wrong · the user stops it.
 */

import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { ParolaError } from '../errors.ts';
import { type Digest, matches } from './digest.ts';
import { cancelled, request } from './http.ts';

export interface Download {
  readonly url: string;
  /** Where the bytes go; what is there already is gone on from when a digest can vouch for the whole. */
  readonly partial: string;
  readonly bytes: number | null;
  readonly digest: Digest | null;
  /** Never write more than this, whatever is promised. */
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
  readonly onBytes: (doneBytes: number, totalBytes: number | null) => void;
  readonly onNote: (note: string) => void;
  readonly patience: Patience;
}

export interface Patience {
  /** A server that does not begin to answer for so long is given up; absent: as a body is. */
  readonly answerSeconds?: number;
  /** A body that brings nothing for so long is given up. */
  readonly stallSeconds: number;
  /** Waits before the tries after the first. */
  readonly retrySeconds: readonly number[];
}

export const usualPatience: Patience = { stallSeconds: 30, retrySeconds: [1, 3] };

/** How one try ended. `again`: the bytes so far are good; `afresh`: they are not. */
type Outcome = { readonly kind: 'complete' } | { readonly kind: 'again' | 'afresh'; readonly reason: string };

/**
 * Fetches the whole file; when this returns it is at `partial`, complete, verified as far as `digest`
 * goes, and on the disk. On failure and on cancel the bytes so far stay for the next time, unless they are wrong.
 * @throws ParolaError install-failed with the reason, cancelled; file system errors as they are
 */
export async function download(wanted: Download): Promise<void> {
  if (await isCompleteAlready(wanted)) return;
  let retries = 0;
  let startedAfresh = false;
  for (;;) {
    const before = await sizeOf(wanted.partial);
    const outcome = await tryOnce(wanted);
    if (outcome.kind === 'complete') return;
    if (outcome.kind === 'afresh') {
      await rm(wanted.partial, { force: true });
      if (startedAfresh) throw failed(outcome.reason);
      startedAfresh = true;
      wanted.onNote(`${outcome.reason}; starting again from the beginning`);
      continue;
    }
    // A poor line that brings something each time gets there in the end.
    if ((await sizeOf(wanted.partial)) > before) retries = 0;
    const seconds = wanted.patience.retrySeconds[retries];
    if (seconds === undefined) throw failed(outcome.reason);
    retries += 1;
    wanted.onNote(`${outcome.reason}; trying again in ${seconds} s`);
    await pause(seconds, wanted.signal);
  }
}

async function isCompleteAlready({ partial, digest, bytes, signal, onBytes }: Download): Promise<boolean> {
  const size = await sizeOf(partial);
  if (size === 0) return false;
  // Without a hash nobody could tell whether the two halves belong together.
  if (digest === null || (bytes !== null && size > bytes)) {
    await rm(partial, { force: true });
    return false;
  }
  if (bytes !== null && size < bytes) return false;
  if (!(await matches(partial, digest, signal))) {
    if (bytes !== null) await rm(partial, { force: true });
    return false;
  }
  onBytes(size, size);
  return true;
}

async function tryOnce(wanted: Download): Promise<Outcome> {
  const offset = await sizeOf(wanted.partial);
  let response: IncomingMessage;
  try {
    const headers: Record<string, string> = offset > 0 ? { range: `bytes=${offset}-` } : {};
    response = await request(wanted.url, {
      headers,
      signal: wanted.signal,
      stallSeconds: wanted.patience.answerSeconds ?? wanted.patience.stallSeconds,
    });
  } catch (error) {
    if (error instanceof ParolaError) throw error;
    return { kind: 'again', reason: reasonOf(error as NodeJS.ErrnoException) };
  }
  try {
    return await receive(wanted, response, offset);
  } finally {
    response.destroy();
  }
}

async function receive(wanted: Download, response: IncomingMessage, offset: number): Promise<Outcome> {
  const status = response.statusCode ?? 0;
  if (status === 416) return finish(wanted, 'the server has no such part of the file');
  if (status === 206) {
    const start = /^bytes (\d+)-/.exec(response.headers['content-range'] ?? '')?.[1];
    if (Number(start) !== offset) {
      return { kind: 'afresh', reason: 'the server sent another part than was asked for' };
    }
    return readBody(wanted, response, offset);
  }
  if (status === 200) {
    if (offset > 0) wanted.onNote('the server does not resume; starting again from the beginning');
    return readBody(wanted, response, 0);
  }
  const reason = `the server answered ${status}`;
  if (status >= 500 || status === 408 || status === 429) return { kind: 'again', reason };
  throw failed(reason);
}

async function readBody(wanted: Download, response: IncomingMessage, offset: number): Promise<Outcome> {
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    throw failed(`the server sent the file packed (${encoding}) without being asked`);
  const promised = Number(response.headers['content-length'] ?? Number.NaN);
  const total = wanted.bytes ?? (Number.isFinite(promised) ? offset + promised : null);
  const limit = Math.min(wanted.maxBytes, wanted.bytes ?? wanted.maxBytes);
  const handle = await open(wanted.partial, offset === 0 ? 'w' : 'r+', 0o600);
  try {
    const end = await writeBody(wanted, response, handle, { offset, total, limit });
    if (end === 'too long') {
      await handle.truncate(0);
      throw failed(`the server sends more than the ${limit} bytes that the file has`);
    }
    await handle.sync();
    if (end !== 'ended') return { kind: 'again', reason: end };
  } finally {
    await handle.close();
  }
  return finish(wanted, 'the content is not what the catalogue says (its hash differs)');
}

interface Extent {
  readonly offset: number;
  readonly total: number | null;
  readonly limit: number;
}

/** Writes until the body ends; says how it ended: 'ended', 'too long', or why it broke off. */
async function writeBody(
  wanted: Download,
  response: IncomingMessage,
  handle: FileHandle,
  { offset, total, limit }: Extent,
): Promise<string> {
  const { stallSeconds } = wanted.patience;
  let position = offset;
  const stop = () => response.destroy(cancelled());
  const timer = setTimeout(
    () => response.destroy(new Error(`nothing came for ${stallSeconds} seconds`)),
    stallSeconds * 1000,
  );
  wanted.signal?.addEventListener('abort', stop, { once: true });
  try {
    if (isAborted(wanted)) throw cancelled();
    const body = response[Symbol.asyncIterator]();
    for (;;) {
      const next = await nextPiece(body);
      if (typeof next === 'string') {
        if (isAborted(wanted)) throw cancelled();
        if (next !== 'ended') return next;
        return total !== null && position < total
          ? `the file ended after ${position} of ${total} bytes`
          : 'ended';
      }
      timer.refresh();
      if (position + next.length > limit) return 'too long';
      await handle.write(next, 0, next.length, position);
      position += next.length;
      wanted.onBytes(position, total);
    }
  } finally {
    clearTimeout(timer);
    wanted.signal?.removeEventListener('abort', stop);
  }
}

/** The next piece, 'ended', or why the connection broke; so that errors of the disk are not taken for it. */
async function nextPiece(body: AsyncIterator<Buffer>): Promise<Buffer | string> {
  try {
    const { done, value } = await body.next();
    return done === true ? 'ended' : value;
  } catch (error) {
    return reasonOf(error as NodeJS.ErrnoException);
  }
}

async function finish({ partial, bytes, digest, signal }: Download, reason: string): Promise<Outcome> {
  const size = await sizeOf(partial);
  const sizeFits = bytes === null || size === bytes;
  if (sizeFits && size > 0 && (digest === null || (await matches(partial, digest, signal)))) {
    return { kind: 'complete' };
  }
  return { kind: 'afresh', reason };
}

function isAborted({ signal }: Download): boolean {
  return signal?.aborted === true;
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

/** Why no answer came, in words. */
function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return 'its address cannot be found; is there a connection?';
  if (code === 'ECONNREFUSED') return 'nothing answers there';
  if (code === 'ECONNRESET') return 'the connection broke off';
  return message;
}

function failed(reason: string): ParolaError {
  return new ParolaError('install-failed', reason);
}

function pause(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(cancelled());
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, seconds * 1000);
    if (signal?.aborted === true) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
