/**
 * What the race says to an engine's process and what comes back: one line of JSON each way over its
 * standard streams, so that an engine may be written in anything.
 */

/** What is asked: load the model of a direction, or translate one line. The first line of an engine is its name. */
export type TranslateMessage =
  | { readonly load: TranslationFiles }
  | { readonly line: string }
  /** Only of Parola: milliseconds of each step of these lines, and what a step reads. */
  | { readonly steps: readonly string[] };

/** Where each engine finds the same model. */
export interface TranslationFiles {
  /** `en-pt` or `pt-en`. */
  readonly direction: string;
  /** The publisher's own files. */
  readonly originals: string;
  /** Parola's data folder, with the converted model. */
  readonly home: string;
}

export interface LineReply {
  readonly text: string;
  readonly milliseconds: number;
  /** Of the whole process. */
  readonly cpuMilliseconds: number;
}

export interface StepsReply {
  readonly stepMilliseconds: readonly number[];
  /** Of the decoder's weights and, on average, of the shortlist's columns. */
  readonly bytes: number;
}
