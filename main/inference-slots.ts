/**
 * The inference processes and which job each has. Live work never waits behind a file: there are at most
 * two processes, one job in each, and the second is started only when both kinds are there at once.
 */
import type { EngineView } from '../preload/contract.ts';
import type { CrashRecord } from './inference-crashes.ts';
import type { Job } from './inference-jobs.ts';
import type { WorkerEvent } from './worker/protocol.ts';
import type { ProcessEnd, WorkerProcess, WorkerProcessListeners } from './worker-process.ts';

export interface PoolOptions {
  /** A busy process that says nothing for so long is ended as hung. */
  readonly silenceSeconds: number;
  /** A process without work is ended after so long. */
  readonly idleSeconds: number;
  /** How long a cancelled job may take to stop before its process is ended. */
  readonly cancelGraceMilliseconds: number;
  /** Files that may wait; the newest beyond is refused. */
  readonly maxWaiting: number;
  /** Crashes in a row with the same model after which its jobs are refused for `giveUpSeconds`. */
  readonly crashesBeforeGivingUp: number;
  readonly giveUpSeconds: number;
  /** Wait before the second start in a row, doubled for each further one. */
  readonly backOffMilliseconds: number;
}

export interface Slot {
  process: WorkerProcess;
  job: Job | null;
  warming: Job[];
  /** The speech model in its memory. */
  model: string | null;
  idleTimer: NodeJS.Timeout | undefined;
}

export interface PoolState {
  readonly options: PoolOptions;
  readonly start: (listeners: WorkerProcessListeners) => WorkerProcess;
  readonly onEvent: (slot: Slot, event: WorkerEvent) => void;
  readonly onExit: (slot: Slot, end: ProcessEnd) => void;
  readonly slots: Slot[];
  waiting: Job[];
  readonly ending: Set<Promise<void>>;
  readonly crashes: CrashRecord;
  readonly listeners: Set<(view: EngineView) => void>;
  view: EngineView;
  provider: string;
  startTimer: NodeJS.Timeout | undefined;
  closed: boolean;
}

const maxProcesses = 2;
const byeGraceMilliseconds = 1000;

/** Gives waiting jobs to processes, live ones first. */
export function pump(pool: PoolState): void {
  const rank = { warm: 0, live: 1, file: 2 };
  pool.waiting.sort((a, b) => rank[a.kind] - rank[b.kind]);
  pool.waiting = pool.waiting.filter((job) => {
    const slot = slotFor(pool, job);
    if (slot === null) return true;
    assign(pool, slot, job);
    return false;
  });
}

function slotFor(pool: PoolState, job: Job): Slot | null {
  const idle = pool.slots.filter((slot) => slot.job === null);
  const best = idle.find((slot) => slot.model === job.models.speech.id) ?? idle[0];
  if (job.kind === 'warm') return best ?? pool.slots[0] ?? launchSlot(pool);
  if (pool.slots.some((slot) => slot.job?.kind === job.kind)) return null;
  return best ?? (pool.slots.length < maxProcesses ? launchSlot(pool) : null);
}

/** Null while it is too soon after a crash; then `pump` comes again by itself. */
function launchSlot(pool: PoolState): Slot | null {
  const wait = pool.crashes.waitMilliseconds();
  if (wait > 0) {
    clearTimeout(pool.startTimer);
    pool.startTimer = setTimeout(() => pump(pool), wait);
    return null;
  }
  if (pool.slots.length === 0 && pool.view.kind === 'failed') show(pool, { kind: 'loading' });
  const process = pool.start({
    onEvent: (event) => pool.onEvent(slot, event),
    onExit: (end) => pool.onExit(slot, end),
  });
  const slot: Slot = { process, job: null, warming: [], model: null, idleTimer: undefined };
  pool.slots.push(slot);
  return slot;
}

function assign(pool: PoolState, slot: Slot, job: Job): void {
  clearTimeout(slot.idleTimer);
  slot.process.setBusy(true);
  if (job.kind === 'warm') slot.warming.push(job);
  else slot.job = job;
  const request = job.begin();
  const isBeside = request.kind === 'transcribe-file' && pool.slots.length > 1;
  slot.process.send(isBeside ? { ...request, threads: 1 } : request);
  for (const request of job.outbox.splice(0)) slot.process.send(request);
}

/** After each piece of work: a process with nothing left to do may go home after a while. */
export function free(pool: PoolState, slot: Slot): void {
  if (slot.job !== null || slot.warming.length > 0) return;
  slot.process.setBusy(false);
  clearTimeout(slot.idleTimer);
  slot.idleTimer = setTimeout(() => void endSlot(pool, slot), pool.options.idleSeconds * 1000);
  slot.idleTimer.unref();
  pump(pool);
}

/** Ends a process: politely if it has nothing to do, at once if it has. */
export async function endSlot(pool: PoolState, slot: Slot): Promise<void> {
  const index = pool.slots.indexOf(slot);
  if (index >= 0) pool.slots.splice(index, 1);
  clearTimeout(slot.idleTimer);
  const busy = slot.job !== null || slot.warming.length > 0;
  const ended = busy ? slot.process.kill() : slot.process.end(byeGraceMilliseconds);
  pool.ending.add(ended);
  await ended;
  pool.ending.delete(ended);
}

/** Tells the engine's state. */
export function show(pool: PoolState, view: EngineView): void {
  pool.view = view;
  for (const listener of pool.listeners) listener(view);
}
