/**
 * Who may use the loopback server. Other programs and web pages can reach 127.0.0.1 too, so each request
 * must name us as its host (against DNS rebinding), come from our own page if it comes from a page, and
 * know the token, or the cookie that the page was given with it.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface Admission {
  readonly status: 200 | 403 | 405;
  /** To be set with the page. */
  readonly cookie: string | null;
}

export interface Gate {
  readonly token: string;
  admit(request: IncomingMessage): Admission;
  /** `unknown`: our own page, but of an earlier run; it must be told, so that it does not try again for ever. */
  admitSocket(request: IncomingMessage): 'admitted' | 'unknown' | 'refused';
}

export const socketPath = '/socket';
const secretBytes = 32;

export function createGate(port: number): Gate {
  const token = randomBytes(secretBytes).toString('base64url');
  const secret = randomBytes(secretBytes).toString('base64url');
  // Cookies do not tell ports apart; two servers on one machine must not overwrite each other's.
  const cookieName = `parola-${port}`;
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const origins = hosts.map((host) => `http://${host}`);
  const cookie = `${cookieName}=${secret}; Path=/; HttpOnly; SameSite=Strict`;
  function isOurs({ headers }: IncomingMessage): boolean {
    const site = headers['sec-fetch-site'];
    return (
      hosts.includes(headers.host ?? '') &&
      (headers.origin === undefined || origins.includes(headers.origin)) &&
      (site === undefined || site === 'same-origin' || site === 'none')
    );
  }
  return {
    token,
    admit(request) {
      const refused = { status: 403, cookie: null } as const;
      if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 405, cookie: null };
      if (!isOurs(request)) return refused;
      const { pathname, searchParams } = addressOf(request);
      if (pathname === '/' || pathname === '/index.html') {
        return isSame(searchParams.get('token'), token) ? { status: 200, cookie } : refused;
      }
      return isSame(cookieOf(request, cookieName), secret) ? { status: 200, cookie: null } : refused;
    },
    admitSocket(request) {
      const isPage = request.headers.origin !== undefined && isOurs(request);
      if (!isPage || addressOf(request).pathname !== socketPath) return 'refused';
      return isSame(cookieOf(request, cookieName), secret) ? 'admitted' : 'unknown';
    },
  };
}

function addressOf(request: IncomingMessage): URL {
  try {
    return new URL(request.url ?? '/', 'http://127.0.0.1');
  } catch {
    return new URL('http://127.0.0.1/malformed');
  }
}

function cookieOf({ headers }: IncomingMessage, name: string): string | null {
  for (const pair of (headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}

/** In the same time whatever is wrong; hashing makes the lengths equal. */
function isSame(given: string | null, expected: string): boolean {
  if (given === null) return false;
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
