/** Texts to summarize as a job of an inference process. */
import { randomUUID } from 'node:crypto';
import type { Digest, SummarizeOptions, SummarySource } from '../preload/summary.ts';
import { type Job, newJob } from './inference-jobs.ts';
import type { SummaryModels } from './worker/protocol.ts';

export interface SummarizeRequest {
  readonly models: SummaryModels;
  /** None: the models are loaded, and that is all. */
  readonly sources: readonly SummarySource[];
  /** One digest of all, without repeats; else one of each. */
  readonly together: boolean;
  readonly options: SummarizeOptions;
  /** Somebody looks at it: it does not wait behind documents. */
  readonly urgent?: boolean;
  /** As many sentences are cleaned at a time; two unless given. Counts where this job loads the models. */
  readonly threads?: number;
}

export interface SummarizeListeners {
  readonly signal?: AbortSignal;
  /** Sentences read so far, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Each source of the request, in order, as soon as its digest is there; 0 where all make one. */
  readonly onSummarized?: (source: number, digest: Digest) => void;
}

/** After a crash it goes on with the first source that has not come back; what is done together begins anew. */
export function newSummaryJob(
  request: SummarizeRequest,
  { onProgress = () => {}, onSummarized = () => {} }: SummarizeListeners,
): Job<void> {
  const { models, sources, together, options, urgent = false, threads } = request;
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
