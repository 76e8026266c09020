/** One run over a text that is stored: its digest is made, stored, then told. */
import type { Digest } from '../preload/summary.ts';
import { pointsOf } from '../preload/summary-length.ts';
import type { Emit, Entries } from './entries.ts';
import { ParolaError } from './errors.ts';
import type { Inference } from './inference.ts';
import type { SummaryInput } from './library-summaries.ts';
import { sourcesOf } from './summary-sources.ts';
import type { SummaryModels } from './worker/protocol.ts';

export interface SummaryRunContext {
  readonly entries: Entries;
  readonly inference: Pick<Inference, 'summarize'>;
  readonly emit: Emit;
  /** Something that is not stored changed: progress. */
  readonly onProgress: () => void;
}

/** Longer texts wait behind what somebody looks at, and not it behind them. */
const longCharacters = 30_000;
/** A long text has tens of thousands of sentences. */
const tellMilliseconds = 50;

/**
 * Summarizes what the entry `id` holds; when this returns, the digest is stored.
 * @throws ParolaError as `Inference.summarize`; disk-full, output-unwritable
 */
export async function digestEntry(
  { entries, inference, emit, onProgress }: SummaryRunContext,
  id: string,
  input: SummaryInput,
  models: SummaryModels,
  signal: AbortSignal,
): Promise<Digest> {
  const sources = sourcesOf(input);
  const made: Digest[] = [];
  let toldAt = 0;
  await inference.summarize(
    {
      ...{ models, sources, options: {} },
      together: sources.length > 1,
      urgent: input.text.length <= longCharacters,
    },
    {
      signal,
      onProgress(done, total) {
        if (Date.now() - toldAt < tellMilliseconds) return;
        toldAt = Date.now();
        entries.setProgress(id, total > 0 ? Math.min(1, done / total) : null);
        emit('summarizing', { id, done, total });
        onProgress();
      },
      onSummarized: (_, digest) => void made.push(digest),
    },
  );
  const [digest] = made;
  if (digest === undefined)
    throw new ParolaError('unknown', 'the engine said nothing of the text; try again');
  if (signal.aborted) throw new ParolaError('cancelled', 'stopped');
  entries.inSummaries(id, (summaries) => summaries.keep(id, digest, excerptOf(digest)));
  return digest;
}

/** The first points, for a list. */
function excerptOf(digest: Digest): string {
  const points = digest.kind === 'said' ? pointsOf(digest, 'auto') : digest.sentences;
  return points
    .slice(0, 4)
    .map(({ text }) => text)
    .join(' ');
}
