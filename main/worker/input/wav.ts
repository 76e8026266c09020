/** Reads a WAV file's samples from disk a piece at a time, so that hours cost no more memory than seconds. */
import type { FileHandle } from 'node:fs/promises';
import wavefile from 'wavefile';
import { unsupported } from './audio-error.ts';
import { cleaned } from './mix-down.ts';
import { readAt, readWavHeader, type WavHeader } from './wav-header.ts';
import { wavToMono } from './wav-samples.ts';

const pieceBytes = 256 * 1024;
/** ADPCM is decoded whole, by wavefile; beyond this it would cost too much memory. */
const maxAdpcmBytes = 16 * 1024 * 1024;

/** A WAV file's facts and a way to its samples. */
export interface WavAudio {
  readonly header: WavHeader;
  readonly durationSeconds: number;
}

/** Opens a WAV file. Throws as `readWavHeader`, and `audio-unsupported` for ADPCM of more than 16 MiB. */
export async function openWav(file: FileHandle, fileBytes: number): Promise<WavAudio> {
  const header = await readWavHeader(file, fileBytes);
  if (header.encoding !== 'ima-adpcm') {
    return { header, durationSeconds: header.dataBytes / header.frameBytes / header.sampleRateHz };
  }
  if (fileBytes > maxAdpcmBytes) throw unsupported('The WAV file is ADPCM and longer than 16 MB');
  // IMA ADPCM: each block opens with 4 bytes a channel that hold one sample, then two samples a byte.
  const blocks = header.dataBytes / header.frameBytes;
  const blockFrames = ((header.frameBytes - 4 * header.channels) * 2) / header.channels + 1;
  return { header, durationSeconds: (blocks * blockFrames) / header.sampleRateHz };
}

/** The file's frames from `fromFrame` on, mixed down to mono at the file's own rate. */
export async function* readWavFrames(
  file: FileHandle,
  header: WavHeader,
  fromFrame: number,
): AsyncGenerator<Float32Array> {
  if (header.encoding === 'ima-adpcm') {
    yield (await readAdpcm(file, header)).subarray(fromFrame);
    return;
  }
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

async function readAdpcm(file: FileHandle, header: WavHeader): Promise<Float32Array> {
  if (header.channels !== 1) throw unsupported('The WAV file is ADPCM with more than one channel');
  const whole = new wavefile.WaveFile(await readAt(file, 0, header.dataOffset + header.dataBytes));
  whole.fromIMAADPCM('16');
  return Float32Array.from(whole.getSamples(true), (value) => cleaned(value / 32768));
}
