/** Cancelling a listening job: whatever was going on, it ends as one coded error. */
import { ParolaError } from '../../errors.ts';

/** @throws ParolaError `cancelled` once the signal fired */
export function checkCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new ParolaError('cancelled', 'Stopped, as you asked');
}

/**
 * Runs `work`; what it throws after the signal fired is the cancellation, however a layer below says it.
 * @throws ParolaError `cancelled`, or what `work` throws
 */
export async function codedCancel<Result>(
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    checkCancelled(signal);
    return await work();
  } catch (error) {
    checkCancelled(signal);
    throw error;
  }
}
