/**
 * `npm run bench -- --hour [MINUTES]`: how much memory recognition takes while it hears an hour of speech from one
 * file, through the program's own path. The curve has to be flat.
 */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { startInference } from '../../main/inference.ts';
import { installedModel, parolaHome } from '../../main/models.ts';
import type { InstalledModel, ListeningModels } from '../../main/worker/protocol.ts';
import type { BenchClip } from './peers.ts';

/** Resident memory when so much of the file had been heard. */
export interface MemoryPoint {
  readonly minutes: number;
  readonly mebibytes: number;
}

const sampleRateHz = 16_000;
const pauseSeconds = 1;
const root = fileURLToPath(new URL('../../', import.meta.url));

/** Hears `minutes` of `clips`, one after the other with pauses, and notes the worker's memory each minute. */
export async function memoryCurve(
  clips: readonly BenchClip[],
  minutes: number,
  onPoint: (point: MemoryPoint) => void,
): Promise<MemoryPoint[]> {
  const built = spawnSync(process.execPath, [path.join(root, 'scripts', 'build.mjs')], { stdio: 'ignore' });
  if (built.status !== 0) throw new Error('the program could not be built: npm run build says why');
  const folder = await mkdtemp(path.join(tmpdir(), 'parola-hour-'));
  const inference = startInference({ workerPath: path.join(root, 'dist', 'worker.cjs') });
  const points: MemoryPoint[] = [];
  let measured = Promise.resolve();
  try {
    const file = path.join(folder, 'hour.wav');
    await writeSpeech(file, clips, minutes);
    await inference.transcribeFile(
      { path: file, models: await listeningModels() },
      {
        onProgress: (doneSeconds) => {
          const minute = Math.floor(doneSeconds / 60);
          if (minute <= (points.at(-1)?.minutes ?? -1)) return;
          const point = { minutes: minute, mebibytes: 0 };
          points.push(point);
          measured = measured.then(async () => {
            point.mebibytes = await residentMiB(inference.pids()[0] ?? 0);
            onPoint(point);
          });
        },
      },
    );
    await measured;
    return points.filter(({ mebibytes }) => mebibytes > 0);
  } finally {
    await inference.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** One line for each point, as long as its memory. */
export function formatCurve(points: readonly MemoryPoint[]): string {
  const largest = Math.max(...points.map(({ mebibytes }) => mebibytes));
  return points
    .map(({ minutes, mebibytes }) => {
      const bar = '█'.repeat(Math.round((40 * mebibytes) / largest));
      return `${String(minutes).padStart(3)} min ${String(Math.round(mebibytes)).padStart(5)} MiB ${bar}`;
    })
    .join('\n');
}

async function listeningModels(): Promise<ListeningModels> {
  const speech = await installedModel(parolaHome(), 'moonshine-tiny');
  const voiceActivity = await installedModel(parolaHome(), 'silero-vad');
  if (speech === null || voiceActivity === null) throw new Error('the default models are not installed');
  return {
    speech: speech as InstalledModel<ListeningModels['speech']['graphs']>,
    voiceActivity: voiceActivity as InstalledModel<ListeningModels['voiceActivity']['graphs']>,
    language: 'en',
  };
}

/** A 16-bit WAV of `minutes`, written piece by piece. */
async function writeSpeech(file: string, clips: readonly BenchClip[], minutes: number): Promise<void> {
  const length = minutes * 60 * sampleRateHz;
  const out = createWriteStream(file);
  out.write(wavHeader(length));
  for (let written = 0, turn = 0; written < length; turn++) {
    const samples = clips[turn % clips.length]?.samples ?? new Float32Array(0);
    const padded = new Int16Array(Math.min(length - written, samples.length + pauseSeconds * sampleRateHz));
    for (let i = 0; i < Math.min(samples.length, padded.length); i++) padded[i] = (samples[i] ?? 0) * 32_767;
    if (!out.write(Buffer.from(padded.buffer))) await once(out, 'drain');
    written += padded.length;
  }
  out.end();
  await finished(out);
}

function wavHeader(samples: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + 2 * samples, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRateHz, 24);
  header.writeUInt32LE(2 * sampleRateHz, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(2 * samples, 40);
  return header;
}

/** Linux says it; elsewhere there is nothing to show. */
async function residentMiB(processId: number): Promise<number> {
  const status = await readFile(`/proc/${processId}/status`, 'utf8').catch(() => '');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
}
