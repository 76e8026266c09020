/**
 * What main and the inference process say to each other. Plain data only (structured clone and
 * `child_process` with `serialization: 'advanced'` both carry it). Every job ends in exactly one of
 * `done`, `failed`, `cancelled`.
 */
import type { EncoderDecoderGraphs, VoiceActivityGraphs } from '../../models/schema.ts';
import type { ErrorData } from '../../preload/error-data.ts';
import type { Segment, Word } from '../../preload/transcript.ts';

/** An installed model: its folder, how to run it, and the hashes the worker checks before it loads a file. */
export interface InstalledModel<Graphs> {
  readonly id: string;
  readonly folder: string;
  readonly graphs: Graphs;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
}

/** The models a listening job needs. */
export interface ListeningModels {
  readonly speech: InstalledModel<EncoderDecoderGraphs>;
  readonly voiceActivity: InstalledModel<VoiceActivityGraphs>;
  readonly language: string;
}

export type WorkerRequest =
  /** Load sessions so that the first word is not late. */
  | { readonly kind: 'warm'; readonly models: ListeningModels }
  /** Transcribe a file from `fromSeconds` on (later than 0 when a crashed job goes on). */
  | {
      readonly kind: 'transcribe-file';
      readonly job: string;
      readonly models: ListeningModels;
      readonly path: string;
      readonly fromSeconds: number;
      /** The model alone, for comparison: no voice activity, no checks. */
      readonly bare?: boolean;
      /** Fewer than usual beside live work, which goes first; counts where this job loads the models. */
      readonly threads?: number;
    }
  /** Live audio whose first sample lies `fromSeconds` into the recording. */
  | {
      readonly kind: 'live-start';
      readonly job: string;
      readonly models: ListeningModels;
      readonly fromSeconds: number;
    }
  /** 16 kHz mono samples in −1…1, in order. */
  | { readonly kind: 'live-audio'; readonly job: string; readonly samples: Float32Array }
  /** No more audio comes; settle what is left, then `done`. */
  | { readonly kind: 'live-stop'; readonly job: string }
  | { readonly kind: 'cancel'; readonly job: string }
  /** End the process once nothing is in flight. */
  | { readonly kind: 'bye' };

export type WorkerEvent =
  /** Once, after start. */
  | { readonly kind: 'hello'; readonly runtime: string }
  /** The models are loaded: the answer to `warm`, and sent before a job that had to load them. */
  | { readonly kind: 'warmed'; readonly provider: string }
  | { readonly kind: 'warm-failed'; readonly error: ErrorData }
  /** Also a sign of life: sent at least every second while a job runs. `totalSeconds` null: not known. */
  | {
      readonly kind: 'progress';
      readonly job: string;
      readonly doneSeconds: number;
      readonly totalSeconds: number | null;
    }
  /** A finished stretch: never changes afterwards. */
  | { readonly kind: 'segment'; readonly job: string; readonly segment: Segment }
  /** Live only: words of the stretch being spoken. `settled` only ever grows until its `segment`. */
  | {
      readonly kind: 'partial';
      readonly job: string;
      readonly settled: readonly Word[];
      readonly unsettled: string;
    }
  | { readonly kind: 'done'; readonly job: string; readonly language: string; readonly duration: number }
  | { readonly kind: 'failed'; readonly job: string; readonly error: ErrorData }
  | { readonly kind: 'cancelled'; readonly job: string };
