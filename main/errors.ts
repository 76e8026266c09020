/**
 * The one error class of Parola. Errors cross every boundary (process, IPC, socket, command line)
 * as data: `{ code, message, detail }`. The code names the kind of failure and is part of the
 * command-line contract; the message says what happened and what to do.
 */

import type { ErrorCode, ErrorData } from '../preload/error-data.ts';

/** A failure with a code from the closed set; throw this, never a bare `Error`, for what a user can meet. */
export class ParolaError extends Error {
  readonly code: ErrorCode;
  readonly detail: string | undefined;

  constructor(code: ErrorCode, message: string, detail?: string) {
    super(message);
    this.name = 'ParolaError';
    this.code = code;
    this.detail = detail;
  }
}

/** The data form of anything thrown; what is not a ParolaError becomes `unknown`, its stack kept as detail. */
export function toErrorData(thrown: unknown): ErrorData {
  if (thrown instanceof ParolaError) {
    const { code, message, detail } = thrown;
    return detail === undefined ? { code, message } : { code, message, detail };
  }
  if (thrown instanceof Error) {
    return { code: 'unknown', message: thrown.message, detail: thrown.stack ?? '' };
  }
  return { code: 'unknown', message: String(thrown) };
}

/** The error that `data` describes, to throw it again on this side of a boundary. */
export function fromErrorData(data: ErrorData): ParolaError {
  return new ParolaError(data.code, data.message, data.detail);
}
