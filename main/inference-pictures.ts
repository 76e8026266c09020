/** Pictures as a job of an inference process. */
import { randomUUID } from 'node:crypto';
import type { DescribeOptions } from '../preload/description.ts';
import { toErrorData } from './errors.ts';
import { type Job, newJob } from './inference-jobs.ts';
import type { Described, PictureSource, SeeingModels } from './worker/protocol.ts';

export type DescribedListener = (picture: number, result: Described) => void;

export interface DescribeRequest {
  readonly models: SeeingModels;
  /** None: the models are loaded, and that is all. */
  readonly pictures: readonly PictureSource[];
  readonly options: DescribeOptions;
  /** Give a preview with each. */
  readonly preview?: boolean;
  /** Somebody waits for it: it does not wait behind batches. */
  readonly urgent?: boolean;
  /** One unless given. Counts where this job loads the models. */
  readonly threads?: number;
}

/**
 * Pictures to describe; after a crash it goes on with the first that has not come back. One that ends a
 * second process fails by itself.
 */
export function newPicturesJob(
  request: DescribeRequest,
  onDescribed: DescribedListener,
  onBegun: () => void = () => {},
): Job<void> {
  const { models, pictures, options, preview = false, urgent = false, threads = 1 } = request;
  const id = randomUUID();
  let done = 0;
  let begunAt = 0;
  return newJob({
    lane: urgent ? 'picture' : 'pictures',
    id,
    model: models.captioner.id,
    begin() {
      begunAt = done;
      onBegun();
      const left = pictures.slice(done);
      return { kind: 'describe', job: id, models, pictures: left, options, preview, threads };
    },
    onEvent(event) {
      if (event.kind !== 'described') return;
      done = begunAt + event.picture + 1;
      onDescribed(begunAt + event.picture, event.result);
    },
    giveUpPiece(error) {
      // With no picture in work it is the models that end processes.
      if (done >= pictures.length) return 'failed';
      done++;
      onDescribed(done - 1, { ok: false, error: toErrorData(error) });
      return done < pictures.length ? 'goes-on' : 'done';
    },
    result() {},
  });
}
