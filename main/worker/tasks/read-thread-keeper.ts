/**
 * Keeps one reading thread for one picture after the other: started when it is first needed, ended when a
 * reading is given up or takes too long, for nothing else stops it, and then started anew.
 */
import { ParolaError } from '../../errors.ts';
import { checkCancelled } from './cancel.ts';
import type { ReadThread } from './read-thread.ts';

export interface ThreadKeeper {
  /**
   * Does `work` with the thread; it ends with the thread, and is refused, once `signal` fires or `seconds`
   * are over. One at a time.
   * @throws ParolaError cancelled, engine-hung, or what `start` and `work` throw
   */
  use<Result>(
    work: (thread: ReadThread) => Promise<Result>,
    seconds: number,
    signal: AbortSignal | undefined,
  ): Promise<Result>;
  dispose(): Promise<void>;
}

export function keepThread(start: () => Promise<ReadThread>): ThreadKeeper {
  let thread: Promise<ReadThread> | null = null;

  async function drop(): Promise<void> {
    const gone = thread;
    thread = null;
    await gone?.then((one) => one.dispose()).catch(() => undefined);
  }

  return {
    async use(work, seconds, signal) {
      checkCancelled(signal);
      thread ??= start();
      let isLate = false;
      const timer = setTimeout(() => {
        isLate = true;
        void drop();
      }, seconds * 1000);
      const stop = () => void drop();
      signal?.addEventListener('abort', stop);
      try {
        return await work(await thread);
      } catch (error) {
        await drop();
        checkCancelled(signal);
        throw isLate ? late(seconds) : error;
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
      }
    },
    dispose: drop,
  };
}

function late(seconds: number): ParolaError {
  return new ParolaError(
    'engine-hung',
    `The text of this picture could not be read in ${seconds} seconds; cut out the part that matters and try that`,
  );
}
