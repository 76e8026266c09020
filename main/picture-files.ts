/**
 * Pictures as bytes: an upload that stays in memory, for what is off the record, what a picture is by its
 * first bytes, and writing one so that it is on the disk.
 */
import { open } from 'node:fs/promises';
import path from 'node:path';
import { ParolaError } from './errors.ts';
import { flush } from './install/durable.ts';
import { diskError } from './recording.ts';
import type { Upload } from './upload.ts';

/** A picture or a text that arrives in pieces and is never written; `bytes()` is all of it after `finish`. */
export interface MemoryUpload extends Upload {
  bytes(): Uint8Array;
}

/** Larger files than any picture that is described. */
export const maxPictureBytes = 512 * 2 ** 20;

export function keepInMemory(title: string, bytes: number): MemoryUpload {
  const pieces: Uint8Array[] = [];
  let received = 0;
  return {
    ...{ title, path: '', fileName: '', offTheRecord: true },
    async add(piece) {
      received += piece.length;
      if (received > bytes) {
        throw new ParolaError('request-invalid', 'the file grew while it was read; add it again');
      }
      pieces.push(piece);
    },
    async finish() {
      if (received !== bytes) {
        throw new ParolaError('request-invalid', 'the file did not arrive whole; add it again');
      }
    },
    async discard() {
      pieces.length = 0;
    },
    bytes: () => Buffer.concat(pieces),
  };
}

/** Durable when this returns. @throws ParolaError disk-full, output-unwritable */
export async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  try {
    const handle = await open(file, 'w', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await flush(path.dirname(file));
  } catch (error) {
    throw diskError(error as NodeJS.ErrnoException);
  }
}

const signatures: readonly (readonly [pattern: RegExp, mimeType: string])[] = [
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^\x89PNG/, 'image/png'],
  [/^RIFF.{4}WEBP/s, 'image/webp'],
  [/^GIF8/, 'image/gif'],
  [/^.{4}ftypavi[fs]/s, 'image/avif'],
  [/^(II\*\0|MM\0\*)/, 'image/tiff'],
  [/^BM/, 'image/bmp'],
];

/** By the first sixteen bytes; null for what is none of the pictures that are described. */
export function pictureMimeType(head: Uint8Array): string | null {
  const text = Buffer.from(head.subarray(0, 16)).toString('latin1');
  return signatures.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
