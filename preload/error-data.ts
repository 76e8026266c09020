/** The shape of an error on every seam, and the closed set of its codes. */

/** Every code there is: letters and hyphens, stable, tested by name. */
export const errorCodes = [
  'audio-empty',
  'audio-no-data',
  'audio-malformed',
  'audio-unsupported',
  'audio-too-long',
  'picture-malformed',
  'picture-unsupported',
  'picture-too-large',
  'file-not-found',
  'file-unreadable',
  'output-unwritable',
  'model-unknown',
  'model-missing',
  'model-corrupt',
  'model-unsupported',
  'model-wrong-task',
  'language-unsupported',
  'language-unclear',
  'text-unreadable',
  'text-too-long',
  'install-failed',
  'install-offline',
  'disk-full',
  'engine-crashed',
  'engine-hung',
  'queue-full',
  'job-unknown',
  'request-invalid',
  'cancelled',
  'data-malformed',
  'usage',
  'already-running',
  'unknown',
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** An error as it crosses a boundary. */
export interface ErrorData {
  readonly code: ErrorCode;
  /** What happened and what to do, in words for the user. */
  readonly message: string;
  /** More for a log or a report; never needed to understand the message. */
  readonly detail?: string;
}
