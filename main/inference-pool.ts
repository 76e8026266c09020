/** What happens to jobs: added, told, cancelled, finished, or lost with their process. */
import type { EngineView } from '../preload/contract.ts';
import { fromErrorData, ParolaError } from './errors.ts';
import { createCrashRecord, gaveUp } from './inference-crashes.ts';
import type { Job } from './inference-jobs.ts';
import { onCrash } from './inference-losses.ts';
import { endSlot, free, type PoolOptions, type PoolState, pump, type Slot, show } from './inference-slots.ts';
import type { Launch } from './launch.ts';
import type { ProviderChooser } from './providers.ts';
import type { JobEvent, WorkerEvent, WorkerRequest } from './worker/protocol.ts';
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

export function createPool(
  options: PoolOptions,
  launch: Launch,
  workerPath: string,
  providers: ProviderChooser | undefined,
): Pool {
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
    providers,
    startTimers: new Map(),
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
    job.lane === 'file' &&
    pool.waiting.filter((one) => one.lane === 'file').length >= pool.options.maxWaiting
  ) {
    throw new ParolaError('queue-full', 'too many files are waiting; add this one when some are done');
  }
  const isLive = (one: Job | null): boolean => one?.lane === 'live' && !one.settled;
  if (job.lane === 'live' && (pool.waiting.some(isLive) || pool.slots.some((slot) => isLive(slot.job)))) {
    throw new ParolaError('queue-full', 'a dictation is under way already; end that one first');
  }
  if (job.lane !== 'warm' && pool.crashes.hasGivenUp(job.model)) {
    job.reject(gaveUp(job.model));
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
      onWarmed(pool, slot, event.provider);
      return;
    case 'provider-failed':
      pool.provider = event.running;
      pool.providers?.failed(event);
      if (slot.side === 'listening' && pool.view.kind === 'ready') {
        show(pool, { kind: 'ready', provider: event.running });
      }
      return;
    case 'warm-failed':
      for (const warm of slot.warming.splice(0)) warm.reject(fromErrorData(event.error));
      show(pool, { kind: 'failed', error: event.error });
      free(pool, slot);
      return;
    case 'segment':
    case 'translated':
    case 'described':
    case 'summarized':
      if (job?.id !== event.job || job.settled) return;
      job.crashes = 0;
      pool.crashes.forget(job.model);
      tellOwner(pool, job, event);
      return;
    case 'progress':
    case 'partial':
    case 'suggested':
    case 'summarizing':
    case 'prepared':
      if (job?.id === event.job && !job.settled) tellOwner(pool, job, event);
      return;
    case 'done':
    case 'failed':
    case 'cancelled':
      if (job?.id === event.job) finish(pool, slot, job, event);
  }
}

function onWarmed(pool: PoolState, slot: Slot, provider: string): void {
  pool.provider = provider;
  const model = (slot.job ?? slot.warming[0])?.model;
  if (model !== undefined) slot.models = [...slot.models.filter((one) => one !== model), model];
  for (const warm of slot.warming.splice(0)) warm.resolve(null);
  if (slot.side === 'listening') show(pool, { kind: 'ready', provider });
  free(pool, slot);
}

/** What the owner cannot keep (the disk is full) ends the job; going on would only lose more. */
function tellOwner(pool: PoolState, job: Job, event: JobEvent): void {
  try {
    job.onEvent(event);
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
    pool.crashes.forget(job.model);
    job.resolve(event.heard);
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

async function release(pool: PoolState): Promise<void> {
  const idle = pool.slots.filter((slot) => slot.job === null && slot.warming.length === 0);
  await Promise.all(idle.map((slot) => endSlot(pool, slot)));
}

async function close(pool: PoolState): Promise<void> {
  pool.closed = true;
  for (const timer of pool.startTimers.values()) clearTimeout(timer);
  for (const job of pool.waiting.splice(0)) job.reject(cancelled());
  for (const slot of pool.slots) slot.job?.reject(cancelled());
  await Promise.all([...pool.slots].map((slot) => endSlot(pool, slot)));
  await Promise.all(pool.ending);
}

function cancelled(): ParolaError {
  return new ParolaError('cancelled', 'stopped');
}
