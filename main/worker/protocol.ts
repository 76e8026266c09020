/**
 * What main and the inference process say to each other. Plain data only (structured clone and
 * `child_process` with `serialization: 'advanced'` both carry it). Every job ends in exactly one of
 * `done`, `failed`, `cancelled`.
 */
import type { EncoderDecoderGraphs, ReadingGraphs, VoiceActivityGraphs } from '../../models/schema.ts';
import type { DescribeOptions, PictureDescription } from '../../preload/description.ts';
import type { ErrorData } from '../../preload/error-data.ts';
import type { CharacterRange, Digest, SummarizeOptions, SummarySource } from '../../preload/summary.ts';
import type { Segment, Word } from '../../preload/transcript.ts';
import type { SentenceTranslation, TranslateOptions } from '../../preload/translation.ts';

/** What computes each graph of a model, by the runtime's names; the processor where nothing is said. */
export interface ProviderChoice {
  readonly encoder?: string;
  /** Its first step's graph too. */
  readonly decoder?: string;
}

/** What came of trying one graph on a provider beside the processor. */
export type ProviderFinding =
  /** The same numbers, so many times as fast. */
  | { readonly kind: 'right'; readonly speedup: number }
  | { readonly kind: 'wrong'; readonly detail: string }
  /** It could not be opened or run there. */
  | { readonly kind: 'failed'; readonly detail: string };

/** An installed model: its folder, how to run it, and the hashes the worker checks before it loads a file. */
export interface InstalledModel<Graphs> {
  readonly id: string;
  readonly folder: string;
  readonly graphs: Graphs;
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[];
  /** Absent: all on the processor. */
  readonly providers?: ProviderChoice;
}

/** The models a listening job needs. */
export interface ListeningModels {
  readonly speech: InstalledModel<EncoderDecoderGraphs>;
  readonly voiceActivity: InstalledModel<VoiceActivityGraphs>;
  /** BCP 47; null: the model hears several and finds out which is spoken. */
  readonly language: string | null;
  /** English words, whatever language is spoken, of a model that can. */
  readonly toEnglish?: boolean;
}

/** The models a translation needs: one, or two where it goes through a third language. */
export interface TranslationModels {
  readonly steps: readonly {
    readonly model: InstalledModel<EncoderDecoderGraphs>;
    /** BCP 47. */
    readonly from: string;
    readonly to: string;
  }[];
  /** `exact` gives the same on every processor, at some two thirds of the speed. */
  readonly precision: 'quick' | 'exact';
}

/** The models that look at a picture. */
export interface SeeingModels {
  readonly captioner: InstalledModel<EncoderDecoderGraphs>;
  /** One for each language that is installed; none: text is not read. */
  readonly reading: readonly InstalledModel<ReadingGraphs>[];
}

/** The models that summarize: two that choose and clean what was said, or one that writes in its own words. */
export type SummaryModels =
  | {
      readonly kind: 'said';
      readonly cleaner: InstalledModel<EncoderDecoderGraphs>;
      readonly chooser: InstalledModel<EncoderDecoderGraphs>;
    }
  | { readonly kind: 'written'; readonly writer: InstalledModel<EncoderDecoderGraphs> };

/** A sentence cleaned and read, in wait of the choice among all. */
export interface PreparedSentence {
  readonly text: string;
  /** What was left out of it, as ranges of the sentence. */
  readonly removed: readonly CharacterRange[];
  /** Null where its language has none. */
  readonly vector: Float32Array | null;
}

/** A picture as a file, or as the bytes of one. */
export type PictureSource = { readonly path: string } | { readonly bytes: Uint8Array };

/** What came of one picture: a bad one fails by itself. */
export type Described =
  | {
      readonly ok: true;
      readonly description: PictureDescription;
      /** WebP of at most 1600 pixels a side, turned upright, where it was asked for. */
      readonly preview: Uint8Array | null;
    }
  | { readonly ok: false; readonly error: ErrorData };

/** What a listening job ends with. */
export interface Heard {
  /** BCP 47. */
  readonly language: string;
  /** Seconds. */
  readonly duration: number;
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
  /** Translate each of `texts` by itself; a `translated` for each, in order, then `done`. */
  | {
      readonly kind: 'translate';
      readonly job: string;
      readonly models: TranslationModels;
      readonly texts: readonly string[];
      readonly options: TranslateOptions;
      /** Sentences translated lately are answered from memory: for text that is being typed. */
      readonly remember: boolean;
      readonly threads?: number;
    }
  /** Other ways to go on after the tokens `before`, each a whole translation of `sentence`. */
  | {
      readonly kind: 'suggest';
      readonly job: string;
      readonly models: TranslationModels;
      readonly sentence: string;
      readonly before: readonly string[];
      readonly count: number;
      readonly options: TranslateOptions;
    }
  /** Say what is in each of `pictures`; a `described` for each, in order, then `done`. */
  | {
      readonly kind: 'describe';
      readonly job: string;
      readonly models: SeeingModels;
      readonly pictures: readonly PictureSource[];
      readonly options: DescribeOptions;
      /** Give a preview with each. */
      readonly preview: boolean;
      readonly threads?: number;
    }
  /** One digest of each of `sources`, or of all together; a `summarized` for each, in order, then `done`. */
  | {
      readonly kind: 'summarize';
      readonly job: string;
      readonly models: SummaryModels;
      readonly sources: readonly SummarySource[];
      readonly together: boolean;
      readonly options: SummarizeOptions;
      readonly threads?: number;
      /**
       * Only every so many-th sentence is prepared, beginning with number `first`, and told by `prepared`: so that
       * two processes can share one long text.
       */
      readonly share?: { readonly first: number; readonly every: number };
      /** What was prepared of all the sentences, in order. */
      readonly prepared?: readonly PreparedSentence[];
    }
  /** Answered by `providers`. */
  | { readonly kind: 'list-providers' }
  /** In a process of its own, which may die of it. Answered by `provider-tried`. */
  | {
      readonly kind: 'try-provider';
      readonly model: InstalledModel<EncoderDecoderGraphs>;
      readonly graph: keyof ProviderChoice;
      readonly provider: string;
    }
  /** Run a model for the first time, in a process of its own, which may die of it. Answered by `model-tried`. */
  | { readonly kind: 'try-model'; readonly model: InstalledModel<EncoderDecoderGraphs> }
  | { readonly kind: 'cancel'; readonly job: string }
  /** End the process once nothing is in flight. */
  | { readonly kind: 'bye' };

export type WorkerEvent =
  /** Once, after start. */
  | { readonly kind: 'hello'; readonly runtime: string }
  /** The models are loaded: the answer to `warm`, and sent before a job that had to load them. */
  | { readonly kind: 'warmed'; readonly provider: string }
  | { readonly kind: 'warm-failed'; readonly error: ErrorData }
  /** What the runtime carries with it on this machine, `cpu` first. */
  | { readonly kind: 'providers'; readonly names: readonly string[] }
  | { readonly kind: 'provider-tried'; readonly finding: ProviderFinding }
  /** `error` is null where it ran. */
  | { readonly kind: 'model-tried'; readonly error: ErrorData | null }
  /** A provider failed at work; the job went on on the processor, which could do what it could not. */
  | {
      readonly kind: 'provider-failed';
      /** The model's id. */
      readonly model: string;
      readonly graph: keyof ProviderChoice;
      readonly provider: string;
      readonly reason: string;
      /** What runs the model from now on: "cpu", "webgpu + cpu". */
      readonly running: string;
    }
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
  /** Text number `text` of the request; the sources of `parts` joined are that text. */
  | {
      readonly kind: 'translated';
      readonly job: string;
      readonly text: number;
      readonly parts: readonly SentenceTranslation[];
    }
  | { readonly kind: 'suggested'; readonly job: string; readonly suggestions: readonly SentenceTranslation[] }
  /** Picture number `picture` of the request. */
  | {
      readonly kind: 'described';
      readonly job: string;
      readonly picture: number;
      readonly result: Described;
    }
  /** Sentences read so far, of how many in the request; also a sign of life. */
  | {
      readonly kind: 'summarizing';
      readonly job: string;
      readonly done: number;
      readonly total: number;
    }
  /** Those of the share, in order. */
  | { readonly kind: 'prepared'; readonly job: string; readonly sentences: readonly PreparedSentence[] }
  /** Source number `source` of the request; 0 where all make one digest. */
  | { readonly kind: 'summarized'; readonly job: string; readonly source: number; readonly digest: Digest }
  /** `heard` is null for a job that heard nothing because it was not asked to. */
  | { readonly kind: 'done'; readonly job: string; readonly heard: Heard | null }
  | { readonly kind: 'failed'; readonly job: string; readonly error: ErrorData }
  | { readonly kind: 'cancelled'; readonly job: string };

/** What a process tells of a job before its end. */
export type JobEvent = Extract<
  WorkerEvent,
  {
    kind:
      | 'progress'
      | 'segment'
      | 'partial'
      | 'translated'
      | 'suggested'
      | 'described'
      | 'summarizing'
      | 'prepared'
      | 'summarized';
  }
>;
