/**
 * The window's page and the contract on loopback, for machines without a display: plain HTTP on
 * 127.0.0.1, behind a secret that only the printed address holds.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ParolaError } from './errors.ts';
import { pageHeaders, readPageFile } from './page-files.ts';
import { createGate, type Gate } from './serve-gate.ts';
import { connectSockets } from './serve-socket.ts';
import { createProgram, type ProgramOptions, type RunningProgram } from './session.ts';

export interface ServeOptions extends ProgramOptions {
  /** 0 or absent: any free one. */
  readonly port?: number;
  /** The built page, `dist/renderer`. */
  readonly pageFolder: string;
}

export interface Serving {
  /** `http://127.0.0.1:PORT/?token=…` */
  readonly url: string;
  readonly program: RunningProgram;
  /** Ends connections and the program with its processes. */
  close(): Promise<void>;
}

/**
 * Starts the program and serves it; one program for all pages.
 * @throws ParolaError request-invalid when the port is taken, and as `createProgram`
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  const server = createServer();
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const gate = createGate(port);
  let program: RunningProgram;
  try {
    program = await createProgram(options);
  } catch (error) {
    server.close();
    throw error;
  }
  server.on('request', (request, response) => void answer(gate, options.pageFolder, request, response));
  const sockets = connectSockets(server, gate, program);
  return {
    url: `http://127.0.0.1:${port}/?token=${gate.token}`,
    program,
    async close() {
      server.close();
      sockets.close();
      server.closeAllConnections();
      await program.close();
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is in use already' : `cannot be had (${error.message})`;
      reject(new ParolaError('request-invalid', `port ${port} ${reason}; choose another with --port`));
    });
    server.listen(port, '127.0.0.1', resolve);
  });
}

async function answer(
  gate: Gate,
  pageFolder: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, cookie } = gate.admit(request);
  if (status !== 200) return refuse(response, status);
  // Not by `new URL`, which resolves `..` before our own check could see it.
  const [pathname = '/'] = (request.url ?? '/').split(/[?#]/, 1);
  const file = await readPageFile(pageFolder, pathname);
  response.writeHead(file.status, { ...file.headers, ...(cookie === null ? {} : { 'set-cookie': cookie }) });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}

function refuse(response: ServerResponse, status: 403 | 405): void {
  response.writeHead(status, { ...pageHeaders, 'content-type': 'text/plain; charset=utf-8' });
  response.end(
    status === 405
      ? 'Only GET is answered here.\n'
      : 'Parola answers only the address that it printed, with its token. Open that one.\n',
  );
}
