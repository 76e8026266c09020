/**
 * Sends a take's audio to the program in order. Calls are not awaited one by one, so a slow answer never
 * holds up the microphone; how many are under way and how much waits are bounded.
 */
import type { CallInput, Program } from '../../preload/contract.ts';
import type { ErrorData } from '../../preload/error-data.ts';

/** Calls under way at once: about a second of audio. */
const maxUnderWay = 12;
/** Chunks waiting at most: a minute of audio. Beyond that the program does not take audio any more. */
const maxWaiting = 750;

/** 16 kHz mono, −1…1. */
export type Samples = CallInput<'dictation.audio'>['samples'];

export interface Sender {
  push(samples: Samples): void;
  /** Resolves when all that was pushed has been taken. */
  finish(): Promise<void>;
}

/**
 * A sender for the take `id`. The first failure is given to `onFailure` and ends it: audio is never
 * sent with a hole in it.
 */
export function createSender(program: Program, id: string, onFailure: (error: ErrorData) => void): Sender {
  const waiting: Samples[] = [];
  let underWay = 0;
  let failed = false;
  let onEmpty: (() => void) | null = null;

  function fail(error: ErrorData): void {
    if (failed) return;
    failed = true;
    waiting.length = 0;
    onEmpty?.();
    onFailure(error);
  }

  function pump(): void {
    while (!failed && underWay < maxUnderWay) {
      const samples = waiting.shift();
      if (samples === undefined) break;
      underWay += 1;
      void program.call('dictation.audio', { id, samples }).then((answer) => {
        underWay -= 1;
        if (!answer.ok) fail(answer.error);
        pump();
      });
    }
    if (underWay === 0 && waiting.length === 0) onEmpty?.();
  }

  return {
    push: (samples) => {
      if (failed) return;
      if (waiting.length >= maxWaiting) {
        fail({ code: 'queue-full', message: 'The program takes no more audio. What came before is kept.' });
        return;
      }
      waiting.push(samples);
      pump();
    },
    finish: () =>
      failed || (underWay === 0 && waiting.length === 0)
        ? Promise.resolve()
        : new Promise((resolve) => {
            onEmpty = resolve;
          }),
  };
}
