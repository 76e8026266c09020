/**
 * Encoded packets → samples, one decoder a codec, all of them WebAssembly (nothing native parses
 * what a stranger recorded): libopus, FAAD2, mpg123, libFLAC; PCM in a container is read directly.
 */
import { decoder as createAac } from '@audio/decode-aac';
import { decoder as createMp3 } from '@audio/decode-mp3';
import { FLACDecoder } from '@wasm-audio-decoders/flac';
import type { AudioCodec } from 'mediabunny';
import { unsupported } from './audio-error.ts';
import { createOpus } from './opus-packets.ts';
import { createPcm, isPcm } from './pcm-packets.ts';

/** What a decoder gives: equally long channels at one rate; no channels when nothing came out. */
export interface DecodedAudio {
  readonly channels: readonly Float32Array[];
  readonly rateHz: number;
}

/** A decoder in the middle of a stream. */
export interface PacketDecoder {
  /** Decodes packets in order; a damaged packet gives nothing. */
  decode(packets: readonly Uint8Array[]): Promise<DecodedAudio>;
  free(): void;
}

/** What the container says of a track. */
export interface TrackFacts {
  readonly codec: AudioCodec | null;
  readonly sampleRateHz: number;
  readonly channels: number;
  /** The codec's set-up bytes, where it has any. */
  readonly description: Uint8Array | undefined;
}

/** Packets to decode before a seek's target, in seconds, until the codec's state is right again. */
export const prerollSeconds = 0.1;

/** Whether `createPacketDecoder` knows the codec. */
export function isDecodable(codec: string): boolean {
  return ['opus', 'aac', 'mp3', 'flac'].includes(codec) || isPcm(codec);
}

/** A decoder for the track; `fromStart`: the encoder's lead-in is dropped. Throws `audio-unsupported`, `audio-malformed`. */
export async function createPacketDecoder(facts: TrackFacts, fromStart: boolean): Promise<PacketDecoder> {
  const { codec } = facts;
  switch (codec) {
    case 'opus':
      return createOpus(facts, fromStart);
    case 'aac':
      return fromLibrary(
        await createAac(facts.description ? { asc: facts.description } : undefined).catch(
          (error: unknown) => {
            throw unsupported('This kind of AAC cannot be decoded', String(error));
          },
        ),
        facts.description === undefined,
      );
    case 'mp3':
      return fromLibrary(await createMp3(), true);
    case 'flac':
      return createFlac();
    default:
      if (codec && isPcm(codec)) return createPcm(codec, facts);
      throw unsupported(
        codec ? `The audio is ${codec}` : 'The audio is compressed in a way Parola does not know',
      );
  }
}

interface LibraryDecoder {
  decode(data: Uint8Array): { channelData: Float32Array[]; sampleRate: number };
  free(): void;
}

function fromLibrary(decoder: LibraryDecoder, joined: boolean): PacketDecoder {
  return {
    async decode(packets) {
      // Self-synchronizing streams (MP3, ADTS) may be joined; raw AAC frames are given one by one.
      const pieces = joined ? [Buffer.concat(packets)] : packets;
      const decoded = pieces.map((piece) => attempt(() => decoder.decode(piece)));
      return joinDecoded(decoded);
    },
    free: () => decoder.free(),
  };
}

async function createFlac(): Promise<PacketDecoder> {
  const decoder = new FLACDecoder();
  await decoder.ready;
  return {
    async decode(packets) {
      const { channelData, sampleRate, samplesDecoded } = await decoder.decodeFrames([...packets]);
      return {
        channels: channelData.map((channel) => channel.subarray(0, samplesDecoded)),
        rateHz: sampleRate,
      };
    },
    free: () => decoder.free(),
  };
}

function attempt(decode: () => { channelData: Float32Array[]; sampleRate: number }): DecodedAudio {
  try {
    const { channelData, sampleRate } = decode();
    return { channels: channelData, rateHz: sampleRate };
  } catch {
    return { channels: [], rateHz: 0 };
  }
}

function joinDecoded(parts: readonly DecodedAudio[]): DecodedAudio {
  const full = parts.filter((part) => (part.channels[0]?.length ?? 0) > 0);
  const [first] = full;
  if (!first || full.length === 1) return first ?? { channels: [], rateHz: 0 };
  const channels = first.channels.map((_, index) => {
    const pieces = full.map((part) => part.channels[index] ?? part.channels[0] ?? new Float32Array(0));
    const whole = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let offset = 0;
    for (const piece of pieces) {
      whole.set(piece, offset);
      offset += piece.length;
    }
    return whole;
  });
  return { channels, rateHz: first.rateHz };
}
