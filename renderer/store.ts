/** Holds the one view state of the window and tells who listens when it changes. */
import { type Change, initialView, reduce, type ViewState } from './view-state.ts';

export interface Store {
  get(): ViewState;
  change(change: Change): void;
  /** Returns the function that stops listening. */
  listen(listener: () => void): () => void;
}

/** A store that begins with the empty window. */
export function createStore(): Store {
  let view = initialView;
  const listeners = new Set<() => void>();
  return {
    get: () => view,
    change: (change) => {
      view = reduce(view, change);
      for (const listener of listeners) listener();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
