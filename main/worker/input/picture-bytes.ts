/** The bytes of a picture, from a file or from memory, with a cap on how many there may be. */
import { open } from 'node:fs/promises';
import { ParolaError } from '../../errors.ts';
import type { PictureSource } from '../protocol.ts';
import { malformed, tooLarge } from './picture-error.ts';

/** The largest picture that is opened, 40 megapixels, takes less in any format but uncompressed 16-bit TIFF. */
const maxBytes = 256 * 2 ** 20;

/** @throws ParolaError `file-not-found`, `file-unreadable`, `picture-malformed`, `picture-too-large` */
export async function pictureBytes(source: PictureSource): Promise<Uint8Array> {
  const bytes = 'bytes' in source ? source.bytes : await readBytes(source.path);
  if (bytes.length === 0) throw malformed('The file is empty (0 bytes)');
  if (bytes.length > maxBytes) throw tooBig();
  return bytes;
}

async function readBytes(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') {
      throw new ParolaError('file-not-found', 'There is no such file: check its name and folder');
    }
    throw unreadable(
      error.code === 'EACCES' ? 'You may not read this file' : 'The file cannot be opened',
      error,
    );
  });
  try {
    const about = await file.stat();
    if (about.isDirectory()) throw unreadable('This is a folder, not a picture');
    if (!about.isFile()) throw unreadable('This is not an ordinary file');
    if (about.size > maxBytes) throw tooBig();
    return await file.readFile().catch((error: Error) => {
      throw unreadable('The file cannot be read', error);
    });
  } finally {
    await file.close();
  }
}

function tooBig(): ParolaError {
  return tooLarge('The file is larger than 256 MiB');
}

function unreadable(what: string, cause?: Error): ParolaError {
  return new ParolaError(
    'file-unreadable',
    `${what}: choose another or change its permissions`,
    cause?.message,
  );
}
