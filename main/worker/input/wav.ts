/** Reads a WAV file's samples from disk a piece at a time, so that hours cost no more memory than seconds. */
import type { FileHandle } from 'node:fs/promises';
import { readAt, type WavHeader } from './wav-header.ts';
import { wavToMono } from './wav-samples.ts';

const pieceBytes = 256 * 1024;

/** The file's frames from `fromFrame` on, mixed down to mono at the file's own rate. */
export async function* readWavFrames(
  file: FileHandle,
  header: WavHeader,
  fromFrame: number,
): AsyncGenerator<Float32Array> {
  const frames = Math.max(1, Math.floor(pieceBytes / header.frameBytes));
  const end = header.dataOffset + header.dataBytes;
  let offset = header.dataOffset + fromFrame * header.frameBytes;
  while (offset < end) {
    const bytes = await readAt(file, offset, Math.min(frames * header.frameBytes, end - offset));
    const whole = bytes.length - (bytes.length % header.frameBytes);
    if (whole === 0) return;
    yield wavToMono(bytes.subarray(0, whole), header);
    offset += whole;
  }
}
