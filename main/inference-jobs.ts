/**
 * What a process is asked to do, as data: a recording, a live stream, texts to translate, or loading
 * models ahead of need. Pictures are in `inference-pictures.ts`.
 */
import { randomUUID } from 'node:crypto';
import type { Segment, Word } from '../preload/transcript.ts';
import type { SentenceTranslation, TranslateOptions } from '../preload/translation.ts';
import type { ParolaError } from './errors.ts';
import type {
  Heard,
  JobEvent,
  ListeningModels,
  TranslationModels,
  WorkerRequest,
} from './worker/protocol.ts';

export type SegmentListener = (segment: Segment) => void;
export type TranslatedListener = (text: number, parts: readonly SentenceTranslation[]) => void;

export interface JobListeners {
  readonly onProgress: (doneSeconds: number, totalSeconds: number | null) => void;
  readonly onPartial: (settled: readonly Word[], unsettled: string) => void;
  readonly onSegment: SegmentListener;
}

/**
 * Who waits behind whom: jobs of one lane wait for each other, never for those of another.
 * `urgent` is text that somebody looks at, `half` the other half of a long one, `text` a document; so are
 * `picture` and `pictures`.
 */
export type Lane = 'warm' | 'live' | 'urgent' | 'half' | 'picture' | 'file' | 'text' | 'pictures';

export interface Job<Result = unknown> {
  readonly lane: Lane;
  readonly id: string;
  /** What it needs in memory, by name: for finding a process that has it, and for the record of crashes. */
  readonly model: string;
  /** What starts the job, from where it stands. */
  begin(): WorkerRequest;
  /** What its process tells of it. @throws what its owner cannot do with that */
  onEvent(event: JobEvent): void;
  /** Crashes since something last came of it. */
  crashes: number;
  /**
   * The same piece of work ended a second process: gives up that piece, and tells what becomes of the rest.
   * A job without this fails.
   */
  giveUpPiece?(error: ParolaError): 'goes-on' | 'done' | 'failed';
  /** Requests made before a process took the job. */
  readonly outbox: WorkerRequest[];
  settled: boolean;
  readonly finished: Promise<Result>;
  /** `heard` is null where there was nothing to hear. */
  resolve(heard: Heard | null): void;
  reject(error: Error): void;
}

const nothingHeard: Heard = { language: '', duration: 0 };

/** A recording on disk; after a crash it goes on behind its last finished segment. */
export function newFileJob(
  request: { job?: string; path: string; models: ListeningModels; fromSeconds?: number; bare?: boolean },
  listeners: Partial<JobListeners>,
): Job<Heard> {
  const { path, models, bare, job: id = randomUUID() } = request;
  let fromSeconds = request.fromSeconds ?? 0;
  return newJob({
    lane: 'file',
    id,
    model: models.speech.id,
    begin: () => ({
      kind: 'transcribe-file',
      job: id,
      models,
      path,
      fromSeconds,
      ...(bare === undefined ? {} : { bare }),
    }),
    onEvent(event) {
      if (event.kind === 'segment') fromSeconds = event.segment.end;
      tellListeners(listeners, event);
    },
    result: (heard) => heard ?? nothingHeard,
  });
}

/** A stream whose first sample lies `fromSeconds` into its recording. */
export function newLiveJob(
  { models, fromSeconds }: { models: ListeningModels; fromSeconds: number },
  listeners: Partial<JobListeners>,
): Job<Heard> {
  const id = randomUUID();
  return newJob({
    lane: 'live',
    id,
    model: models.speech.id,
    begin: () => ({ kind: 'live-start', job: id, models, fromSeconds }),
    onEvent: (event) => tellListeners(listeners, event),
    result: (heard) => heard ?? nothingHeard,
  });
}

/** Loading only, for listening; texts are warmed up for by a text job without texts. */
export function newWarmJob(models: ListeningModels): Job<void> {
  return newJob({
    lane: 'warm',
    id: randomUUID(),
    model: models.speech.id,
    begin: () => ({ kind: 'warm', models }),
    onEvent() {},
    result() {},
  });
}

export interface TranslateRequest {
  readonly models: TranslationModels;
  /** Each is translated by itself. None: the models are loaded, and that is all. */
  readonly texts: readonly string[];
  readonly options: TranslateOptions;
  /** Sentences translated lately are answered from memory: for text that is being typed. */
  readonly remember?: boolean;
  /** Somebody looks at it: it does not wait behind documents. */
  readonly urgent?: boolean;
  /** One unless given: two gain nothing on one sentence. Counts where this job loads the models. */
  readonly threads?: number;
}

/** Texts to translate; after a crash it goes on with the first that has not come back. */
export function newTextJob(request: TranslateRequest, onTranslated: TranslatedListener): Job<void> {
  const { models, texts, options, remember = false, urgent = false, threads = 1 } = request;
  const id = randomUUID();
  let done = 0;
  let begunAt = 0;
  return newJob({
    lane: urgent ? 'urgent' : 'text',
    id,
    model: modelsName(models),
    begin() {
      begunAt = done;
      return { kind: 'translate', job: id, models, texts: texts.slice(done), options, remember, threads };
    },
    onEvent(event) {
      if (event.kind !== 'translated') return;
      done = begunAt + event.text + 1;
      onTranslated(begunAt + event.text, event.parts);
    },
    result() {},
  });
}

export interface SuggestRequest {
  readonly models: TranslationModels;
  readonly sentence: string;
  /** The texts of the tokens that stay. */
  readonly before: readonly string[];
  readonly count: number;
  readonly options: TranslateOptions;
}

/** Other ways to go on with one sentence. */
export function newSuggestJob(request: SuggestRequest): Job<readonly SentenceTranslation[]> {
  const id = randomUUID();
  let suggestions: readonly SentenceTranslation[] = [];
  return newJob({
    lane: 'urgent',
    id,
    model: modelsName(request.models),
    begin: () => ({ kind: 'suggest', job: id, ...request }),
    onEvent(event) {
      if (event.kind === 'suggested') suggestions = event.suggestions;
    },
    result: () => suggestions,
  });
}

function modelsName({ steps }: TranslationModels): string {
  return steps.map(({ model }) => model.id).join(' and ');
}

function tellListeners(listeners: Partial<JobListeners>, event: JobEvent): void {
  if (event.kind === 'progress') listeners.onProgress?.(event.doneSeconds, event.totalSeconds);
  else if (event.kind === 'partial') listeners.onPartial?.(event.settled, event.unsettled);
  else if (event.kind === 'segment') listeners.onSegment?.(event.segment);
}

interface JobPlan<Result> extends Pick<Job, 'lane' | 'id' | 'model' | 'begin' | 'onEvent' | 'giveUpPiece'> {
  readonly result: (heard: Heard | null) => Result;
}

export function newJob<Result>({ result, ...plan }: JobPlan<Result>): Job<Result> {
  let resolve: (result: Result) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const finished = new Promise<Result>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return {
    ...plan,
    crashes: 0,
    outbox: [],
    settled: false,
    finished,
    resolve(heard) {
      if (this.settled) return;
      this.settled = true;
      resolve(result(heard));
    },
    reject(error) {
      if (this.settled) return;
      this.settled = true;
      reject(error);
    },
  };
}
