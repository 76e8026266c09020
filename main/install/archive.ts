/**
 * One named member out of an archive, to a path of our own. No name from inside the archive ever
 * becomes a path, no other member is written, and no member grows past its stated size, so neither
 * `../` names nor bombs have anywhere to go.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';
import { type Entry, fromFd, type ZipFile } from 'yauzl';
import { ParolaError } from '../errors.ts';
import { cancelled } from './http.ts';

export interface Member {
  readonly name: string;
  /** The size the catalogue states; null: unknown there. */
  readonly bytes: number | null;
  /** The most that is ever written. */
  readonly maxBytes: number;
}

/** What a compressed archive may unpack to while the member is looked for. */
const maxUnpackedBytes = 4 * 2 ** 30;

/**
 * Writes `member` of the tar.gz at `archive` to `target`.
 * @throws ParolaError install-failed when it is not there, not a plain file, or not of its size; cancelled
 */
export async function takeFromTarball(
  archive: string,
  member: Member,
  target: string,
  signal?: AbortSignal,
): Promise<void> {
  const file = createReadStream(archive);
  const unpacked = file.pipe(createGunzip());
  const entries = extract();
  let seen = 0;
  unpacked.on('data', (piece: Buffer) => {
    seen += piece.length;
    if (seen > maxUnpackedBytes) unpacked.destroy(new Error('it unpacks to more than 4 GiB'));
  });
  file.on('error', (error) => entries.destroy(error));
  unpacked.on('error', (error) => entries.destroy(error));
  unpacked.pipe(entries);
  try {
    for await (const entry of entries) {
      if (entry.header.name !== member.name) {
        entry.resume();
        continue;
      }
      if (entry.header.type !== 'file') throw damaged(`${member.name} is no plain file in it`);
      checkSize(member, entry.header.size ?? 0);
      await write(entry, member, target, signal);
      return;
    }
  } catch (error) {
    throw asArchiveError(error);
  } finally {
    file.destroy();
    unpacked.destroy();
    entries.destroy();
  }
  throw damaged(`${member.name} is not in it`);
}

/** The same for a zip archive, which a Python wheel is. */
export async function takeFromZip(
  archive: string,
  member: Member,
  target: string,
  signal?: AbortSignal,
): Promise<void> {
  const handle = await open(archive, 'r');
  try {
    const zip = await new Promise<ZipFile>((resolve, reject) => {
      fromFd(handle.fd, { lazyEntries: true, autoClose: false }, (error, opened) =>
        error ? reject(error) : resolve(opened),
      );
    });
    const entry = await findEntry(zip, member.name);
    if (entry === null) throw damaged(`${member.name} is not in it`);
    checkSize(member, entry.uncompressedSize);
    const content = await new Promise<Readable>((resolve, reject) => {
      zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
    });
    await write(content, member, target, signal);
  } catch (error) {
    throw asArchiveError(error);
  } finally {
    await handle.close();
  }
}

function findEntry(zip: ZipFile, name: string): Promise<Entry | null> {
  return new Promise((resolve, reject) => {
    zip.on('error', reject);
    zip.on('end', () => resolve(null));
    zip.on('entry', (entry: Entry) => {
      if (entry.fileName === name) resolve(entry);
      else zip.readEntry();
    });
    zip.readEntry();
  });
}

async function write(
  content: AsyncIterable<unknown>,
  member: Member,
  target: string,
  signal?: AbortSignal,
): Promise<void> {
  const handle = await open(target, 'w', 0o600);
  try {
    let written = 0;
    for await (const piece of content) {
      if (signal?.aborted === true) throw cancelled();
      const bytes = piece as Buffer;
      written += bytes.length;
      checkLimit(member, written);
      await handle.writeFile(bytes);
    }
    if (member.bytes !== null && written !== member.bytes) {
      throw damaged(`${member.name} has ${written} bytes in it, not ${member.bytes}`);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function checkSize(member: Member, stated: number): void {
  if (member.bytes !== null && stated !== member.bytes) {
    throw damaged(`${member.name} has ${stated} bytes in it, not ${member.bytes}`);
  }
  checkLimit(member, stated);
}

function checkLimit(member: Member, bytes: number): void {
  const limit = member.bytes ?? member.maxBytes;
  if (bytes > limit) throw damaged(`${member.name} is larger in it than the ${limit} bytes allowed`);
}

/** Errors of the disk keep their own code; all others say that the archive is no good. */
function asArchiveError(error: unknown): unknown {
  if (error instanceof ParolaError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== undefined && /^E[A-Z]+$/.test(code)) return error;
  return damaged(message);
}

function damaged(reason: string): ParolaError {
  return new ParolaError('install-failed', `the archive is not usable: ${reason}`);
}
