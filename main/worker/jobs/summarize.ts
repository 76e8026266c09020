/** Summary jobs: a digest of each text, or one of all together. */
import type { WorkerRequest } from '../protocol.ts';
import { codedCancel } from '../tasks/cancel.ts';
import type { Summarizer } from '../tasks/summarize.ts';
import { loadSummarizer } from '../tasks/summarizer.ts';
import type { Loader, RunningJob } from './running.ts';

type Request = Extract<WorkerRequest, { kind: 'summarize' }>;

/** Progress is told so often at the most. */
const tellMilliseconds = 100;

/** Each source by itself, in order, told as soon as it is there. */
export async function summarizeTexts(
  loader: Loader<Summarizer>,
  request: Request,
  job: RunningJob,
): Promise<null> {
  const { sources, together, options, share, prepared } = request;
  const engine = await load(loader, request, job);
  const run = { options, signal: job.signal, onProgress: progressOf(job) };
  if (share !== undefined) {
    const sentences = await codedCancel(job.signal, () => engine.prepare(sources, run, share));
    job.send({ kind: 'prepared', job: job.id, sentences });
    return null;
  }
  const groups = together && sources.length > 0 ? [sources] : sources.map((source) => [source]);
  for (const [source, group] of groups.entries()) {
    const digest = await codedCancel(job.signal, () => engine.digest(group, run, prepared));
    job.send({ kind: 'summarized', job: job.id, source, digest });
  }
  return null;
}

function progressOf(job: RunningJob): (done: number, total: number) => void {
  let toldAt = 0;
  return (done, total) => {
    const now = performance.now();
    if (done < total && now - toldAt < tellMilliseconds) return;
    toldAt = now;
    job.send({ kind: 'summarizing', job: job.id, done, total });
  };
}

function load(
  loader: Loader<Summarizer>,
  { models, threads = 1 }: Request,
  job: RunningJob,
): Promise<Summarizer> {
  const parts = models.kind === 'said' ? [models.cleaner, models.chooser] : [models.writer];
  // What computes them may have changed since they were loaded.
  const key = parts.map(({ folder, providers: { encoder = 'cpu', decoder = 'cpu' } = {} }) =>
    [folder, encoder, decoder].join('\t'),
  );
  return loader.get(key.join('\n'), () => loadSummarizer(models, { threads }), job);
}
