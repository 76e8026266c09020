/** What becomes of the jobs of a process that ended by itself: tried again, given up piece by piece, or failed. */
import type { ParolaError } from './errors.ts';
import { crashError, gaveUp } from './inference-crashes.ts';
import type { Job } from './inference-jobs.ts';
import { type PoolState, type Slot, show } from './inference-slots.ts';
import type { ProcessEnd } from './worker-process.ts';

const restartMilliseconds = 50;

/** Only what the process was doing is lost: what is no stream is tried once more, from where it stood. */
export function onCrash(pool: PoolState, slot: Slot, lost: readonly Job[], end: ProcessEnd): void {
  const error = crashError(end);
  if (lost.length > 0) blameProviders(pool, slot, end);
  const model = lost[0]?.model ?? slot.models.at(-1);
  // What ended two processes is a bad piece of work rather than a bad model, and is noted once.
  const isPiece = lost.some((job) => job.crashes > 0 && job.giveUpPiece !== undefined);
  if (model !== undefined && !isPiece) pool.crashes.note(model);
  const isListening = slot.side === 'listening';
  if (lost.length > 0 && isListening) show(pool, { kind: 'restarting', reason: end.reason });
  for (const job of lost) {
    if (job.lane !== 'live' && job.crashes === 0) {
      job.crashes++;
      pool.waiting.unshift(job);
    } else {
      endPiece(pool, job, error);
    }
  }
  if (isListening) setTimeout(() => failUnlessRestarting(pool, error), restartMilliseconds);
  if (model === undefined || !pool.crashes.hasGivenUp(model)) return;
  const refusal = gaveUp(model);
  const { code, message } = refusal;
  if (isListening) show(pool, { kind: 'failed', error: { code, message, detail: end.output } });
  for (const job of pool.waiting) if (job.model === model) job.reject(refusal);
  pool.waiting = pool.waiting.filter((job) => !job.settled);
}

/** A driver may take its process with it: what is tried once more then runs on the processor. */
function blameProviders(pool: PoolState, slot: Slot, end: ProcessEnd): void {
  const reason = end.hung ? 'it hung at work' : `its process ended at work (${end.reason})`;
  for (const { id, providers = {} } of slot.onProviders) {
    for (const graph of ['encoder', 'decoder'] as const) {
      const provider = providers[graph] ?? 'cpu';
      if (provider !== 'cpu') pool.providers?.failed({ model: id, graph, provider, reason });
    }
  }
}

/** The second crash over the same piece of work: the job goes on without it, or ends. */
function endPiece(pool: PoolState, job: Job, error: ParolaError): void {
  try {
    const rest = job.giveUpPiece?.(error) ?? 'failed';
    if (rest === 'failed') job.reject(error);
    if (rest === 'done') job.resolve(null);
    if (rest !== 'goes-on') return;
    job.crashes = 0;
    pool.waiting.unshift(job);
  } catch (thrown) {
    job.reject(thrown as Error);
  }
}

/** A live job's owner may have begun again by now; if nobody has, nothing is being restarted. */
function failUnlessRestarting(pool: PoolState, { code, message, detail = '' }: ParolaError): void {
  if (pool.closed || pool.view.kind !== 'restarting') return;
  const isListening = pool.slots.some(({ side }) => side === 'listening');
  if (!isListening && pool.waiting.every(({ lane }) => lane !== 'file' && lane !== 'warm' && lane !== 'live'))
    show(pool, { kind: 'failed', error: { code, message, detail } });
}
