/** Serves the built page with the headers of the real program, for tests whose program is scripted. */
import { createServer } from 'node:http';
import path from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright';
import { readPageFile } from '../../main/page-files.ts';
import { openBrowser } from './browser.ts';

interface PageServer {
  readonly address: string;
  close(): Promise<void>;
}

/** A server on loopback for the page in `folder`. */
async function servePageFolder(folder: string): Promise<PageServer> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://loopback');
    void readPageFile(path.resolve(folder), pathname).then((file) => {
      response.writeHead(file.status, { ...file.headers }).end(file.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = (server.address() as { readonly port: number }).port;
  return {
    address: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

export interface ScriptedWindow {
  readonly browser: Browser;
  /** Where the built page is served. */
  readonly address: string;
}

/** A browser and the built page for all tests of a file; there once they run. */
export function useBuiltPage(): ScriptedWindow {
  const scripted = {} as { browser: Browser; address: string };
  let server: PageServer;
  before(async () => {
    scripted.browser = await openBrowser('dictation.wav');
    server = await servePageFolder(fileURLToPath(new URL('../../dist/renderer', import.meta.url)));
    scripted.address = server.address;
  });
  after(async () => {
    await scripted.browser.close();
    await server.close();
  });
  return scripted;
}
