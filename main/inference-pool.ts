/**
 * What happens to jobs: added, told, cancelled, finished, lost with their process, and tried again.
 */
import type { EngineView } from '../preload/contract.ts';
import type { Segment } from '../preload/transcript.ts';
import { fromErrorData, ParolaError } from './errors.ts';
import { crashError, createCrashRecord, gaveUp } from './inference-crashes.ts';
import type { Job } from './inference-jobs.ts';
import { endSlot, free, type PoolOptions, type PoolState, pump, type Slot, show } from './inference-slots.ts';
import type { Launch } from './launch.ts';
import type { WorkerEvent, WorkerRequest } from './worker/protocol.ts';
import { type ProcessEnd, startWorkerProcess } from './worker-process.ts';

export interface Pool {
  /** @throws ParolaError queue-full */
  add(job: Job): void;
  cancel(job: Job): void;
  /** A request that belongs to a job under way. */
  tell(job: Job, request: WorkerRequest): void;
  onState(listener: (view: EngineView) => void): () => void;
  provider(): string;
  release(): Promise<void>;
  close(): Promise<void>;
  pids(): number[];
}

const restartMilliseconds = 50;

export function createPool(options: PoolOptions, launch: Launch, workerPath: string): Pool {
  const pool: PoolState = {
    options,
    start: (listeners) => startWorkerProcess(launch, workerPath, options.silenceSeconds, listeners),
    onEvent: (slot, event) => onEvent(pool, slot, event),
    onExit: (slot, end) => onExit(pool, slot, end),
    slots: [],
    waiting: [],
    ending: new Set(),
    crashes: createCrashRecord(options),
    listeners: new Set(),
    view: { kind: 'loading' },
    provider: 'cpu',
    startTimer: undefined,
    closed: false,
  };
  return {
    add: (job) => add(pool, job),
    cancel: (job) => cancel(pool, job),
    tell: (job, request) => tell(pool, job, request),
    onState: (listener) => {
      pool.listeners.add(listener);
      listener(pool.view);
      return () => pool.listeners.delete(listener);
    },
    provider: () => pool.provider,
    release: () => release(pool),
    close: () => close(pool),
    pids: () => pool.slots.flatMap((slot) => slot.process.pid ?? []),
  };
}

function add(pool: PoolState, job: Job): void {
  if (pool.closed) throw new ParolaError('cancelled', 'the program is ending');
  if (
    job.kind === 'file' &&
    pool.waiting.filter((one) => one.kind === 'file').length >= pool.options.maxWaiting
  ) {
    throw new ParolaError('queue-full', 'too many files are waiting; add this one when some are done');
  }
  const isLive = (one: Job | null): boolean => one?.kind === 'live' && !one.settled;
  if (job.kind === 'live' && (pool.waiting.some(isLive) || pool.slots.some((slot) => isLive(slot.job)))) {
    throw new ParolaError('queue-full', 'a dictation is under way already; end that one first');
  }
  if (job.kind !== 'warm' && pool.crashes.hasGivenUp(job.models.speech.id)) {
    job.reject(gaveUp(job.models.speech.id));
    return;
  }
  pool.waiting.push(job);
  pump(pool);
}

function onEvent(pool: PoolState, slot: Slot, event: WorkerEvent): void {
  const { job } = slot;
  switch (event.kind) {
    case 'hello':
      return;
    case 'warmed':
      pool.provider = event.provider;
      slot.model = (job ?? slot.warming[0])?.models.speech.id ?? slot.model;
      for (const warm of slot.warming.splice(0))
        warm.resolve({ language: warm.models.language, duration: 0 });
      show(pool, { kind: 'ready', provider: event.provider });
      free(pool, slot);
      return;
    case 'warm-failed':
      for (const warm of slot.warming.splice(0)) warm.reject(fromErrorData(event.error));
      show(pool, { kind: 'failed', error: event.error });
      free(pool, slot);
      return;
    case 'progress':
      if (job?.id === event.job && !job.settled) job.onProgress(event.doneSeconds, event.totalSeconds);
      return;
    case 'partial':
      if (job?.id === event.job && !job.settled) job.onPartial(event.settled, event.unsettled);
      return;
    case 'segment':
      if (job?.id !== event.job || job.settled) return;
      job.resumeSeconds = event.segment.end;
      job.crashes = 0;
      pool.crashes.forget(job.models.speech.id);
      keep(pool, job, event.segment);
      return;
    case 'done':
    case 'failed':
    case 'cancelled':
      if (job?.id === event.job) finish(pool, slot, job, event);
  }
}

/** What the owner cannot keep (the disk is full) ends the job; recognizing on would only lose more. */
function keep(pool: PoolState, job: Job, segment: Segment): void {
  try {
    job.onSegment(segment);
  } catch (error) {
    cancel(pool, job, error as Error);
  }
}

function finish(
  pool: PoolState,
  slot: Slot,
  job: Job,
  event: Extract<WorkerEvent, { kind: 'done' | 'failed' | 'cancelled' }>,
): void {
  if (event.kind === 'done') {
    pool.crashes.forget(job.models.speech.id);
    job.resolve({ language: event.language, duration: event.duration });
  } else {
    job.reject(event.kind === 'failed' ? fromErrorData(event.error) : cancelled());
  }
  slot.job = null;
  free(pool, slot);
}

function cancel(pool: PoolState, job: Job, reason: Error = cancelled()): void {
  if (job.settled) return;
  job.reject(reason);
  pool.waiting = pool.waiting.filter((one) => one !== job);
  const slot = pool.slots.find((one) => one.job === job);
  if (slot === undefined) return;
  slot.process.send({ kind: 'cancel', job: job.id });
  const timer = setTimeout(() => {
    if (slot.job === job) void slot.process.kill();
  }, pool.options.cancelGraceMilliseconds);
  timer.unref();
}

function tell(pool: PoolState, job: Job, request: WorkerRequest): void {
  const slot = pool.slots.find((one) => one.job === job);
  if (slot !== undefined) slot.process.send(request);
  else if (!job.settled) job.outbox.push(request);
}

function onExit(pool: PoolState, slot: Slot, end: ProcessEnd): void {
  clearTimeout(slot.idleTimer);
  const index = pool.slots.indexOf(slot);
  if (index >= 0) pool.slots.splice(index, 1);
  const lost = [...slot.warming, ...(slot.job === null || slot.job.settled ? [] : [slot.job])];
  if (!end.unexpected) {
    for (const job of lost) job.reject(cancelled());
  } else {
    onCrash(pool, slot, lost, end);
  }
  if (!pool.closed) pump(pool);
}

/** Only what the process was doing is lost: a file is tried once more, from its last segment. */
function onCrash(pool: PoolState, slot: Slot, lost: readonly Job[], end: ProcessEnd): void {
  const error = crashError(end);
  const model = lost[0]?.models.speech.id ?? slot.model;
  if (model !== null) pool.crashes.note(model);
  if (lost.length > 0) show(pool, { kind: 'restarting', reason: end.reason });
  for (const job of lost) {
    if (job.kind !== 'live' && job.crashes === 0) {
      job.crashes++;
      pool.waiting.unshift(job);
    } else {
      job.reject(error);
    }
  }
  setTimeout(() => failUnlessRestarting(pool, error), restartMilliseconds);
  if (model === null || !pool.crashes.hasGivenUp(model)) return;
  const refusal = gaveUp(model);
  show(pool, { kind: 'failed', error: { code: refusal.code, message: refusal.message, detail: end.output } });
  for (const job of pool.waiting) if (job.models.speech.id === model) job.reject(refusal);
  pool.waiting = pool.waiting.filter((job) => !job.settled);
}

/** A live job's owner may have begun again by now; if nobody has, nothing is being restarted. */
function failUnlessRestarting(pool: PoolState, { code, message, detail = '' }: ParolaError): void {
  if (pool.closed || pool.view.kind !== 'restarting') return;
  if (pool.slots.length === 0 && pool.waiting.length === 0)
    show(pool, { kind: 'failed', error: { code, message, detail } });
}

async function release(pool: PoolState): Promise<void> {
  const idle = pool.slots.filter((slot) => slot.job === null && slot.warming.length === 0);
  await Promise.all(idle.map((slot) => endSlot(pool, slot)));
}

async function close(pool: PoolState): Promise<void> {
  pool.closed = true;
  clearTimeout(pool.startTimer);
  for (const job of pool.waiting.splice(0)) job.reject(cancelled());
  for (const slot of pool.slots) slot.job?.reject(cancelled());
  await Promise.all([...pool.slots].map((slot) => endSlot(pool, slot)));
  await Promise.all(pool.ending);
}

function cancelled(): ParolaError {
  return new ParolaError('cancelled', 'stopped');
}
