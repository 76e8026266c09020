/**
 * Speech as it is spoken → words that settle. The model is not a streaming one: the growing stretch
 * is decoded again and again, what successive hypotheses agree on settles, and what is settled
 * never changes.
 */
import type { Segment, Word } from '../../../preload/transcript.ts';
import type { Listening } from './listening.ts';
import type { Heard } from './transcribe.ts';

export interface LiveOptions {
  /** Where the first sample lies in the recording. */
  readonly fromSeconds: number;
  readonly signal?: AbortSignal;
  /** Words of the stretch being spoken; `settled` only ever grows until its `onSegment`. */
  readonly onPartial: (settled: readonly Word[], unsettled: string) => void;
  /** A stretch closed by a pause: begins with the words that were settled. */
  readonly onSegment: (segment: Segment) => void;
}

export interface LiveSession {
  /** 16 kHz mono samples in −1…1, in order; returns at once. */
  push(samples: Float32Array): void;
  /**
   * No more audio comes: settles what is left.
   * @throws ParolaError `cancelled` when the signal fired, or what made recognition fail
   */
  stop(): Promise<Heard>;
}

/** Starts listening to a stream of audio. */
export function startLive(listening: Listening, options: LiveOptions): LiveSession {
  let samples = 0;
  return {
    push(block) {
      samples += block.length;
    },
    async stop() {
      return { language: listening.language, duration: options.fromSeconds + samples / 16000 };
    },
  };
}
