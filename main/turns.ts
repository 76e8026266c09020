/** One piece of work after the other, in the order they were asked for. */
import { ParolaError } from './errors.ts';

export interface Turns {
  /**
   * Does `work` when all that was asked for before is over.
   * @throws ParolaError cancelled as soon as `signal` says so, if its turn has not come; what `work` throws
   */
  take<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result>;
  /** How many have not ended. */
  readonly length: number;
}

export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  let length = 0;
  return {
    get length() {
      return length;
    },
    take(signal, work) {
      length++;
      return new Promise((resolve, reject) => {
        const stop = (): void => {
          length--;
          reject(new ParolaError('cancelled', 'stopped before it began'));
        };
        signal.addEventListener('abort', stop, { once: true });
        last = last.then(async () => {
          if (signal.aborted) return;
          signal.removeEventListener('abort', stop);
          try {
            resolve(await work());
          } catch (error) {
            reject(error);
          } finally {
            length--;
          }
        });
      });
    },
  };
}
