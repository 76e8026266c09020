/** What the race of captioners says to a process, one line of JSON each way, as `translate-messages.ts`. */

export type CaptionMessage =
  | { readonly load: CaptionFiles }
  /** Caption the picture in this file, from its bytes; answered by a `LineReply`. */
  | { readonly picture: string };

/** Where each side finds the same captioner. */
export interface CaptionFiles {
  /** Parola's data folder, with the model installed. */
  readonly home: string;
  /** The folder of its graphs and its words. */
  readonly weights: string;
  readonly threads: number;
}
