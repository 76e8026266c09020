/** Tells whoever listens, and no oftener than they can use. */
import type { EventName, Events, Program } from '../preload/contract.ts';
import type { Emit } from './entries.ts';

type Listener<Name extends EventName> = (event: Events[Name]) => void;

export interface Listeners {
  readonly on: Program['on'];
  readonly emit: Emit;
}

export function createListeners(): Listeners {
  const listeners: { [Name in EventName]: Set<Listener<Name>> } = {
    state: new Set(),
    segment: new Set(),
    partial: new Set(),
    translated: new Set(),
    'segment-translated': new Set(),
    described: new Set(),
    'segment-cleaned': new Set(),
    summarizing: new Set(),
    summarized: new Set(),
    entry: new Set(),
  };
  return {
    on(name, listener) {
      listeners[name].add(listener);
      return () => void listeners[name].delete(listener);
    },
    emit(name, event) {
      for (const listener of listeners[name]) listener(event);
    },
  };
}

export interface Throttled {
  /** `work` will be called soon. */
  want(): void;
  stop(): void;
}

/** Calls `work` soon after it is wanted, and not again before `milliseconds` have passed. */
export function throttled(milliseconds: number, work: () => void): Throttled {
  let timer: NodeJS.Timeout | undefined;
  let lastAt = 0;
  let stopped = false;
  function run(): void {
    timer = undefined;
    lastAt = Date.now();
    work();
  }
  return {
    want() {
      if (timer !== undefined || stopped) return;
      timer = setTimeout(run, Math.max(0, lastAt + milliseconds - Date.now()));
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
