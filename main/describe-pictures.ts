/** Many pictures → what is said of them, over two processes where there are enough for both. */
import type { DescribeOptions } from '../preload/description.ts';
import { ParolaError } from './errors.ts';
import type { Inference } from './inference.ts';
import type { DescribedListener } from './inference-pictures.ts';
import type { Described, PictureSource, SeeingModels } from './worker/protocol.ts';

export interface PicturesListeners {
  readonly signal?: AbortSignal;
  /** Give a preview with each. */
  readonly preview?: boolean;
  /** Each picture, in order, as soon as it and all before it are there. @throws ends the work with what it throws */
  readonly onDescribed: DescribedListener;
}

export type PictureSources = Iterable<PictureSource> | AsyncIterable<PictureSource>;

/** A batch is a job: small enough that both processes end at about the same time, large enough not to count. */
const batchPictures = 4;
/** How far one process may run ahead of a slow picture of the other: what it found waits in memory. */
const mostAhead = 64;

/**
 * Describes each of `sources`, behind whatever somebody waits for; sources are taken as they are needed. A
 * picture that cannot be described is a result too.
 * @returns how many pictures there were
 * @throws ParolaError as `Inference.describe`, and what `sources` throws; then nothing of the work goes on
 */
export async function describePictures(
  inference: Pick<Inference, 'describe'>,
  models: SeeingModels,
  sources: PictureSources,
  options: DescribeOptions,
  { signal, preview = false, onDescribed }: PicturesListeners,
): Promise<number> {
  if (signal?.aborted) throw new ParolaError('cancelled', 'stopped before it began');
  const stop = new AbortController();
  const order = inOrder(onDescribed);
  const stopAll = (): void => {
    stop.abort();
    order.openRoom();
  };
  signal?.addEventListener('abort', stopAll, { once: true });
  const batches = batchesOf(sources);
  const work = async (batch: Batch | null): Promise<void> => {
    for (let next = batch; next !== null && !stop.signal.aborted; next = await batches.next()) {
      const { from, pictures } = next;
      await order.room();
      await inference.describe(
        { models, pictures, options, preview },
        { signal: stop.signal, onDescribed: (picture, result) => order.add(from + picture, result) },
      );
    }
    if (stop.signal.aborted) throw new ParolaError('cancelled', 'stopped');
  };
  // The second process is not worth its start where one batch is all there is.
  const first = batches.next().then(work);
  const second = batches.next().then(work);
  try {
    await Promise.all([first, second]);
    return batches.taken();
  } catch (error) {
    stopAll();
    await Promise.all([first, second].map((one) => one.catch(() => {})));
    throw error;
  } finally {
    signal?.removeEventListener('abort', stopAll);
  }
}

interface Batch {
  readonly from: number;
  readonly pictures: readonly PictureSource[];
}

/** Runs of pictures; whoever asks waits for who asked before. */
function batchesOf(sources: PictureSources): { next(): Promise<Batch | null>; taken(): number } {
  const iterator =
    Symbol.asyncIterator in sources ? sources[Symbol.asyncIterator]() : sources[Symbol.iterator]();
  let last: Promise<unknown> = Promise.resolve();
  let taken = 0;
  const take = async (): Promise<Batch | null> => {
    const pictures: PictureSource[] = [];
    while (pictures.length < batchPictures) {
      const { done, value } = await iterator.next();
      if (done === true) break;
      pictures.push(value);
    }
    const from = taken;
    taken += pictures.length;
    return pictures.length === 0 ? null : { from, pictures };
  };
  return {
    next() {
      const batch = last.then(take);
      last = batch.catch(() => null);
      return batch;
    },
    taken: () => taken,
  };
}

interface Order {
  add(picture: number, result: Described): void;
  /** Resolves when not too much is waiting for something in front of it. */
  room(): Promise<void>;
  /** From now on there is room for everything. */
  openRoom(): void;
}

function inOrder(onDescribed: DescribedListener): Order {
  const early = new Map<number, Described>();
  let told = 0;
  let isOpen = false;
  let wake: () => void = () => {};
  return {
    add(picture, result) {
      early.set(picture, result);
      for (let next = early.get(told); next !== undefined; next = early.get(told)) {
        early.delete(told);
        onDescribed(told++, next);
      }
      wake();
    },
    openRoom() {
      isOpen = true;
      wake();
    },
    async room() {
      while (early.size >= mostAhead && !isOpen) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
