/** A camera that shows photographs, one after the other, for Chromium's fake device: JPEG frames, 30 for each second. */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fixtures } from './command-line.ts';

export interface FakeCamera {
  /** Chromium's switches for it. */
  readonly switches: readonly string[];
  remove(): void;
}

/** Chromium plays a file of JPEG frames at this rate. */
const framesPerSecond = 30;
const shape = 'scale=640:480:force_original_aspect_ratio=increase,crop=640:480';

/** Each photograph of the fixtures with how long it is shown; then it begins anew. */
export function makeFakeCamera(shots: readonly { photograph: string; seconds: number }[]): FakeCamera {
  const folder = mkdtempSync(path.join(tmpdir(), 'parola-camera-'));
  const file = path.join(folder, 'camera.mjpeg');
  for (const { photograph, seconds } of shots) {
    const frame = frameOf(path.join(fixtures, 'photographs', photograph));
    appendFileSync(file, Buffer.concat(Array.from({ length: seconds * framesPerSecond }, () => frame)));
  }
  return {
    switches: ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${file}`],
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function frameOf(photograph: string): Buffer {
  const asFrame = ['-vf', shape, '-pix_fmt', 'yuvj420p', '-q:v', '3', '-f', 'mjpeg', '-'];
  const made = spawnSync('ffmpeg', ['-v', 'error', '-i', photograph, ...asFrame]);
  if (made.status !== 0) throw new Error(`ffmpeg: ${made.stderr}`);
  return made.stdout;
}
