/**
 * A camera, a screen or a video that is watched: frames in which the scene has changed are described at
 * once, the newest first, and what is new about them is stored with its time before it is told.
 */
import { randomUUID } from 'node:crypto';
import type { CallInput, CallResults } from '../preload/contract.ts';
import type { PictureDescription } from '../preload/description.ts';
import type { Segment } from '../preload/transcript.ts';
import type { Entries } from './entries.ts';
import { fromErrorData, ParolaError } from './errors.ts';
import type { Inference } from './inference.ts';
import { sayAnew } from './scene-words.ts';
import type { Described, SeeingModels } from './worker/protocol.ts';

export interface WatchesContext {
  readonly entries: Entries;
  readonly inference: Pick<Inference, 'describe'>;
  /** @throws ParolaError model-missing, model-unknown */
  readonly seeing: () => Promise<SeeingModels>;
}

export interface Watches {
  /** Ends a watch under way: nobody watches two things. @throws ParolaError model-missing, model-unknown */
  start(input: CallInput<'watch.start'>): Promise<string>;
  /** @throws ParolaError job-unknown, cancelled when a newer frame came; picture-…; as the engine */
  frame(input: CallInput<'watch.frame'>): Promise<CallResults['watch.frame']>;
  /** @throws ParolaError job-unknown */
  stop(id: string, seconds: number): void;
  isActive(id: string): boolean;
  /** It is to be deleted, or is given up: nothing more is added. */
  end(id: string): void;
  close(): void;
}

interface Watch {
  readonly id: string;
  readonly models: SeeingModels;
  readonly stopping: AbortController;
  /** The frame that waits for the one in work. */
  waiting: AbortController | null;
  /** Null while no frame is in work. */
  working: Promise<PictureDescription> | null;
  last: Segment | null;
  seconds: number;
}

export function createWatches(context: WatchesContext): Watches {
  const watches = new Map<string, Watch>();
  const find = (id: string): Watch => {
    const found = watches.get(id);
    if (found === undefined) throw new ParolaError('job-unknown', 'nothing is watched any more');
    return found;
  };
  const finish = (watch: Watch): void => {
    watches.delete(watch.id);
    watch.waiting?.abort();
    watch.stopping.abort();
    const { entries } = context;
    if (!entries.has(watch.id)) return;
    if (watch.last !== null) entries.endSegment(watch.id, watch.last.start, endOf(watch.last, watch.seconds));
    entries.change(watch.id, { state: 'done', durationSeconds: watch.seconds, language: 'en' });
  };
  return {
    async start({ title, offTheRecord }) {
      const models = await context.seeing();
      for (const watch of [...watches.values()]) finish(watch);
      const id = randomUUID();
      const entry = { id, kind: 'watch', title, createdAt: Date.now(), state: 'recording' } as const;
      context.entries.add({ ...entry, recording: null }, offTheRecord);
      const stopping = new AbortController();
      const idle = { waiting: null, working: null, last: null, seconds: 0 };
      watches.set(id, { id, models, stopping, ...idle });
      return id;
    },
    frame: (input) => look(context, find(input.id), input),
    stop(id, seconds) {
      const watch = find(id);
      watch.seconds = Math.max(watch.seconds, seconds);
      finish(watch);
    },
    isActive: (id) => watches.has(id),
    end(id) {
      const watch = watches.get(id);
      if (watch !== undefined) finish(watch);
    },
    close() {
      for (const watch of [...watches.values()]) finish(watch);
    },
  };
}

/** One frame: waits for the one in work, unless a newer one comes. */
async function look(
  context: WatchesContext,
  watch: Watch,
  { bytes, seconds }: CallInput<'watch.frame'>,
): Promise<CallResults['watch.frame']> {
  watch.waiting?.abort();
  watch.waiting = null;
  if (watch.working !== null) {
    const turn = new AbortController();
    watch.waiting = turn;
    await watch.working.catch(() => {});
    if (turn.signal.aborted) throw new ParolaError('cancelled', 'a newer picture came');
    watch.waiting = null;
  }
  const work = describeFrame(context, watch, bytes);
  watch.working = work;
  const description = await work.finally(() => {
    if (watch.working === work) watch.working = null;
  });
  if (watch.stopping.signal.aborted) throw new ParolaError('cancelled', 'stopped');
  return { description, segment: keep(context, watch, description, seconds) };
}

async function describeFrame(
  { inference }: WatchesContext,
  { models, stopping }: Watch,
  bytes: Uint8Array,
): Promise<PictureDescription> {
  const results: Described[] = [];
  await inference.describe(
    { models, pictures: [{ bytes }], options: { read: 'never' }, urgent: true },
    { signal: stopping.signal, onDescribed: (_, result) => void results.push(result) },
  );
  const [result] = results;
  if (result === undefined) throw new ParolaError('unknown', 'the engine said nothing of the picture');
  if (!result.ok) throw fromErrorData(result.error);
  return result.description;
}

/** Stored, then told; null where it says nothing new. */
function keep(
  { entries }: WatchesContext,
  watch: Watch,
  description: PictureDescription,
  seconds: number,
): Segment | null {
  const { last } = watch;
  // Frames come in order; a page that says otherwise does not turn the times around.
  const start = Math.max(seconds, watch.seconds);
  watch.seconds = start;
  const text = sayAnew(description, last?.text ?? null);
  if (text === null) return null;
  if (last !== null) entries.endSegment(watch.id, last.start, endOf(last, start));
  // Until the next one it is not known how long it lasts.
  const segment = { start, end: start + 1, text, confidence: description.confidence, words: [] };
  watch.last = segment;
  entries.addSegment(watch.id, segment);
  return segment;
}

function endOf({ start }: Segment, seconds: number): number {
  return seconds > start ? seconds : start + 1;
}
