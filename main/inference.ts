/**
 * Owns the inference processes: at most one for live work, one for files, one each for the text and the
 * picture that somebody waits for, two for documents and two for many pictures, each with one job at a
 * time. A process that dies or falls silent takes only its own job with it; a file, text or picture goes on
 * once in a new process behind what came of it, and a live job's owner feeds its audio again.
 */
import type { EngineView } from '../preload/contract.ts';
import type { SentenceTranslation } from '../preload/translation.ts';
import { ParolaError } from './errors.ts';
import {
  type Job,
  type JobListeners,
  newFileJob,
  newLiveJob,
  newSuggestJob,
  newTextJob,
  newWarmJob,
  type SegmentListener,
  type SuggestRequest,
  type TranslatedListener,
  type TranslateRequest,
} from './inference-jobs.ts';
import { type DescribedListener, type DescribeRequest, newPicturesJob } from './inference-pictures.ts';
import { createPool, type Pool } from './inference-pool.ts';
import type { PoolOptions } from './inference-slots.ts';
import { type SummarizeListeners, type SummarizeRequest, summarize } from './inference-summaries.ts';
import { forkWorker, type Launch } from './launch.ts';
import type { ProviderChooser } from './providers.ts';
import type { Heard, ListeningModels } from './worker/protocol.ts';

export interface InferenceOptions extends Partial<PoolOptions> {
  /** The bundled (or, under a TypeScript loader, the source) worker program. */
  readonly workerPath: string;
  /** How a process is started; default: `child_process.fork`. */
  readonly launch?: Launch;
  /** Says what computes a model, asked at each job; all is on the processor where absent. */
  readonly providers?: ProviderChooser;
}

export interface FileRequest {
  /** Named by the caller where it must be known; else made here. */
  readonly job?: string;
  readonly path: string;
  readonly models: ListeningModels;
  /** Where to begin, for a job that goes on. */
  readonly fromSeconds?: number;
  /** The model alone, for comparison: no voice activity, no checks. */
  readonly bare?: boolean;
}

export interface FileListeners {
  readonly signal?: AbortSignal;
  readonly onProgress?: (doneSeconds: number, totalSeconds: number | null) => void;
  readonly onSegment?: SegmentListener;
}

export interface LiveListeners {
  readonly onPartial?: JobListeners['onPartial'];
  readonly onSegment?: SegmentListener;
}

export interface TranslateListeners {
  readonly signal?: AbortSignal;
  /** Each text of the request, in order, as soon as it is there. */
  readonly onTranslated?: TranslatedListener;
}

export interface DescribeListeners {
  readonly signal?: AbortSignal;
  /** A process has taken it up; once more after a crash. */
  readonly onBegun?: () => void;
  /** Each picture of the request, in order, as soon as it is described. */
  readonly onDescribed?: DescribedListener;
}

export interface LiveHandle {
  /** 16 kHz mono samples in −1…1, in order. */
  push(samples: Float32Array): void;
  /** No more audio comes; the same promise as `finished`. */
  stop(): Promise<Heard>;
  cancel(): void;
  /**
   * Settles when the job ends, also by itself: rejects with `engine-crashed` or `engine-hung` when the
   * process went (feed the audio since the last segment to a new live job), `cancelled`, or a coded failure.
   */
  readonly finished: Promise<Heard>;
}

export interface Inference {
  /**
   * Transcribes a recording; files run one after the other.
   * @throws ParolaError queue-full, cancelled, engine-crashed, engine-hung, or what the audio or model is wrong with
   */
  transcribeFile(request: FileRequest, listeners?: FileListeners): Promise<Heard>;
  /**
   * Listens to a stream; one at a time.
   * @throws ParolaError queue-full
   */
  live(request: { models: ListeningModels; fromSeconds: number }, listeners: LiveListeners): LiveHandle;
  /** Starts a process and loads the models, so that the first word is not late. */
  warm(models: ListeningModels): Promise<{ provider: string }>;
  /**
   * Translates texts, each by itself, one after the other. A request that is `urgent` waits for other urgent
   * ones only; of the others two are at work at a time (`translateTexts` makes use of both).
   * @throws ParolaError cancelled, engine-crashed, engine-hung, or what the text or model is wrong with
   */
  translate(request: TranslateRequest, listeners?: TranslateListeners): Promise<void>;
  /**
   * Says what is in each of the pictures, one after the other; a picture that cannot be described is a
   * result too, and so is one that ended two processes. A request that is `urgent` waits for other urgent
   * ones only; of the others two are at work at a time (`describePictures` makes use of both).
   * @throws ParolaError cancelled, model-corrupt, or engine-crashed when no process for the model lives
   */
  describe(request: DescribeRequest, listeners?: DescribeListeners): Promise<void>;
  /**
   * Chooses and cleans what was said in each of the sources, one after the other, or in all together. A
   * request that is `urgent` waits for other urgent ones only.
   * @throws ParolaError cancelled, engine-crashed, engine-hung, or what the text or model is wrong with
   */
  summarize(request: SummarizeRequest, listeners?: SummarizeListeners): Promise<void>;
  /** Other ways to go on with one sentence; urgent. @throws ParolaError as `translate` */
  suggest(request: SuggestRequest, signal?: AbortSignal): Promise<readonly SentenceTranslation[]>;
  /** What runs the models that were loaded last, for example `cpu`. */
  provider(): string;
  /** Calls `listener` with the present state of listening and at every change; returns the function that ends it. */
  onState(listener: (view: EngineView) => void): () => void;
  /** Ends every process; jobs in flight end as cancelled. */
  close(): Promise<void>;
  /** Ends idle processes, for instance before model files are deleted. */
  release(): Promise<void>;
  /** Process ids, for tests. */
  pids(): number[];
}

const defaults: PoolOptions = {
  silenceSeconds: 30,
  idleSeconds: 300,
  cancelGraceMilliseconds: 3000,
  maxWaiting: 64,
  crashesBeforeGivingUp: 5,
  giveUpSeconds: 60,
  backOffMilliseconds: 250,
};

/** Nothing is started before the first job or `warm`. */
export function startInference(options: InferenceOptions): Inference {
  const { workerPath, launch = forkWorker, providers, ...rest } = options;
  const pool = createPool({ ...defaults, ...rest }, launch, workerPath, providers);
  return {
    transcribeFile: (request, listeners = {}) =>
      runJob(pool, newFileJob(request, listeners), listeners.signal),
    live: (request, listeners) => live(pool, request, listeners),
    warm: async (models) => {
      const job = newWarmJob(models);
      pool.add(job);
      await job.finished;
      return { provider: pool.provider() };
    },
    translate: (request, { signal, onTranslated = () => {} } = {}) =>
      runJob(pool, newTextJob(request, onTranslated), signal),
    describe: (request, { signal, onBegun, onDescribed = () => {} } = {}) =>
      runJob(pool, newPicturesJob(request, onDescribed, onBegun), signal),
    summarize: (request, listeners = {}) =>
      summarize(request, listeners, (job) => runJob(pool, job, listeners.signal)),
    suggest: (request, signal) => runJob(pool, newSuggestJob(request), signal),
    provider: () => pool.provider(),
    onState: (listener) => pool.onState(listener),
    close: () => pool.close(),
    release: () => pool.release(),
    pids: () => pool.pids(),
  };
}

/** A job until its end, which comes early where `signal` says so. */
async function runJob<Result>(
  pool: Pool,
  job: Job<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (signal?.aborted) throw new ParolaError('cancelled', 'stopped before it began');
  const cancel = (): void => pool.cancel(job);
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    pool.add(job);
    return await job.finished;
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

function live(
  pool: Pool,
  request: { models: ListeningModels; fromSeconds: number },
  listeners: LiveListeners,
): LiveHandle {
  const job = newLiveJob(request, listeners);
  pool.add(job);
  // Its owner may look at `finished` only after `stop`; until then a failure is not an unhandled one.
  job.finished.catch(() => {});
  return {
    push: (samples) => pool.tell(job, { kind: 'live-audio', job: job.id, samples }),
    stop: () => {
      pool.tell(job, { kind: 'live-stop', job: job.id });
      return job.finished;
    },
    cancel: () => pool.cancel(job),
    finished: job.finished,
  };
}
