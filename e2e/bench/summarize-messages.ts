/** What the race of summarizers says to a process, one line of JSON each way, as `translate-messages.ts`. */

/** Choose sentences of `text`, which has one a line, up to a share of its words; answered by a `LineReply`. */
export interface SummarizeMessage {
  readonly text: string;
  readonly share: number;
}
