/** Content hashes: what makes a file the file that the catalogue means. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';

/** A hash with its algorithm; the value is lower-case hexadecimal. */
export interface Digest {
  readonly algorithm: 'sha256' | 'sha512' | 'sha1';
  readonly value: string;
}

/** The hash of a file's content, read in pieces; `signal` stops it between two of them. */
export async function digestOf(
  file: string,
  algorithm: Digest['algorithm'] = 'sha256',
  signal?: AbortSignal,
): Promise<string> {
  const hash = createHash(algorithm);
  const stream = createReadStream(file, signal === undefined ? {} : { signal });
  for await (const piece of stream) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** Does the file hold what `digest` says? */
export async function matches(file: string, digest: Digest, signal?: AbortSignal): Promise<boolean> {
  return (await digestOf(file, digest.algorithm, signal)) === digest.value;
}

/** Does a gzipped file hold just so many bytes with this SHA-256? Nothing is read beyond them. */
export async function unpacksTo(
  file: string,
  { bytes, sha256 }: { readonly bytes: number; readonly sha256: string },
  signal?: AbortSignal,
): Promise<boolean> {
  const hash = createHash('sha256');
  const packed = createReadStream(file, signal === undefined ? {} : { signal });
  const unpacked = createGunzip();
  packed.on('error', (error) => unpacked.destroy(error));
  let seen = 0;
  try {
    for await (const piece of packed.pipe(unpacked)) {
      seen += (piece as Buffer).length;
      if (seen > bytes) return false;
      hash.update(piece as Buffer);
    }
  } catch (error) {
    // zlib's own errors say that it is no gzip; those of the disk and of the user stay what they are.
    if ((error as NodeJS.ErrnoException).code?.startsWith('Z_')) return false;
    throw error;
  } finally {
    packed.destroy();
    unpacked.destroy();
  }
  return seen === bytes && hash.digest('hex') === sha256;
}

/** npm's `sha512-BASE64` (the first of several that we can check), or null. */
export function parseIntegrity(integrity: string): Digest | null {
  for (const part of integrity.split(/\s+/)) {
    const match = /^(sha512|sha256|sha1)-([A-Za-z0-9+/=]+)/.exec(part);
    if (match === null) continue;
    const algorithm = match[1] as Digest['algorithm'];
    return { algorithm, value: Buffer.from(match[2] ?? '', 'base64').toString('hex') };
  }
  return null;
}
