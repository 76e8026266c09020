/** What the benchmark says to the process of each side, and what comes back: plain data over Node's own channel. */

/** The models of both sides, loaded from disk by the child. */
export interface LoadMessage {
  readonly kind: 'load';
  /** Where the publisher's own files lie. */
  readonly originals: string;
  /** Parola's data folder, with the converted model. */
  readonly home: string;
  readonly threads: number;
}

/** 16 kHz mono samples to transcribe with at most `maxTokens` tokens. */
export interface ClipMessage {
  readonly kind: 'clip';
  readonly samples: Float32Array;
  readonly maxTokens: number;
}

export type BenchMessage = LoadMessage | ClipMessage | { readonly kind: 'memory' };

export interface ClipTiming {
  readonly milliseconds: number;
  readonly cpuMilliseconds: number;
  /** Of each decode step but the first. */
  readonly stepMilliseconds: readonly number[];
  readonly ids: readonly number[];
}

export type BenchReply =
  | { readonly kind: 'loaded'; readonly name: string }
  | { readonly kind: 'timing'; readonly timing: ClipTiming }
  | { readonly kind: 'memory'; readonly peakMiB: number };

/** One side: loads its models, then transcribes samples; `onStep` is to be called when a token is there. */
export interface Side {
  load(message: LoadMessage): Promise<string>;
  transcribe(samples: Float32Array, maxTokens: number, onStep: () => void): Promise<readonly number[]>;
}
