/**
 * The only place where the program opens a connection to the network, and the count that the page
 * shows. node:https rather than `fetch`, which the Node inside older Electrons lacks.
 */
import type { IncomingMessage } from 'node:http';
import followRedirects from 'follow-redirects';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';
import { ParolaError } from '../errors.ts';

let requests = 0;

/** Requests to the network since the program started; only model installation makes any. */
export function networkRequests(): number {
  return requests;
}

/** Counts a request that a package manager makes for us. */
export function countRequest(): void {
  requests += 1;
}

export interface RequestOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Give up when the server says nothing for so long. */
  readonly stallSeconds: number;
}

/**
 * Sends a GET through redirects and the proxy that the environment names, and answers with the
 * response, whatever its status, its body not yet read.
 * @throws ParolaError cancelled; Error with a short reason when no response comes
 */
export function request(url: string, options: RequestOptions): Promise<IncomingMessage> {
  const { signal, stallSeconds } = options;
  if (signal?.aborted === true) return Promise.reject(cancelled());
  requests += 1;
  const client = url.startsWith('https:') ? followRedirects.https : followRedirects.http;
  return new Promise((resolve, reject) => {
    const outgoing = client.get(url, {
      // Compressed on the way, offsets and sizes would mean something else.
      headers: { 'accept-encoding': 'identity', 'user-agent': 'parola', ...options.headers },
      maxRedirects: 10,
      agents: proxyAgents(url),
      beforeRedirect(next: object) {
        const address = (next as { href?: string }).href ?? url;
        if (url.startsWith('https:') && !address.startsWith('https:')) {
          throw new Error('the server redirects to an address without encryption');
        }
        (next as { agents?: ReturnType<typeof proxyAgents> }).agents = proxyAgents(address);
      },
    });
    const timer = setTimeout(
      () => outgoing.destroy(new Error(`no answer for ${stallSeconds} seconds`)),
      stallSeconds * 1000,
    );
    const stop = () => outgoing.destroy(cancelled());
    signal?.addEventListener('abort', stop, { once: true });
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    };
    outgoing.once('response', (response) => {
      settle();
      resolve(response);
    });
    outgoing.once('error', (error: Error) => {
      settle();
      reject(signal?.aborted === true ? cancelled() : error);
    });
  });
}

/** The error of an install that the user stopped. */
export function cancelled(): ParolaError {
  return new ParolaError('cancelled', 'stopped; what has been fetched is kept for the next time');
}

function proxyAgents(url: string): Record<string, HttpsProxyAgent<string>> | undefined {
  const proxy = getProxyForUrl(url);
  if (proxy === '') return undefined;
  const agent = new HttpsProxyAgent(proxy);
  return { http: agent, https: agent };
}
