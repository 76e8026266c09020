/** Serves the page's files on the desktop program's own scheme, `app://parola/`. */
import { protocol, type Session } from 'electron';
import { isOwnPage, pageScheme } from './origin.ts';
import { type PageFile, readPageFile } from './page-files.ts';

/** Must be called before Electron is ready. */
export function declarePageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: pageScheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves `folder` on the scheme, in `session` only. */
export function servePage(session: Session, folder: string): void {
  const read = (address: string): Promise<PageFile> =>
    // A host that is not ours has no files.
    readPageFile(folder, isOwnPage(address) ? new URL(address).pathname : '/absent');
  // `handle` came with Electron 25; the tests' older one knows only the form before it.
  if (typeof session.protocol.handle === 'function') {
    session.protocol.handle(pageScheme, async (request) => {
      const { status, headers, body } = await read(request.url);
      return new Response(new Uint8Array(body), { status, headers: { ...headers } });
    });
    return;
  }
  session.protocol.registerBufferProtocol(pageScheme, (request, callback) => {
    void read(request.url).then(({ status, headers, body }) =>
      callback({
        statusCode: status,
        headers: { ...headers },
        mimeType: headers['content-type'] ?? '',
        data: body,
      }),
    );
  });
}
