/**
 * Decoders that find the packets themselves in a stream of the file's bytes: MP3, FLAC, all of
 * Ogg, and Matroska with WebM. They cannot seek, but find their way again behind a damaged stretch (the demuxer
 * for packets ends there), and trim a stream to its exact length.
 */
import type { FileHandle } from 'node:fs/promises';
import { decoder as createMp3 } from '@audio/decode-mp3';
import { decoder as createOpus } from '@audio/decode-opus';
import { decoder as createVorbis } from '@audio/decode-vorbis';
import { decoder as createWebm } from '@audio/decode-webm';
import { FLACDecoder } from '@wasm-audio-decoders/flac';
import type { DecodedAudio } from './packet-decoder.ts';
import { readAt } from './wav-header.ts';

/** What the bytes are; `flac` is FLAC by itself or in Ogg. */
export type ByteStreamKind = 'mp3' | 'ogg-opus' | 'ogg-vorbis' | 'flac' | 'matroska';

const pieceBytes = 32 * 1024;

interface Decoded {
  readonly channelData: Float32Array[];
  readonly sampleRate: number;
  readonly samplesDecoded?: number;
}

interface ByteStreamDecoder {
  decode(data: Uint8Array): Decoded | Promise<Decoded>;
  flush?(): Decoded | Promise<Decoded>;
  free(): void;
}

/** Everything the file holds, from its beginning. Throws what the library throws on damage. */
export async function* decodeByteStream(
  file: FileHandle,
  fileBytes: number,
  kind: ByteStreamKind,
): AsyncGenerator<DecodedAudio> {
  const decoder = await createDecoder(kind);
  try {
    for (let offset = 0; offset < fileBytes; ) {
      const bytes = await readAt(file, offset, Math.min(pieceBytes, fileBytes - offset));
      if (bytes.length === 0) break;
      offset += bytes.length;
      yield toAudio(await decoder.decode(bytes));
    }
    if (decoder.flush) yield toAudio(await decoder.flush());
  } finally {
    decoder.free();
  }
}

async function createDecoder(kind: ByteStreamKind): Promise<ByteStreamDecoder> {
  switch (kind) {
    case 'mp3':
      return createMp3();
    case 'ogg-opus':
      return createOpus();
    case 'ogg-vorbis':
      return createVorbis();
    case 'matroska':
      return createWebm();
    case 'flac': {
      const decoder = new FLACDecoder();
      await decoder.ready;
      return decoder;
    }
  }
}

function toAudio({ channelData, sampleRate, samplesDecoded }: Decoded): DecodedAudio {
  const length = samplesDecoded ?? channelData[0]?.length ?? 0;
  return { channels: channelData.map((channel) => channel.subarray(0, length)), rateHz: sampleRate };
}
