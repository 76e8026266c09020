/**
 * Compressed audio in a container → mono samples at its own rate, a batch of packets at a time.
 * The container's clock decides where a sample lies: an encoder's lead-in before 0 s is dropped, a
 * damaged stretch becomes silence of its length, so that times stay true to the recording.
 */
import type { FileHandle } from 'node:fs/promises';
import { EncodedPacketSink, type InputAudioTrack } from 'mediabunny';
import { ParolaError } from '../../errors.ts';
import { malformed, noData } from './audio-error.ts';
import { type ByteStreamKind, decodeByteStream } from './byte-stream-decoder.ts';
import type { Container } from './container.ts';
import { mixDown } from './mix-down.ts';
import { createPacketDecoder, prerollSeconds, type TrackFacts } from './packet-decoder.ts';

/** Mono samples at the track's rate; the rate may change from one stretch to the next. */
export interface MonoStretch {
  readonly samples: Float32Array;
  readonly rateHz: number;
}

const batchPackets = 48;
/** Shorter gaps between a decoder's output and the container's clock are its normal delay. */
const minGapSeconds = 0.25;
/** Longer ones are a broken clock, not a gap. */
const maxGapSeconds = 60;

/** What the track is. */
export async function readTrackFacts(track: InputAudioTrack): Promise<TrackFacts> {
  const config = await track.getDecoderConfig().catch(() => null);
  const description = config?.description;
  return {
    codec: await track.getCodec(),
    sampleRateHz: await track.getSampleRate(),
    channels: await track.getNumberOfChannels(),
    description: description === undefined ? undefined : asBytes(description),
  };
}

/** The track's samples from `fromSeconds` on. Throws `audio-unsupported`, `audio-malformed`, `audio-no-data`. */
export async function* readTrack(
  { track, name }: Container,
  fromSeconds: number,
): AsyncGenerator<MonoStretch> {
  const sink = new EncodedPacketSink(track);
  const start = await sink.getFirstPacket().catch((error: unknown) => {
    throw asMalformed(error, name);
  });
  if (!start) throw noData(`The ${name} file holds no audio`);
  const seek = fromSeconds > 0 ? await sink.getPacket(fromSeconds - prerollSeconds).catch(() => null) : null;
  const first = seek ?? start;
  const fromStart = first.sequenceNumber === start.sequenceNumber;
  const facts = await readTrackFacts(track);
  const decoder = await createPacketDecoder(facts, fromStart);
  // FAAD2 gives nothing for the first frame it sees, which is the lead-in or lies in the preroll.
  let positionSeconds = first.timestamp + (facts.codec === 'aac' ? first.duration : 0);
  let rateHz = 0;
  let given = false;
  try {
    for await (const batch of batches(sink.packets(first))) {
      const { channels, rateHz: decodedRateHz } = await decoder.decode(batch.map((packet) => packet.data));
      rateHz = decodedRateHz || rateHz;
      if (rateHz === 0) continue;
      const samples = mixDown(channels);
      const last = batch.at(-1);
      const endSeconds = last ? last.timestamp + last.duration : positionSeconds;
      const missing = endSeconds - positionSeconds - samples.length / rateHz;
      const gap = missing > minGapSeconds && missing < maxGapSeconds ? Math.round(missing * rateHz) : 0;
      const skip = Math.round((fromSeconds - positionSeconds) * rateHz);
      positionSeconds += (samples.length + gap) / rateHz;
      const whole = gap > 0 ? withSilence(samples, gap) : samples;
      if (skip >= whole.length) continue;
      given = true;
      yield { samples: whole.subarray(Math.max(0, skip)), rateHz };
    }
  } catch (error) {
    // What was heard up to the damage is worth more than an error.
    if (!given) throw asMalformed(error, name);
  } finally {
    decoder.free();
  }
  if (rateHz === 0) throw malformed(`No sound could be decoded from the ${name} file`);
}

/** The same through a decoder of the file's bytes, which cannot seek: what lies before is decoded and dropped. */
export async function* readByteStream(
  file: FileHandle,
  fileBytes: number,
  kind: ByteStreamKind,
  fromSeconds: number,
): AsyncGenerator<MonoStretch> {
  let seconds = 0;
  try {
    for await (const { channels, rateHz } of decodeByteStream(file, fileBytes, kind)) {
      const samples = mixDown(channels);
      if (samples.length === 0) continue;
      const skip = Math.round((fromSeconds - seconds) * rateHz);
      seconds += samples.length / rateHz;
      if (skip < samples.length) yield { samples: samples.subarray(Math.max(0, skip)), rateHz };
    }
  } catch (error) {
    if (seconds === 0) throw asMalformed(error, 'audio');
  }
  if (seconds === 0) throw malformed('No sound could be decoded from the file');
}

async function* batches<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item[]> {
  let batch: Item[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length === batchPackets) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

function withSilence(samples: Float32Array, silentSamples: number): Float32Array {
  const whole = new Float32Array(samples.length + silentSamples);
  whole.set(samples);
  return whole;
}

function asMalformed(error: unknown, name: string): ParolaError {
  if (error instanceof ParolaError) return error;
  return malformed(`The ${name} file cannot be decoded`, String(error));
}

function asBytes(source: AllowSharedBufferSource): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}
