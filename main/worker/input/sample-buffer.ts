/**
 * The last stretch of a stream of samples, by position in the stream: what may still be needed is
 * kept (the half second before speech, the speech being spoken), what is over is let go.
 */

export interface SampleBuffer {
  /** Position just after the newest sample. */
  readonly end: number;
  append(samples: Float32Array): void;
  /** A copy of the samples in [`from`, `to`), as far as they are still there. */
  slice(from: number, to: number): Float32Array;
  /** Samples before this position are not asked for again. */
  dropBefore(position: number): void;
}

/** An empty buffer whose first sample will be at position 0. */
export function createSampleBuffer(): SampleBuffer {
  let store = new Float32Array(16_384);
  let start = 0;
  let length = 0;

  return {
    get end() {
      return start + length;
    },
    append(samples) {
      if (length + samples.length > store.length) {
        const larger = new Float32Array(Math.max(store.length * 2, length + samples.length));
        larger.set(store.subarray(0, length));
        store = larger;
      }
      store.set(samples, length);
      length += samples.length;
    },
    slice(from, to) {
      const begin = Math.max(0, from - start);
      return store.slice(begin, Math.max(begin, Math.min(length, to - start)));
    },
    dropBefore(position) {
      const drop = Math.min(length, position - start);
      // Moving the rest to the front is worth it only for a good part of it.
      if (drop < 16_384) return;
      store.copyWithin(0, drop, length);
      start += drop;
      length -= drop;
    },
  };
}
