/** A value that is shown and changes: what one part of the window knows beside the view state. */

export interface Cell<Value> {
  get(): Value;
  /** Returns the function that stops listening. */
  listen(listener: () => void): () => void;
}

/** A cell that whoever made it may change. */
export function createCell<Value>(initial: Value): Cell<Value> & { set(value: Value): void } {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      value = next;
      for (const listener of listeners) listener();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
