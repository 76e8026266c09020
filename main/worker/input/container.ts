/**
 * Opens the containers of compressed audio (MP4/M4A, Ogg, MP3, FLAC, ADTS) by their
 * content, on an already open file and with random access: a table of contents at the end of the
 * file costs nothing, and only what is asked for is read.
 */
import type { FileHandle } from 'node:fs/promises';
import {
  ADTS,
  CustomSource,
  FLAC,
  Input,
  type InputAudioTrack,
  Logging,
  LogLevel,
  MP3,
  MP4,
  OGG,
  QTFF,
} from 'mediabunny';
import { malformed, noData, unsupported } from './audio-error.ts';
import { readAt } from './wav-header.ts';

/** Formats known by content. No playlist format: a recording must not make the program open other addresses. */
const formats = [MP4, QTFF, OGG, FLAC, MP3, ADTS];
// What it would print about tracks it does not know is no message to the user.
Logging.level = LogLevel.Silent;

const cacheBytes = 4 * 1024 * 1024;

/** An open container and the audio track to hear. */
export interface Container {
  readonly input: Input;
  readonly name: string;
  readonly track: InputAudioTrack;
}

/** Opens the container. Throws `audio-unsupported`, `audio-malformed` or `audio-no-data`; else `input` is to be disposed. */
export async function openContainer(file: FileHandle, fileBytes: number): Promise<Container> {
  const source = new CustomSource({
    getSize: () => fileBytes,
    read: (start, end) => readWhole(file, start, end),
    maxCacheSize: cacheBytes,
    prefetchProfile: 'fileSystem',
    handleUnhandledError: () => {},
  });
  const input = new Input({ formats, source });
  try {
    const format = await input.getFormat().catch(() => null);
    if (!format) throw unsupported('The file holds no audio that Parola recognizes');
    const track = await input.getPrimaryAudioTrack().catch((error: unknown) => {
      throw malformed(`The ${format.name} file cannot be read`, String(error));
    });
    if (track) return { input, name: format.name, track };
    const others = await input.getTracks().catch(() => []);
    if (others.length > 0) throw noData(`The ${format.name} file has no audio track`);
    throw malformed(`The ${format.name} file has no table of contents that lists its audio`);
  } catch (error) {
    input.dispose();
    throw error;
  }
}

/** A short read is an error to the demuxer, so the missing end of a file that shrinks reads as zeros. */
async function readWhole(file: FileHandle, start: number, end: number): Promise<Uint8Array> {
  const bytes = await readAt(file, start, end - start);
  if (bytes.length === end - start) return bytes;
  const whole = new Uint8Array(end - start);
  whole.set(bytes);
  return whole;
}
