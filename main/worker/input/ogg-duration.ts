/** How long an Ogg recording lasts, from the position that its last page states (RFC 3533 §6). */
import type { FileHandle } from 'node:fs/promises';
import { readAt } from './wav-header.ts';

/** A page is at most 65,307 bytes long, so the last one begins within this. */
const tailBytes = 128 * 1024;
/** Longer is a broken page, not a recording. */
const maxSeconds = 7 * 24 * 3600;

/** Seconds, or null where the last page does not say; `clockHz` is 48000 for Opus, else the sample rate. */
export async function readOggDuration(
  file: FileHandle,
  fileBytes: number,
  clockHz: number,
): Promise<number | null> {
  const start = Math.max(0, fileBytes - tailBytes);
  const tail = await readAt(file, start, fileBytes - start);
  const page = tail.lastIndexOf('OggS', undefined, 'latin1');
  if (page < 0 || page + 14 > tail.length || clockHz <= 0) return null;
  const seconds = Number(tail.readBigInt64LE(page + 6)) / clockHz;
  return seconds > 0 && seconds < maxSeconds ? seconds : null;
}
