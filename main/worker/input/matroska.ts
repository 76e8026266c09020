/**
 * What a Matroska or WebM file's header says of its sound: the first audio track's codec, rate and
 * channels, and the length. Our own few lines because the demuxer that reads MP4 here goes round in
 * a circle for ever on a damaged WebM; each step here moves forward. (RFC 8794 EBML, RFC 9559.)
 */
import type { FileHandle } from 'node:fs/promises';
import { malformed, noData } from './audio-error.ts';
import { readAt } from './wav-header.ts';

/** The header's facts; null where it is silent. */
export interface MatroskaFacts {
  readonly docType: string;
  /** Matroska's name, such as `A_OPUS`. */
  readonly codecId: string;
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly durationSeconds: number | null;
}

const headBytes = 1024 * 1024;
const id = {
  ebml: 0x1a45dfa3,
  docType: 0x4282,
  segment: 0x18538067,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackType: 0x83,
  codecId: 0x86,
  audio: 0xe1,
  samplingFrequency: 0xb5,
  channels: 0x9f,
} as const;
const parents: ReadonlySet<number> = new Set([id.ebml, id.segment, id.info, id.tracks, id.audio]);

interface Track {
  type: number;
  codecId: string;
  sampleRateHz: number;
  channels: number;
}

/** Reads the header within the file's first MiB. Throws `audio-malformed`, `audio-no-data`. */
export async function readMatroskaFacts(file: FileHandle, fileBytes: number): Promise<MatroskaFacts> {
  const head = await readAt(file, 0, Math.min(headBytes, fileBytes));
  const tracks: Track[] = [];
  let docType = '';
  let scaleNanoseconds = 1_000_000;
  let duration = 0;
  for (const { type, body } of elementsOf(head)) {
    const track = tracks.at(-1);
    if (type === id.docType) docType = body.toString('latin1').replace(/\0/g, '');
    else if (type === id.timestampScale) scaleNanoseconds = unsigned(body);
    else if (type === id.duration) duration = float(body);
    else if (type === id.trackEntry) tracks.push({ type: 0, codecId: '', sampleRateHz: 8000, channels: 1 });
    else if (!track) continue;
    else if (type === id.trackType) track.type = unsigned(body);
    else if (type === id.codecId) track.codecId = body.toString('latin1').replace(/[^\x20-\x7e]/g, '');
    else if (type === id.samplingFrequency) track.sampleRateHz = float(body);
    else if (type === id.channels) track.channels = unsigned(body);
  }
  const sound = tracks.find((track) => track.type === 2);
  if (!sound) {
    if (tracks.length > 0) throw noData('The video has no audio track');
    throw malformed('The WebM or Matroska file has no list of its tracks');
  }
  const seconds = (duration * scaleNanoseconds) / 1e9;
  const { codecId, sampleRateHz, channels } = sound;
  const durationSeconds = Number.isFinite(seconds) && seconds > 0 ? seconds : null;
  return { docType, codecId, sampleRateHz, channels, durationSeconds };
}

interface Element {
  readonly type: number;
  readonly body: Buffer;
}

/** The elements in order, those that only hold others opened; stops where the bytes make no sense. */
function* elementsOf(head: Buffer): Generator<Element> {
  let at = 0;
  while (at < head.length) {
    const type = variableInteger(head, at, true);
    const size = type && variableInteger(head, at + type.bytes, false);
    if (!type || !size) return;
    const start = at + type.bytes + size.bytes;
    const end = Math.min(head.length, start + size.value);
    yield { type: type.value, body: head.subarray(start, type.value === id.trackEntry ? start : end) };
    at = parents.has(type.value) || type.value === id.trackEntry ? start : end;
  }
}

/** RFC 8794 §4: the leading zeros of the first byte tell the length; an identifier keeps its marker. */
function variableInteger(head: Buffer, at: number, keepMarker: boolean) {
  const first = head[at] ?? 0;
  const bytes = Math.clz32(first) - 23;
  if (first === 0 || at + bytes > head.length) return null;
  let value = keepMarker ? first : first & (0xff >> bytes);
  for (let index = 1; index < bytes; index++) value = value * 256 + (head[at + index] ?? 0);
  return { value, bytes };
}

function unsigned(body: Buffer): number {
  return body.subarray(0, 8).reduce((value, byte) => value * 256 + byte, 0);
}

function float(body: Buffer): number {
  if (body.length === 4) return body.readFloatBE(0);
  return body.length === 8 ? body.readDoubleBE(0) : 0;
}
