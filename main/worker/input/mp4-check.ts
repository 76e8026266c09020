/**
 * Looks over an MP4's tables before the demuxer does: counts that the file cannot hold would keep it
 * busy for hours or fill the memory. Each step moves forward; only the tables are read, never the
 * media. (ISO/IEC 14496-12 §8.6 to §8.8.)
 */
import type { FileHandle } from 'node:fs/promises';
import { malformed } from './audio-error.ts';
import { readAt } from './wav-header.ts';

const maxTableBytes = 64 * 1024 * 1024;
/** In a fragment whose samples are all alike, and of which the table says only how many. */
const maxAlikeSamples = 100_000;
const parents: ReadonlySet<string> = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'moof', 'traf']);

interface Box {
  readonly type: string;
  readonly headBytes: number;
  readonly bytes: number;
}

/** Throws `audio-malformed` where a table of samples contradicts itself or the file's length. */
export async function checkMp4Tables(file: FileHandle, fileBytes: number): Promise<void> {
  for (let at = 0; at + 8 <= fileBytes; ) {
    const box = boxAt(await readAt(file, at, 16), 0, fileBytes - at);
    if (!box) return;
    if (box.type === 'moov' || box.type === 'moof') {
      if (box.bytes > maxTableBytes) throw wrong('is longer than any recording needs');
      checkTables(await readAt(file, at, box.bytes));
    }
    at += box.bytes;
  }
}

/** The box at `at`, at most `available` bytes long; null where there is none. */
function boxAt(bytes: Buffer, at: number, available: number): Box | null {
  if (at + 8 > bytes.length) return null;
  const size = bytes.readUInt32BE(at);
  const type = bytes.toString('latin1', at + 4, at + 8);
  if (size === 0) return { type, headBytes: 8, bytes: available };
  if (size === 1) {
    if (at + 16 > bytes.length) return null;
    const large = Number(bytes.readBigUInt64BE(at + 8));
    return large < 16 ? null : { type, headBytes: 16, bytes: Math.min(large, available) };
  }
  return size < 8 ? null : { type, headBytes: 8, bytes: Math.min(size, available) };
}

function checkTables(tables: Buffer): void {
  let samples = Number.POSITIVE_INFINITY;
  const later: (() => void)[] = [];
  for (let at = 0; at < tables.length; ) {
    const box = boxAt(tables, at, tables.length - at);
    if (!box) break;
    const body = tables.subarray(at + box.headBytes, at + box.bytes);
    if (box.type === 'trak') samples = endTrack(later);
    if (box.type === 'stsz' && body.length >= 12) {
      samples = body.readUInt32BE(8);
      if (body.readUInt32BE(4) === 0 && 12 + samples * 4 > body.length)
        throw wrong('lists more samples than it holds');
    }
    // The sizes may come after the other tables of the same track.
    later.push(() => checkTable(box.type, body, samples));
    at += parents.has(box.type) ? box.headBytes : box.bytes;
  }
  endTrack(later);
}

function endTrack(later: (() => void)[]): number {
  for (const check of later.splice(0)) check();
  return Number.POSITIVE_INFINITY;
}

function checkTable(type: string, body: Buffer, samples: number): void {
  if (type === 'stsc') {
    for (const entry of entriesOf(body, 12)) {
      if (entry.readUInt32BE(4) > samples) throw wrong('puts more samples in a chunk than there are');
    }
  } else if (type === 'stts' || type === 'ctts') {
    let total = 0;
    for (const entry of entriesOf(body, 8)) total += entry.readUInt32BE(0);
    if (total > samples + 1) throw wrong('times more samples than there are');
  } else if (type === 'trun' && body.length >= 8) {
    const flags = body.readUInt32BE(0) & 0xffffff;
    const fields = [0x100, 0x200, 0x400, 0x800].filter((flag) => flags & flag).length;
    const count = body.readUInt32BE(4);
    if (fields === 0 ? count > maxAlikeSamples : count * fields * 4 > body.length) {
      throw wrong('has a fragment of more samples than it holds');
    }
  }
}

function* entriesOf(body: Buffer, entryBytes: number): Generator<Buffer> {
  if (body.length < 8) return;
  const count = body.readUInt32BE(4);
  if (8 + count * entryBytes > body.length) throw wrong('has a table that is longer than its place');
  for (let index = 0; index < count; index++) {
    yield body.subarray(8 + index * entryBytes, 8 + (index + 1) * entryBytes);
  }
}

function wrong(what: string) {
  return malformed(`The MP4 file's table of contents ${what}`);
}
