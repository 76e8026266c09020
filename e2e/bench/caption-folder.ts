/** A folder of many pictures as the program describes it: is memory flat, and are all cores at work? */
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describePictures } from '../../main/describe-pictures.ts';
import { startInference } from '../../main/inference.ts';
import { seeingModels } from '../../main/seeing-models.ts';
import { type Figure, round } from './figures.ts';

const workerPath = fileURLToPath(new URL('../../dist/worker.cjs', import.meta.url));
const sampleMilliseconds = 500;
const clockTicksPerSecond = 100;

interface Sample {
  readonly done: number;
  readonly memoryMiB: number;
  /** Processor seconds of the processes so far. */
  readonly cpuSeconds: number;
}

/**
 * The processes' memory over the first fifth after a warm-up tenth beside that over the last fifth.
 * @param perSecondAlone captions of one thread in the race, for comparison
 */
export async function captionFolder(
  home: string,
  files: readonly string[],
  perSecondAlone: number,
  onProgress: (done: number, all: number) => void,
): Promise<Figure[]> {
  if (!existsSync(workerPath)) throw new Error(`${path.basename(workerPath)} is not built: npm run build`);
  const models = { ...(await seeingModels(home)), reading: [] };
  const inference = startInference({ workerPath });
  const samples: Sample[] = [];
  let done = 0;
  let failed = 0;
  const timer = setInterval(() => samples.push({ done, ...usage(inference.pids()) }), sampleMilliseconds);
  const start = performance.now();
  try {
    const sources = files.map((file) => ({ path: file }));
    await describePictures(
      inference,
      models,
      sources,
      {},
      {
        onDescribed: (_, result) => {
          done += 1;
          if (!result.ok) failed += 1;
          onProgress(done, files.length);
        },
      },
    );
    const seconds = (performance.now() - start) / 1000;
    const { cpuSeconds } = usage(inference.pids());
    if (failed > 0) throw new Error(`${failed} of ${files.length} pictures could not be described`);
    return figures(samples, files.length, seconds, cpuSeconds, perSecondAlone);
  } finally {
    clearInterval(timer);
    await inference.close();
  }
}

function figures(
  samples: readonly Sample[],
  count: number,
  seconds: number,
  cpuSeconds: number,
  perSecondAlone: number,
): Figure[] {
  const peak = (from: number, to: number) =>
    Math.max(
      ...samples
        .filter(({ done }) => done >= from * count && done <= to * count)
        .map(({ memoryMiB }) => memoryMiB),
    );
  const early = peak(0.1, 0.3);
  const late = peak(0.8, 1);
  const name = `${count} pictures, two processes`;
  const row = (peer: string, unit: string, ours: number, theirs: number): Figure => ({
    ...{ name, peer, unit },
    ...{ ours: round(ours), theirs: round(theirs), ratio: round(ours / theirs) },
  });
  return [
    row('in the first pictures', 'MiB', late, early),
    row('there are', 'cores at work', cpuSeconds / seconds, cpus().length),
    row('one thread', 'captions/s', count / seconds, perSecondAlone),
  ];
}

/** Of all the processes together, as the system counts them (Linux). */
function usage(pids: readonly number[]): Omit<Sample, 'done'> {
  let memoryMiB = 0;
  let cpuSeconds = 0;
  for (const pid of pids) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      memoryMiB += Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
      // Behind the name, which may hold anything, fields 14 and 15 of proc(5) are 12 and 13.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
      cpuSeconds += (Number(fields[11]) + Number(fields[12])) / clockTicksPerSecond;
    } catch {
      // It has just ended.
    }
  }
  return { memoryMiB, cpuSeconds };
}
