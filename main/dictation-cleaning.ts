/**
 * Cleans what is dictated, stretch by stretch, once it is settled: without fillers, repeats and self-repairs.
 * It comes after the words and never in their way; the words that were said stay as they are.
 */
import type { CharacterRange, Digest } from '../preload/summary.ts';
import type { Segment } from '../preload/transcript.ts';
import type { Entries } from './entries.ts';
import type { Inference } from './inference.ts';
import type { CleanedSegment } from './library.ts';
import type { SummaryModels } from './worker/protocol.ts';

export interface DictationCleaningContext {
  readonly entries: Entries;
  readonly inference: Pick<Inference, 'summarize'>;
  /** @throws ParolaError model-missing */
  readonly summaryModels: (model: null) => Promise<SummaryModels>;
  readonly isWanted: () => boolean;
}

/** What settled in a dictation that is spoken in `language`. */
export type CleanSegment = (id: string, segment: Segment, language: string) => void;

export function createDictationCleaning(context: DictationCleaningContext): CleanSegment {
  return (id, segment, language) => {
    if (!context.isWanted() || segment.text.trim() === '') return;
    // What cannot be cleaned stands as it was said; the page knows which models are missing.
    void clean(context, id, segment, language).catch(() => {});
  };
}

async function clean(
  { entries, inference, summaryModels }: DictationCleaningContext,
  id: string,
  { start, text }: Segment,
  language: string,
): Promise<void> {
  const request = {
    models: await summaryModels(null),
    // "und", of BCP 47: not found by what heard it, so that it is looked for.
    sources: [language === 'und' ? { text } : { text, language }],
    together: false,
    options: { choose: false },
    ...{ urgent: true, threads: 1 },
  };
  await inference.summarize(request, {
    onSummarized: (_, digest) => entries.cleanSegment(id, start, cleanedOf(text, digest)),
  });
}

/** A stretch with each of its sentences in the words that were left of it; what stands between them stays. */
export function cleanedOf(said: string, digest: Digest): CleanedSegment {
  if (digest.kind === 'written') return { text: said, removed: [] };
  let text = '';
  let at = 0;
  const removed: CharacterRange[] = [];
  for (const sentence of digest.sentences) {
    const [start, end] = sentence.source;
    text += said.slice(at, start) + sentence.text;
    at = end;
    removed.push(...sentence.removed.map(([from, to]): CharacterRange => [start + from, start + to]));
  }
  return { text: text + said.slice(at), removed };
}
