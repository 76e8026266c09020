/**
 * The page's files and the headers they are served with, the same in the desktop program (`app://`) and
 * on loopback: nothing remote, no inline code, no string ever becomes script.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "media-src 'self' blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** Sent with every answer, errors too. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'microphone=(self), camera=(self), display-capture=(self), geolocation=(), usb=(), serial=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
};

/** The only kinds of file a page has; anything else in the folder (source maps, say) is not served. */
const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wav': 'audio/wav',
};

export interface PageFile {
  readonly status: 200 | 404;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The file that a URL's `pathname` (still percent-encoded) names under `folder`, or a 404; `/` is the page. */
export async function readPageFile(folder: string, pathname: string): Promise<PageFile> {
  const file = resolveInside(folder, pathname === '/' ? '/index.html' : pathname);
  const type = file === null ? undefined : contentTypes[path.extname(file)];
  if (file === null || type === undefined) return notFound;
  try {
    return { status: 200, headers: { ...pageHeaders, 'content-type': type }, body: await readFile(file) };
  } catch {
    return notFound;
  }
}

const notFound: PageFile = {
  status: 404,
  headers: { ...pageHeaders, 'content-type': 'text/plain; charset=utf-8' },
  body: Buffer.from('There is no such file.'),
};

/**
 * The absolute path that `pathname` means, or null when that lies outside `folder`. By `path.relative`,
 * as Electron's own documentation does it: comparing beginnings would let `/page-evil` pass for `/page`.
 */
export function resolveInside(folder: string, pathname: string): string | null {
  const name = decode(pathname);
  if (name === null || name.includes('\0') || name.includes('\\')) return null;
  const file = path.resolve(folder, `./${name}`);
  const relative = path.relative(folder, file);
  const isInside = relative !== '' && relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative);
  return isInside ? file : null;
}

function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}
