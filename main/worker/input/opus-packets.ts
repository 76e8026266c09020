/** Opus packets → samples, through libopus. */
import { createOpusDecoder } from '@audio/decode-opus/core';
import { malformed } from './audio-error.ts';
import type { PacketDecoder, TrackFacts } from './packet-decoder.ts';

/** RFC 7845 §5.1: the identification header gives channels, lead-in, gain and the stream layout. Throws `audio-malformed`. */
export async function createOpus(facts: TrackFacts, fromStart: boolean): Promise<PacketDecoder> {
  const head = facts.description;
  if (!head || head.length < 19) throw malformed('The Opus audio has no identification header');
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const channels = view.getUint8(9);
  const mapped = view.getUint8(18) > 0 && head.length >= 21 + channels;
  const decoder = await createOpusDecoder();
  try {
    decoder.configure({
      sampleRate: 48000,
      channels,
      preSkip: fromStart ? view.getUint16(10, true) : 0,
      outputGain: view.getInt16(16, true),
      ...(mapped && {
        streamCount: view.getUint8(19),
        coupledStreamCount: view.getUint8(20),
        channelMappingTable: head.slice(21, 21 + channels),
      }),
    });
  } catch (error) {
    decoder.free();
    throw malformed('The Opus header describes an impossible stream', String(error));
  }
  return {
    async decode(packets) {
      const { channelData, sampleRate } = decoder.decodeFrames([...packets]);
      return { channels: channelData, rateHz: sampleRate };
    },
    free: () => decoder.free(),
  };
}
