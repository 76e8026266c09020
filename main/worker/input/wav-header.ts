/**
 * Finds a WAV file's format and its samples without reading the samples. Chunks are walked on the
 * open file; the few bytes of the format chunk go through `wavefile`. What a header says is checked
 * against itself and against the file: headers written by pipes, crashed recorders and broken
 * converters lie. (Microsoft RIFF; RFC 2361; EBU Tech 3306 for RF64.)
 */
import type { FileHandle } from 'node:fs/promises';
import wavefile from 'wavefile';
import { malformed, noData, unsupported } from './audio-error.ts';

/** How a sample is stored. */
export type WavEncoding = 'integer' | 'float' | 'a-law' | 'mu-law';

/** A checked WAV header. */
export interface WavHeader {
  readonly encoding: WavEncoding;
  readonly bigEndian: boolean;
  readonly channels: number;
  readonly sampleRateHz: number;
  /** Bytes of one sample of one channel (its container, not the valid bits). */
  readonly sampleBytes: number;
  /** Bytes of one frame (all channels). */
  readonly frameBytes: number;
  readonly dataOffset: number;
  /** Whole frames only; from the file's length where the header does not know. */
  readonly dataBytes: number;
}

interface Chunk {
  readonly id: string;
  readonly offset: number;
  readonly bytes: number;
}

interface Format {
  readonly audioFormat: number;
  readonly numChannels: number;
  readonly sampleRate: number;
  readonly byteRate: number;
  readonly blockAlign: number;
  readonly bitsPerSample: number;
  readonly subformat: readonly number[];
}

const headBytes = 12;
const chunkHeadBytes = 8;
const maxFormatBytes = 4096;
const maxChunks = 10_000;
/** Data sizes from here on are what recorders write that do not know the length yet (2 GiB, 4 GiB − 1). */
const unknownSizeBytes = 0x7fff_f000;

/** The lowest and highest sample rate Parola takes. */
export const minRateHz = 4000;
export const maxRateHz = 384_000;
const maxChannels = 256;

/** Reads and checks the header. Throws `audio-malformed`, `audio-no-data` or `audio-unsupported`. */
export async function readWavHeader(file: FileHandle, fileBytes: number): Promise<WavHeader> {
  const head = await readAt(file, 0, headBytes);
  const container = head.toString('latin1', 0, 4);
  const bigEndian = container === 'RIFX';
  let format: Format | undefined;
  let rf64DataBytes: number | undefined;
  let offset = headBytes;
  for (let count = 0; count < maxChunks && offset + chunkHeadBytes <= fileBytes; count++) {
    const chunk = await readChunkHead(file, offset, bigEndian);
    if (chunk.id === 'ds64' && chunk.bytes >= 24) {
      rf64DataBytes = Number((await readAt(file, chunk.offset, 24)).readBigUInt64LE(8));
    } else if (chunk.id === 'fmt ') {
      format = await readFormat(file, chunk, container);
    } else if (chunk.id === 'data') {
      if (!format) throw malformed('The WAV file has no format chunk before its data');
      const dataBytes = await findDataBytes(file, chunk, fileBytes, rf64DataBytes, bigEndian);
      return checkedHeader(format, bigEndian, chunk.offset, dataBytes);
    }
    offset = chunk.offset + chunk.bytes + (chunk.bytes % 2);
  }
  if (!format) throw noData('The WAV file ends before its format chunk');
  throw noData('The WAV file has no data chunk');
}

async function readChunkHead(file: FileHandle, offset: number, bigEndian: boolean): Promise<Chunk> {
  const head = await readAt(file, offset, chunkHeadBytes);
  const bytes = bigEndian ? head.readUInt32BE(4) : head.readUInt32LE(4);
  return { id: head.toString('latin1', 0, 4), offset: offset + chunkHeadBytes, bytes };
}

/** The format chunk's fields, by `wavefile` from a header of our own that holds just this chunk. */
async function readFormat(file: FileHandle, chunk: Chunk, container: string): Promise<Format> {
  if (chunk.bytes < 16 || chunk.bytes > maxFormatBytes) {
    throw malformed(`The WAV file's format chunk has an impossible size (${chunk.bytes} bytes)`);
  }
  const body = await readAt(file, chunk.offset, chunk.bytes);
  if (body.length < chunk.bytes) throw noData('The WAV file ends inside its format chunk');
  const big = container === 'RIFX';
  const chunkHead = (id: string, bytes: number) => {
    const head = Buffer.from(`${id}\0\0\0\0`, 'latin1');
    if (big) head.writeUInt32BE(bytes, 4);
    else head.writeUInt32LE(bytes, 4);
    return head;
  };
  const padding = Buffer.alloc(chunk.bytes % 2);
  const rest = [Buffer.from('WAVE'), chunkHead('fmt ', chunk.bytes), body, padding, chunkHead('data', 0)];
  const size = rest.reduce((sum, part) => sum + part.length, 0);
  const parsed = new wavefile.WaveFile(Buffer.concat([chunkHead(big ? 'RIFX' : 'RIFF', size), ...rest]));
  return parsed.fmt as Format;
}

async function findDataBytes(
  file: FileHandle,
  chunk: Chunk,
  fileBytes: number,
  rf64DataBytes: number | undefined,
  bigEndian: boolean,
): Promise<number> {
  const available = Math.max(0, fileBytes - chunk.offset);
  const stated = chunk.bytes === 0xffff_ffff && rf64DataBytes ? rf64DataBytes : chunk.bytes;
  if (stated > available || (stated >= unknownSizeBytes && rf64DataBytes === undefined)) return available;
  // 0 is either the truth or a length that was never filled in: samples follow, not another chunk.
  if (stated === 0 && available > 0 && !(await chunkFollows(file, chunk.offset, fileBytes, bigEndian))) {
    return available;
  }
  return stated;
}

async function chunkFollows(
  file: FileHandle,
  offset: number,
  fileBytes: number,
  bigEndian: boolean,
): Promise<boolean> {
  if (offset + chunkHeadBytes > fileBytes) return false;
  const next = await readChunkHead(file, offset, bigEndian);
  return /^[A-Za-z0-9_ ]{4}$/.test(next.id) && next.offset + next.bytes <= fileBytes;
}

function checkedHeader(format: Format, bigEndian: boolean, dataOffset: number, dataBytes: number): WavHeader {
  const { numChannels: channels, sampleRate: sampleRateHz, byteRate, blockAlign, bitsPerSample } = format;
  const encoding = encodingOf(format);
  if (channels < 1 || channels > maxChannels) {
    throw malformed(`The WAV header gives ${channels} channels`);
  }
  if (sampleRateHz < minRateHz || sampleRateHz > maxRateHz) {
    throw malformed(`The WAV header gives a sample rate of ${sampleRateHz} Hz (4000 to 384000 can be heard)`);
  }
  const sampleBytes = Math.ceil(bitsPerSample / 8);
  checkSampleSize(encoding, bitsPerSample);
  if (blockAlign !== channels * sampleBytes) {
    throw malformed(
      `The WAV header contradicts itself: ${channels} channels of ${bitsPerSample} bits in frames of ${blockAlign} bytes`,
    );
  }
  if (byteRate !== sampleRateHz * blockAlign) {
    throw malformed(
      `The WAV header contradicts itself: ${byteRate} bytes a second instead of ${sampleRateHz * blockAlign}`,
    );
  }
  const frameBytes = blockAlign;
  const wholeBytes = dataBytes - (dataBytes % frameBytes);
  if (wholeBytes === 0) throw noData('The WAV file holds a header but no samples');
  return {
    encoding,
    bigEndian,
    channels,
    sampleRateHz,
    sampleBytes,
    frameBytes,
    dataOffset,
    dataBytes: wholeBytes,
  };
}

function encodingOf(format: Format): WavEncoding {
  const extensible = format.audioFormat === 0xfffe;
  // The subformat GUID begins with the plain format number (mmreg.h, KSDATAFORMAT_SUBTYPE_*).
  const code = extensible ? (format.subformat[0] ?? 0) & 0xffff : format.audioFormat;
  switch (code) {
    case 1:
      return 'integer';
    case 3:
      return 'float';
    case 6:
      return 'a-law';
    case 7:
      return 'mu-law';
    default:
      throw unsupported(`The WAV file is compressed in a way Parola does not know (format ${code})`);
  }
}

function checkSampleSize(encoding: WavEncoding, bits: number): void {
  const fits =
    encoding === 'integer'
      ? bits >= 1 && bits <= 32
      : encoding === 'float'
        ? bits === 32 || bits === 64
        : bits === 8;
  if (!fits)
    throw malformed(`The WAV header gives samples of ${bits} bits, which do not exist as ${encoding}`);
}

/** Up to `bytes` bytes from `offset`; fewer at the end of the file. */
export async function readAt(file: FileHandle, offset: number, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  let filled = 0;
  while (filled < bytes) {
    const { bytesRead } = await file.read(buffer, filled, bytes - filled, offset + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled === bytes ? buffer : buffer.subarray(0, filled);
}
