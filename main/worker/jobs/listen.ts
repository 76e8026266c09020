/** Listening jobs: a recording from a file, and a stream that is being spoken. */
import { cpus } from 'node:os';
import { probeAudio, readAudio } from '../input/decode-file.ts';
import type { Heard, ListeningModels, WorkerRequest } from '../protocol.ts';
import { type Listening, loadListening } from '../tasks/listening.ts';
import { type LiveSession, startLive } from '../tasks/live.ts';
import { transcribe } from '../tasks/transcribe.ts';
import type { Loader, RunningJob } from './running.ts';

type Request<Kind extends WorkerRequest['kind']> = Extract<WorkerRequest, { kind: Kind }>;

/** More threads gain nothing with models this small, and take cores from the rest of the computer. */
export const usualThreads = Math.min(2, cpus().length);

/** A changed model is installed under a running process only after it ended, so its folder names it. */
export function loadForListening(
  loader: Loader<Listening>,
  models: ListeningModels,
  threads: number,
  job?: RunningJob,
): Promise<Listening> {
  const key = `${models.speech.folder}\n${models.language}`;
  return loader.get(key, () => loadListening(models, { threads }), job);
}

export async function transcribeFile(
  loader: Loader<Listening>,
  request: Request<'transcribe-file'>,
  job: RunningJob,
): Promise<Heard> {
  const { fromSeconds, path } = request;
  const { signal } = job;
  const { durationSeconds } = await probeAudio(path);
  job.setProgress(0, durationSeconds);
  const listening = await loadForListening(loader, request.models, request.threads ?? usualThreads, job);
  return transcribe(listening, readAudio(path, { fromSeconds, signal }), {
    fromSeconds,
    totalSeconds: durationSeconds,
    bare: request.bare === true,
    signal,
    onProgress: (doneSeconds, totalSeconds) => job.setProgress(doneSeconds, totalSeconds ?? durationSeconds),
    onSegment: (segment) => job.send({ kind: 'segment', job: job.id, segment }),
  });
}

/** A stream's other end. */
export interface LiveInput {
  push(samples: Float32Array): void;
  /** No more comes. */
  stop(): void;
  /** Until then what is pushed is kept. */
  connect(live: LiveSession): void;
  readonly stopped: Promise<void>;
}

export function createLiveInput(): LiveInput {
  const early: Float32Array[] = [];
  let session: LiveSession | null = null;
  let stop: () => void = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  return {
    push(samples) {
      if (session === null) early.push(samples);
      else session.push(samples);
    },
    stop: () => stop(),
    connect(live) {
      for (const samples of early.splice(0)) live.push(samples);
      session = live;
    },
    stopped,
  };
}

export async function listenLive(
  loader: Loader<Listening>,
  request: Request<'live-start'>,
  job: RunningJob,
  input: LiveInput,
): Promise<Heard> {
  const listening = await loadForListening(loader, request.models, usualThreads, job);
  const live = startLive(listening, {
    fromSeconds: request.fromSeconds,
    signal: job.signal,
    onPartial: (settled, unsettled) => job.send({ kind: 'partial', job: job.id, settled, unsettled }),
    onSegment: (segment) => job.send({ kind: 'segment', job: job.id, segment }),
  });
  input.connect(live);
  // A failure ends the job at once, rather than when the speaker has come to an end.
  await Promise.race([input.stopped, live.finished]);
  return live.stop();
}
