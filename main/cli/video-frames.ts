/**
 * The frames of a video file in which the scene changes, as PNG. No decoder of video comes with the program:
 * the system's ffmpeg is asked, which is kept from opening anything but this file.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { ParolaError } from '../errors.ts';

export const videoNames = /\.(mp4|m4v|mov|webm|mkv)$/i;

export interface Video {
  /** PNG, in order; the next is decoded when it is asked for. @throws ParolaError as `openVideo` */
  readonly frames: AsyncIterable<Uint8Array>;
  /** Once the frames have come: when each is shown, and the length of it all, in seconds; null where it is not known. */
  readonly times: () => readonly number[];
  readonly duration: () => number | null;
}

/** How different a frame must be from the one before, 0–1, to be another scene: ffmpeg's usual value. */
const sceneDifference = 0.3;
/** Scenes that change faster are one. */
const leastSeconds = 1;
/** More is more than any model looks at, or a reader of text needs. */
const mostPixelsWide = 1600;
/** Playlists and the like name other files and addresses; these hold the pictures themselves. */
const formats = 'mov,mp4,m4a,3gp,3g2,mj2,matroska,webm';

/** @throws ParolaError picture-unsupported (also where there is no ffmpeg), picture-malformed */
export function openVideo(file: string, signal: AbortSignal): Video {
  const child = startDecoder(file, signal);
  const said = collect(child.stderr);
  const times = collect(child.stdio[3] as Readable | null);
  return {
    frames: framesOf(child, said),
    times: () =>
      [...times().matchAll(/pts_time:(-?[0-9.]+)/g)].map(([, seconds]) => Math.max(0, Number(seconds))),
    duration() {
      const [, hours, minutes, seconds] = /Duration: (\d+):(\d+):([\d.]+)/.exec(said()) ?? [];
      return hours === undefined ? null : Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
    },
  };
}

function startDecoder(file: string, signal: AbortSignal): ChildProcess {
  const isNew = `isnan(prev_selected_t)+gt(scene,${sceneDifference})*gte(t-prev_selected_t,${leastSeconds})`;
  const filters = [
    `select='${isNew}'`,
    "metadata=mode=print:direct=1:file='pipe\\:3'",
    // The clock of what comes out counts frames, so that none is repeated for the time it stood.
    'setpts=N/25/TB',
    `scale='min(${mostPixelsWide},iw)':-2`,
  ];
  return spawn(
    'ffmpeg',
    [
      ...[
        '-nostdin',
        '-hide_banner',
        '-nostats',
        '-format_whitelist',
        formats,
        '-protocol_whitelist',
        'file,pipe',
      ],
      ...['-i', `file:${path.resolve(file)}`, '-map', '0:v:0', '-vf', filters.join(','), '-r', '25'],
      ...['-f', 'image2pipe', '-c:v', 'png', '-pix_fmt', 'rgb24', '-compression_level', '1', 'pipe:1'],
    ],
    { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], signal, killSignal: 'SIGKILL' },
  );
}

async function* framesOf(child: ChildProcess, said: () => string): AsyncGenerator<Uint8Array> {
  const ended = new Promise<number | NodeJS.ErrnoException | null>((resolve) => {
    child.once('error', resolve);
    child.once('close', resolve);
  });
  let count = 0;
  try {
    for await (const frame of splitPng(child.stdout as AsyncIterable<Buffer>)) {
      count++;
      yield frame;
    }
    const end = await ended;
    if (end instanceof Error) throw notStarted(end);
    if (end !== 0 || count === 0) throw notDecoded(said());
  } finally {
    child.kill('SIGKILL');
  }
}

function notStarted(error: NodeJS.ErrnoException): ParolaError {
  if (error.name === 'AbortError') return new ParolaError('cancelled', 'stopped');
  const advice = 'install it (Debian: apt install ffmpeg), so that Parola can look into videos';
  const what = error.code === 'ENOENT' ? 'is not on this machine' : `cannot be run (${error.code})`;
  return new ParolaError('picture-unsupported', `ffmpeg ${what}; ${advice}`);
}

function notDecoded(said: string): ParolaError {
  if (/matches no streams|not find codec|Format not on whitelist/i.test(said)) {
    return new ParolaError(
      'picture-unsupported',
      'it is no video that ffmpeg can show; save it as MP4 or WebM',
      said,
    );
  }
  return new ParolaError('picture-malformed', 'the video is damaged or not whole; get it again', said);
}

/** What a stream has said so far. */
function collect(stream: Readable | null): () => string {
  let text = '';
  stream?.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  return () => text;
}

const signatureBytes = 8;
/** A chunk's length and type before its data, and its checksum behind them. */
const chunkFrameBytes = 12;

/** PNG files one behind the other → each by itself: a file ends with its chunk IEND (PNG, 2nd edition, 5.3). */
async function* splitPng(stream: AsyncIterable<Buffer>): AsyncGenerator<Uint8Array> {
  let waiting = Buffer.alloc(0);
  let at = signatureBytes;
  for await (const piece of stream) {
    waiting = Buffer.concat([waiting, piece]);
    while (waiting.length >= at + signatureBytes) {
      const isLast = waiting.toString('latin1', at + 4, at + 8) === 'IEND';
      const next = at + chunkFrameBytes + waiting.readUInt32BE(at);
      if (waiting.length < next) break;
      at = next;
      if (!isLast) continue;
      yield new Uint8Array(waiting.subarray(0, at));
      waiting = waiting.subarray(at);
      at = signatureBytes;
    }
  }
}
