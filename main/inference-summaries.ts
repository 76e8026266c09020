/** Texts to summarize as a job of an inference process. */
import { randomUUID } from 'node:crypto';
import type { Digest, SummarizeOptions, SummarySource } from '../preload/summary.ts';
import { type Job, type Lane, newJob } from './inference-jobs.ts';
import type { PreparedSentence, SummaryModels } from './worker/protocol.ts';

export interface SummarizeRequest {
  readonly models: SummaryModels;
  /** None: the models are loaded, and that is all. */
  readonly sources: readonly SummarySource[];
  /** One digest of all, without repeats; else one of each. */
  readonly together: boolean;
  readonly options: SummarizeOptions;
  /** Somebody looks at it: it does not wait behind documents. */
  readonly urgent?: boolean;
  /** One unless given: two gain nothing on one sentence. Counts where this job loads the models. */
  readonly threads?: number;
}

export interface SummarizeListeners {
  readonly signal?: AbortSignal;
  /** Sentences read so far, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Each source of the request, in order, as soon as its digest is there; 0 where all make one. */
  readonly onSummarized?: (source: number, digest: Digest) => void;
}

/** Runs a job until its end. */
export type RunJob = <Result>(job: Job<Result>) => Promise<Result>;

/** With less the second process would not have its models before the first is done. */
const worthTwoCharacters = 6000;

/**
 * Summarizes; of one long text the two processes for texts each clean every other sentence.
 * @throws ParolaError as `Inference.summarize`
 */
export async function summarize(
  request: SummarizeRequest,
  listeners: SummarizeListeners,
  run: RunJob,
): Promise<void> {
  const { models, sources, together } = request;
  const characters = sources.reduce((sum, { text }) => sum + text.length, 0);
  const isOne = together || sources.length === 1;
  if (models.kind !== 'said' || !isOne || characters < worthTwoCharacters) {
    return run(newSummaryJob(request, listeners));
  }
  const prepared = await prepareOverTwo(request, listeners, run);
  await run(newSummaryJob({ ...request, prepared }, { ...listeners, onProgress: () => {} }));
}

async function prepareOverTwo(
  request: SummarizeRequest,
  { onProgress = () => {} }: SummarizeListeners,
  run: RunJob,
): Promise<PreparedSentence[]> {
  const done = [0, 0];
  const totals = [0, 0];
  const jobs = [0, 1].map((first) =>
    newShareJob(
      request,
      // What is urgent has one process for it, and its other half does not wait behind documents either.
      request.urgent === true ? (first === 0 ? 'urgent' : 'half') : 'text',
      { first, every: 2 },
      (some, all) => {
        done[first] = some;
        totals[first] = all;
        if (totals[0] !== 0) onProgress((done[0] ?? 0) + (done[1] ?? 0), (totals[0] ?? 0) * 2 - 1);
      },
    ),
  );
  const [even = [], odd = []] = await Promise.all(jobs.map(run));
  return even.flatMap((sentence, at) => [sentence, ...odd.slice(at, at + 1)]);
}

/** Some of the sentences of all sources, cleaned. */
function newShareJob(
  { models, sources, together, options, threads }: SummarizeRequest,
  lane: Lane,
  share: { readonly first: number; readonly every: number },
  onProgress: (done: number, total: number) => void,
): Job<readonly PreparedSentence[]> {
  const id = randomUUID();
  let prepared: readonly PreparedSentence[] = [];
  return newJob({
    lane,
    id,
    model: modelsName(models),
    begin: () => ({
      ...{ kind: 'summarize', job: id, models, sources, together, options, share },
      ...(threads === undefined ? {} : { threads }),
    }),
    onEvent(event) {
      if (event.kind === 'summarizing') onProgress(event.done, event.total);
      if (event.kind === 'prepared') prepared = event.sentences;
    },
    result: () => prepared,
  });
}

/** After a crash it goes on with the first source that has not come back; what is done together begins anew. */
function newSummaryJob(
  request: SummarizeRequest & { readonly prepared?: readonly PreparedSentence[] },
  { onProgress = () => {}, onSummarized = () => {} }: SummarizeListeners,
): Job<void> {
  const { models, sources, together, options, urgent = false, threads, prepared } = request;
  const id = randomUUID();
  let done = 0;
  let begunAt = 0;
  return newJob({
    lane: urgent ? 'urgent' : 'text',
    id,
    model: modelsName(models),
    begin() {
      begunAt = done;
      return {
        kind: 'summarize',
        job: id,
        models,
        sources: sources.slice(done),
        together,
        options,
        ...(threads === undefined ? {} : { threads }),
        ...(prepared === undefined ? {} : { prepared }),
      };
    },
    onEvent(event) {
      if (event.kind === 'summarizing') onProgress(event.done, event.total);
      if (event.kind !== 'summarized') return;
      done = begunAt + event.source + 1;
      onSummarized(begunAt + event.source, event.digest);
    },
    result() {},
  });
}

function modelsName(models: SummaryModels): string {
  return models.kind === 'said' ? `${models.cleaner.id} and ${models.chooser.id}` : models.writer.id;
}
