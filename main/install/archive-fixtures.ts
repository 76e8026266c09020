/** Archives that tests make, honest and malicious ones. */
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { type Headers, pack } from 'tar-stream';

export interface TarEntry {
  readonly name: string;
  readonly content?: Buffer;
  readonly type?: Headers['type'];
  readonly linkname?: string;
}

/** A tar.gz with these entries in this order. */
export async function makeTarball(entries: readonly TarEntry[]): Promise<Buffer> {
  const tar = pack();
  for (const { name, content, type, linkname } of entries) {
    const header = { name, ...(type && { type }), ...(linkname !== undefined && { linkname }) };
    tar.entry(header, content ?? Buffer.alloc(0));
  }
  tar.finalize();
  const pieces: Buffer[] = [];
  for await (const piece of tar) pieces.push(piece as Buffer);
  return gzipSync(Buffer.concat(pieces));
}

export interface ZipEntry {
  readonly name: string;
  readonly content: Buffer;
  /** What the directory claims instead of the truth. */
  readonly claimedBytes?: number;
}

/** A zip archive with these entries, deflated. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claimedBytes = content.length } of entries) {
    const packed = deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claimedBytes, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const body = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), fields, rest, Buffer.from(name)]),
    );
    bodies.push(body);
    offset += body.length;
  }
  const size = directory.reduce((sum, entry) => sum + entry.length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, ...directory, Buffer.from('PK\u0005\u0006'), end]);
}
