/** Serves the built page with the headers of the real program, for tests whose program is scripted. */
import { createServer } from 'node:http';
import path from 'node:path';
import { readPageFile } from '../../main/page-files.ts';

export interface PageServer {
  readonly address: string;
  close(): Promise<void>;
}

/** A server on loopback for the page in `folder`. */
export async function servePageFolder(folder: string): Promise<PageServer> {
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
