/** What is done with a file that has arrived: a recording is heard, a document translated, with progress. */
import { type DocumentContext, translateDocumentFile } from './document-job.ts';
import type { Inference } from './inference.ts';
import type { ListeningModels } from './worker/protocol.ts';

export interface FileWorkContext extends DocumentContext {
  readonly inference: Inference;
  /** @throws ParolaError model-missing */
  readonly models: () => ListeningModels;
  /** Something that is not stored changed: progress. */
  readonly onProgress: () => void;
}

/** Hears a recording from `fromSeconds` on; its segments are stored as they come. @throws as `Inference.transcribeFile` */
export async function hearFile(
  context: FileWorkContext,
  id: string,
  path: string,
  fromSeconds: number,
  signal: AbortSignal,
): Promise<{ language: string; durationSeconds: number }> {
  const heard = await context.inference.transcribeFile(
    { path, models: context.models(), fromSeconds },
    {
      signal,
      onSegment: (segment) => context.entries.addSegment(id, segment),
      onProgress: (doneSeconds, totalSeconds) =>
        showProgress(context, id, totalSeconds ? Math.min(1, doneSeconds / totalSeconds) : null),
    },
  );
  return { language: heard.language, durationSeconds: heard.duration };
}

/** Translates a document; see `translateDocumentFile`. */
export function translateFile(
  context: FileWorkContext,
  id: string,
  path: string,
  signal: AbortSignal,
): Promise<{ language: string }> {
  const onProgress = (share: number): void => showProgress(context, id, share);
  return translateDocumentFile(context, id, path, { signal, onProgress });
}

function showProgress(context: FileWorkContext, id: string, progress: number | null): void {
  const { entries } = context;
  if (entries.get(id).state === 'waiting') entries.change(id, { state: 'running' });
  entries.setProgress(id, progress);
  context.onProgress();
}
