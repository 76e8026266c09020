/** A job of this process from its start to its single end, with a sign of life each second. */
import { toErrorData } from '../../errors.ts';
import type { Heard, WorkerEvent } from '../protocol.ts';

export interface RunningJob {
  readonly id: string;
  /** Aborted when the job is cancelled. */
  readonly signal: AbortSignal;
  send(event: WorkerEvent): void;
  /** How far a recording is heard; told with each sign of life, and at once when it is the first. */
  setProgress(doneSeconds: number, totalSeconds: number | null): void;
  cancel(): void;
}

const heartbeatMilliseconds = 1000;

/** Runs `work` and sends what it ends with; `onEnd` is called whatever that is. */
export function runJob(
  id: string,
  send: (event: WorkerEvent) => void,
  work: (job: RunningJob) => Promise<Heard | null>,
  onEnd: () => void,
): RunningJob {
  const controller = new AbortController();
  let progress = { doneSeconds: 0, totalSeconds: null as number | null };
  const sendProgress = (): void => send({ kind: 'progress', job: id, ...progress });
  const job: RunningJob = {
    id,
    signal: controller.signal,
    send,
    setProgress(doneSeconds, totalSeconds) {
      const isFirst = progress.doneSeconds === 0 && doneSeconds > 0;
      progress = { doneSeconds, totalSeconds };
      if (isFirst) sendProgress();
    },
    cancel: () => controller.abort(),
  };
  const heartbeat = setInterval(sendProgress, heartbeatMilliseconds);
  void work(job)
    .then(
      (heard) => send(job.signal.aborted ? { kind: 'cancelled', job: id } : { kind: 'done', job: id, heard }),
      (error: unknown) => {
        const data = toErrorData(error);
        const isCancel = data.code === 'cancelled' || job.signal.aborted;
        send(isCancel ? { kind: 'cancelled', job: id } : { kind: 'failed', job: id, error: data });
      },
    )
    .finally(() => {
      clearInterval(heartbeat);
      onEnd();
    });
  return job;
}

/** Loaded once by name; a failure is not kept, so that a repaired model can be tried again. */
export interface Loader<Loaded> {
  /**
   * What is loaded under `key`, by `load` where it is not there yet; then `job` tells that it is. When the
   * job is cancelled loading goes on, for the next who needs it.
   * @throws the signal's reason, or why it cannot be loaded
   */
  get(key: string, load: () => Promise<Loaded>, job?: RunningJob): Promise<Loaded>;
}

export function createLoader<Loaded extends { readonly provider: string }>(): Loader<Loaded> {
  const known = new Map<string, Promise<Loaded>>();
  return {
    get(key, load, job) {
      let loading = known.get(key);
      if (loading === undefined) {
        loading = load();
        known.set(key, loading);
        loading.then(
          ({ provider }) => job?.send({ kind: 'warmed', provider }),
          () => known.delete(key),
        );
      }
      return job === undefined ? loading : unlessAborted(loading, job.signal);
    },
  };
}

function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
