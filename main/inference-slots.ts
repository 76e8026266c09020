/**
 * The inference processes and which job each has: one job in each, and a process only when there is a job
 * for it. A process listens, translates or looks at pictures, never two of these, so that what is loaded
 * for one is not in the way of the other. Live work never waits behind a file, nor what somebody waits for
 * behind a batch.
 */
import { constants, getPriority, setPriority } from 'node:os';
import type { EngineView } from '../preload/contract.ts';
import type { CrashRecord } from './inference-crashes.ts';
import type { Job, Lane } from './inference-jobs.ts';
import { modelsOnProviders, onProviders, type ProviderChooser, type RunnableModel } from './providers.ts';
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
  readonly side: Side;
  job: Job | null;
  warming: Job[];
  /** What it has in memory, by the names that jobs have for it, the latest last. */
  models: string[];
  /** Those of the last job that run on something else than the processor. */
  onProviders: readonly RunnableModel[];
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
  /** Says what computes a model; all is on the processor where absent. */
  readonly providers: ProviderChooser | undefined;
  readonly listeners: Set<(view: EngineView) => void>;
  view: EngineView;
  provider: string;
  /** Waiting for their time after a crash, by model. */
  readonly startTimers: Map<string, NodeJS.Timeout>;
  closed: boolean;
}

/** What a process is for. */
export type Side = 'listening' | 'text' | 'seeing';

/**
 * The lanes, those first that go first. Two processes for documents and for many pictures, because one
 * sentence gains nothing from a second thread; one beside live work, which needs the rest of the computer.
 */
const lanes: Readonly<Record<Lane, { rank: number; side: Side; most: number; mostBesideLive: number }>> = {
  warm: { rank: 0, side: 'listening', most: 1, mostBesideLive: 1 },
  live: { rank: 1, side: 'listening', most: 1, mostBesideLive: 1 },
  urgent: { rank: 2, side: 'text', most: 1, mostBesideLive: 1 },
  half: { rank: 2, side: 'text', most: 1, mostBesideLive: 1 },
  picture: { rank: 3, side: 'seeing', most: 1, mostBesideLive: 1 },
  file: { rank: 4, side: 'listening', most: 1, mostBesideLive: 1 },
  text: { rank: 5, side: 'text', most: 2, mostBesideLive: 1 },
  pictures: { rank: 6, side: 'seeing', most: 2, mostBesideLive: 1 },
};

/** A process gives models up only by ending; one that has so many ends before it loads another. */
const mostModels = 4;
const byeGraceMilliseconds = 1000;

/** Gives waiting jobs to processes, live ones first. */
export function pump(pool: PoolState): void {
  pool.waiting.sort((a, b) => lanes[a.lane].rank - lanes[b.lane].rank);
  pool.waiting = pool.waiting.filter((job) => {
    const slot = slotFor(pool, job);
    if (slot === null) return true;
    assign(pool, slot, job);
    return false;
  });
}

function slotFor(pool: PoolState, job: Job): Slot | null {
  const { side, most, mostBesideLive } = lanes[job.lane];
  const slots = pool.slots.filter((slot) => slot.side === side);
  const idle = slots.filter((slot) => slot.job === null);
  const best = idle.find((slot) => slot.models.includes(job.model)) ?? idle[0];
  if (job.lane === 'warm') return best ?? slots[0] ?? launchSlot(pool, side, job.model);
  const isLive = hasLive(pool);
  const inLane = pool.slots.filter((slot) => slot.job?.lane === job.lane).length;
  if (inLane >= (isLive ? mostBesideLive : most)) return null;
  if (best === undefined) return launchSlot(pool, side, job.model);
  if (best.models.length < mostModels || best.models.includes(job.model)) return best;
  void endSlot(pool, best);
  return launchSlot(pool, side, job.model);
}

/** Null while it is too soon after a crash; then `pump` comes again by itself. */
function launchSlot(pool: PoolState, side: Side, model: string): Slot | null {
  const wait = pool.crashes.waitMilliseconds(model);
  if (wait > 0) {
    clearTimeout(pool.startTimers.get(model));
    pool.startTimers.set(
      model,
      setTimeout(() => pump(pool), wait),
    );
    return null;
  }
  const isFirst = !pool.slots.some((slot) => slot.side === 'listening');
  if (side === 'listening' && isFirst && pool.view.kind === 'failed') show(pool, { kind: 'loading' });
  const process = pool.start({
    onEvent: (event) => pool.onEvent(slot, event),
    onExit: (end) => pool.onExit(slot, end),
  });
  const slot: Slot = {
    process,
    side,
    job: null,
    warming: [],
    models: [],
    onProviders: [],
    idleTimer: undefined,
  };
  pool.slots.push(slot);
  return slot;
}

function assign(pool: PoolState, slot: Slot, job: Job): void {
  clearTimeout(slot.idleTimer);
  slot.process.setBusy(true);
  if (job.lane === 'warm') slot.warming.push(job);
  else slot.job = job;
  const request = onProviders(job.begin(), pool.providers?.choose);
  slot.onProviders = modelsOnProviders(request);
  const isBeside = request.kind === 'transcribe-file' && pool.slots.length > 1;
  slot.process.send(isBeside ? { ...request, threads: 1 } : request);
  for (const request of job.outbox.splice(0)) slot.process.send(request);
  if (hasLive(pool)) pool.slots.forEach(standBack);
}

function hasLive(pool: PoolState): boolean {
  return pool.slots.some((slot) => slot.job?.lane === 'live');
}

/**
 * From a dictation on, a process that does not listen gets what hearing leaves of the computer. It stays so
 * until it ends, since a process may not be given its priority back.
 */
function standBack({ side, process: { pid } }: Slot): void {
  const low = constants.priority.PRIORITY_BELOW_NORMAL;
  if (side === 'listening' || pid === undefined) return;
  try {
    if (getPriority(pid) < low) setPriority(pid, low);
  } catch {
    // It has ended by now, or the system does not allow it.
  }
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

/** Tells the state of listening; what becomes of a text or a picture, its caller learns. */
export function show(pool: PoolState, view: EngineView): void {
  pool.view = view;
  for (const listener of pool.listeners) listener(view);
}
