/** Remembers crashes, per model: one bad model must not make the others unusable. */
import { ParolaError } from './errors.ts';
import type { ProcessEnd } from './worker-process.ts';

export interface CrashRecord {
  note(model: string): void;
  /** The model did something useful. */
  forget(model: string): void;
  hasGivenUp(model: string): boolean;
  /** How long to wait before a process is started for the model again; 0 after a single crash. */
  waitMilliseconds(model: string): number;
}

export interface CrashLimits {
  readonly crashesBeforeGivingUp: number;
  readonly giveUpSeconds: number;
  readonly backOffMilliseconds: number;
}

const maxWaitMilliseconds = 10_000;

export function createCrashRecord(limits: CrashLimits, now: () => number = Date.now): CrashRecord {
  const crashes = new Map<string, { count: number; lastAt: number; startNotBefore: number }>();
  return {
    note(model) {
      const count = (crashes.get(model)?.count ?? 0) + 1;
      const wait = count < 2 ? 0 : limits.backOffMilliseconds * 2 ** (count - 2);
      const startNotBefore = now() + Math.min(wait, maxWaitMilliseconds);
      crashes.set(model, { count, lastAt: now(), startNotBefore });
    },
    forget: (model) => void crashes.delete(model),
    hasGivenUp(model) {
      const record = crashes.get(model);
      if (record === undefined || record.count < limits.crashesBeforeGivingUp) return false;
      if (now() - record.lastAt < limits.giveUpSeconds * 1000) return true;
      // One more chance; if that fails too, it is refused again at once.
      record.count = limits.crashesBeforeGivingUp - 1;
      return false;
    },
    waitMilliseconds: (model) => Math.max(0, (crashes.get(model)?.startNotBefore ?? 0) - now()),
  };
}

/** What a lost job ends with. */
export function crashError(end: ProcessEnd): ParolaError {
  return end.hung
    ? new ParolaError('engine-hung', 'the engine stopped answering and was ended; try again', end.output)
    : new ParolaError('engine-crashed', `the engine ended by itself (${end.reason}); try again`, end.output);
}

/** What the jobs of a model that keeps crashing are refused with. */
export function gaveUp(model: string): ParolaError {
  return new ParolaError(
    'engine-crashed',
    `the engine crashed several times in a row with ${model}; wait a minute, or verify the model and install it again`,
  );
}
