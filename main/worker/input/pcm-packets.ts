/** Uncompressed packets (QuickTime, Matroska) → samples, by the WAV reader's arithmetic. */
import type { PacketDecoder, TrackFacts } from './packet-decoder.ts';
import { type PcmFormat, wavToMono } from './wav-samples.ts';

type PcmLayout = Pick<PcmFormat, 'encoding' | 'sampleBytes'> & { readonly bigEndian?: boolean };

const pcmLayouts = {
  'pcm-u8': { encoding: 'integer', sampleBytes: 1 },
  'pcm-s16': { encoding: 'integer', sampleBytes: 2 },
  'pcm-s16be': { encoding: 'integer', sampleBytes: 2, bigEndian: true },
  'pcm-s24': { encoding: 'integer', sampleBytes: 3 },
  'pcm-s24be': { encoding: 'integer', sampleBytes: 3, bigEndian: true },
  'pcm-s32': { encoding: 'integer', sampleBytes: 4 },
  'pcm-s32be': { encoding: 'integer', sampleBytes: 4, bigEndian: true },
  'pcm-f32': { encoding: 'float', sampleBytes: 4 },
  'pcm-f32be': { encoding: 'float', sampleBytes: 4, bigEndian: true },
  'pcm-f64': { encoding: 'float', sampleBytes: 8 },
  'pcm-f64be': { encoding: 'float', sampleBytes: 8, bigEndian: true },
  ulaw: { encoding: 'mu-law', sampleBytes: 1 },
  alaw: { encoding: 'a-law', sampleBytes: 1 },
} satisfies Record<string, PcmLayout>;

type PcmCodec = keyof typeof pcmLayouts;

/** Whether the codec is one of the uncompressed ones. */
export function isPcm(codec: string): codec is PcmCodec {
  return codec in pcmLayouts;
}

/** A reader of the track's packets, mixed down to one channel. */
export function createPcm(codec: PcmCodec, facts: TrackFacts): PacketDecoder {
  const layout: PcmLayout = pcmLayouts[codec];
  const { channels, sampleRateHz } = facts;
  const frameBytes = channels * layout.sampleBytes;
  const format = { ...layout, bigEndian: layout.bigEndian ?? false, channels, frameBytes };
  return {
    async decode(packets) {
      return { channels: [wavToMono(Buffer.concat(packets), format)], rateHz: sampleRateHz };
    },
    free() {},
  };
}
