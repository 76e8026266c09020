/** Chooses, by a file's first bytes, how it is read: our own WAV reader, or a container and a codec. */
import type { FileHandle } from 'node:fs/promises';
import { unsupported } from './audio-error.ts';
import type { ByteStreamKind } from './byte-stream-decoder.ts';
import { type MonoStretch, readByteStream, readTrack } from './compressed.ts';
import { openContainer } from './container.ts';
import { readMatroskaFacts } from './matroska.ts';
import { checkMp4Tables } from './mp4-check.ts';
import { readOggDuration } from './ogg-duration.ts';
import { isDecodable } from './packet-decoder.ts';
import { readWavFrames } from './wav.ts';
import { readAt, readWavHeader } from './wav-header.ts';

/** What a recording is, from its header alone. */
export interface AudioFacts {
  readonly container: string;
  readonly codec: string;
  readonly sampleRateHz: number;
  readonly channels: number;
  /** Null where the file does not say. */
  readonly durationSeconds: number | null;
}

/** An open recording. */
export interface AudioSource {
  readonly facts: AudioFacts;
  /** Mono samples from there on, at the recording's own rate. Throws as `openSource`. */
  read(fromSeconds: number): AsyncGenerator<MonoStretch>;
  close(): void;
}

const sniffBytes = 4096;

/** Recognizes the content. Throws `audio-unsupported`, `audio-malformed`, `audio-no-data`. */
export async function openSource(file: FileHandle, fileBytes: number): Promise<AudioSource> {
  const head = await readAt(file, 0, sniffBytes);
  const start = head.toString('latin1', 0, 4);
  if (
    ['RIFF', 'RIFX', 'RF64'].includes(start) &&
    (head.length < 12 || head.toString('latin1', 8, 12) === 'WAVE')
  ) {
    return openWavSource(file, fileBytes);
  }
  if (head.length >= 4 && head.readUInt32BE(0) === 0x1a45dfa3) return openMatroskaSource(file, fileBytes);
  if (start === 'OggS' && head.includes('\x7fFLAC', 0, 'latin1')) return oggFlacSource(file, fileBytes, head);
  if (head.toString('latin1', 4, 8) === 'ftyp') await checkMp4Tables(file, fileBytes);
  return openContainerSource(file, fileBytes);
}

async function openWavSource(file: FileHandle, fileBytes: number): Promise<AudioSource> {
  const header = await readWavHeader(file, fileBytes);
  const { channels, sampleRateHz, encoding } = header;
  const durationSeconds = header.dataBytes / header.frameBytes / sampleRateHz;
  return {
    facts: { container: 'WAV', codec: encoding, sampleRateHz, channels, durationSeconds },
    async *read(fromSeconds) {
      for await (const samples of readWavFrames(file, header, Math.round(fromSeconds * sampleRateHz))) {
        yield { samples, rateHz: sampleRateHz };
      }
    },
    close() {},
  };
}

async function openContainerSource(file: FileHandle, fileBytes: number): Promise<AudioSource> {
  const container = await openContainer(file, fileBytes);
  const { track, input, name } = container;
  try {
    const codec = await track.getCodec();
    if (codec === null || !(codec === 'vorbis' ? name === 'Ogg' : isDecodable(codec))) {
      throw unsupported(`The ${name} file's audio is ${codec ?? 'compressed in a way Parola does not know'}`);
    }
    const sampleRateHz = await track.getSampleRate();
    const duration =
      name === 'Ogg'
        ? await readOggDuration(file, fileBytes, codec === 'opus' ? 48_000 : sampleRateHz)
        : await input.getDurationFromMetadata([track]).catch(() => null);
    const facts: AudioFacts = {
      container: name,
      codec,
      sampleRateHz,
      channels: await track.getNumberOfChannels(),
      durationSeconds: duration !== null && Number.isFinite(duration) && duration > 0 ? duration : null,
    };
    const kind = byteStreamKind(name, codec);
    return {
      facts,
      read: (fromSeconds) =>
        kind === null
          ? readTrack(container, fromSeconds)
          : readByteStream(file, fileBytes, kind, fromSeconds),
      close: () => input.dispose(),
    };
  } catch (error) {
    input.dispose();
    throw error;
  }
}

/** Which byte-stream decoder reads this best; null: the container's packets one by one. */
function byteStreamKind(container: string, codec: string): ByteStreamKind | null {
  if (container === 'Ogg') return codec === 'opus' ? 'ogg-opus' : 'ogg-vorbis';
  if (container === 'FLAC') return 'flac';
  if (container === 'MP3') return 'mp3';
  return null;
}

/** Matroska's names for what its decoder knows, and ours. */
const matroskaCodecs: readonly (readonly [RegExp, string])[] = [
  [/^A_OPUS$/, 'opus'],
  [/^A_VORBIS$/, 'vorbis'],
  [/^A_AAC/, 'aac'],
  [/^A_MPEG\/L3$/, 'mp3'],
  [/^A_FLAC$/, 'flac'],
  [/^A_PCM\//, 'pcm'],
];

async function openMatroskaSource(file: FileHandle, fileBytes: number): Promise<AudioSource> {
  const { docType, codecId, ...facts } = await readMatroskaFacts(file, fileBytes);
  const container = docType === 'webm' ? 'WebM' : 'Matroska';
  const codec = matroskaCodecs.find(([name]) => name.test(codecId))?.[1];
  if (codec === undefined)
    throw unsupported(`The ${container} file's audio is ${codecId || 'of an unknown kind'}`);
  return {
    facts: { container, codec, ...facts },
    read: (fromSeconds) => readByteStream(file, fileBytes, 'matroska', fromSeconds),
    close() {},
  };
}

/** FLAC in Ogg: the mapping header carries FLAC's own STREAMINFO (xiph.org/flac/ogg_mapping.html). */
async function oggFlacSource(file: FileHandle, fileBytes: number, head: Buffer): Promise<AudioSource> {
  const streamInfo = head.indexOf('fLaC', 0, 'latin1') + 8;
  if (streamInfo + 18 > head.length) throw unsupported('The Ogg file has no complete FLAC header');
  const packed = head.readUInt32BE(streamInfo + 10);
  const sampleRateHz = packed >>> 12;
  const facts: AudioFacts = {
    container: 'Ogg',
    codec: 'flac',
    sampleRateHz,
    channels: ((packed >>> 9) & 7) + 1,
    durationSeconds: await readOggDuration(file, fileBytes, sampleRateHz),
  };
  return {
    facts,
    read: (fromSeconds) => readByteStream(file, fileBytes, 'flac', fromSeconds),
    close() {},
  };
}
