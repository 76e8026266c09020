/** What a process is asked to do, as data: a recording, a live stream, or loading the models ahead of need. */
import { randomUUID } from 'node:crypto';
import type { Segment, Word } from '../preload/transcript.ts';
import type { ListeningModels, WorkerRequest } from './worker/protocol.ts';

export interface Heard {
  /** BCP 47. */
  readonly language: string;
  /** Seconds. */
  readonly duration: number;
}

export type SegmentListener = (segment: Segment) => void;

export interface JobListeners {
  readonly onProgress: (doneSeconds: number, totalSeconds: number | null) => void;
  readonly onPartial: (settled: readonly Word[], unsettled: string) => void;
  readonly onSegment: SegmentListener;
}

export interface Job extends JobListeners {
  readonly kind: 'file' | 'live' | 'warm';
  readonly id: string;
  readonly models: ListeningModels;
  /** What starts the job, from where it stands. */
  begin(): WorkerRequest;
  /** A file job goes on from here after a crash. */
  resumeSeconds: number;
  /** Crashes since a segment was last finished. */
  crashes: number;
  /** Requests made before a process took the job. */
  readonly outbox: WorkerRequest[];
  settled: boolean;
  readonly finished: Promise<Heard>;
  resolve(heard: Heard): void;
  reject(error: Error): void;
}

/** A recording on disk. */
export function newFileJob(
  request: { job?: string; path: string; models: ListeningModels; fromSeconds?: number; bare?: boolean },
  listeners: Partial<JobListeners>,
): Job {
  const { path, models, bare } = request;
  const job = newJob('file', request.job ?? randomUUID(), models, listeners, () => ({
    kind: 'transcribe-file',
    job: job.id,
    models,
    path,
    fromSeconds: job.resumeSeconds,
    ...(bare === undefined ? {} : { bare }),
  }));
  job.resumeSeconds = request.fromSeconds ?? 0;
  return job;
}

/** A stream whose first sample lies `fromSeconds` into its recording. */
export function newLiveJob(
  request: { models: ListeningModels; fromSeconds: number },
  listeners: Partial<JobListeners>,
): Job {
  const { models, fromSeconds } = request;
  const job = newJob('live', randomUUID(), models, listeners, () => ({
    kind: 'live-start',
    job: job.id,
    models,
    fromSeconds,
  }));
  return job;
}

/** Loading only. */
export function newWarmJob(models: ListeningModels): Job {
  return newJob('warm', randomUUID(), models, {}, () => ({ kind: 'warm', models }));
}

function newJob(
  kind: Job['kind'],
  id: string,
  models: ListeningModels,
  listeners: Partial<JobListeners>,
  begin: () => WorkerRequest,
): Job {
  let resolve: (heard: Heard) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const finished = new Promise<Heard>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return {
    kind,
    id,
    models,
    begin,
    onProgress: listeners.onProgress ?? (() => {}),
    onPartial: listeners.onPartial ?? (() => {}),
    onSegment: listeners.onSegment ?? (() => {}),
    resumeSeconds: 0,
    crashes: 0,
    outbox: [],
    settled: false,
    finished,
    resolve(heard) {
      if (this.settled) return;
      this.settled = true;
      resolve(heard);
    },
    reject(error) {
      if (this.settled) return;
      this.settled = true;
      reject(error);
    },
  };
}
