/** The calls that summarize: validators of their input, and the types of what they answer. A part of the contract. */
import * as v from 'valibot';
import type { Entry } from './contract.ts';
import type { Digest } from './summary.ts';

/** Of all texts together: some ten novels. What is longer is cut into several by its owner, not by us. */
export const maxSummaryCharacters = 2_000_000;

const id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9._-]{1,64}$/));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
/** `auto`: as much as the model finds enough. A number: so many sentences. */
const shownLength = v.union([v.picklist(['auto', 'short', 'medium', 'long', 'all']), count]);
const summaryFormat = v.picklist(['text', 'markdown', 'json']);

export const summaryCalls = {
  /**
   * Summarizes a text, or entries of the library (several make one digest). `id` names the entry of the library
   * that the digest becomes: null makes one. A newer run of the same entry ends the older.
   */
  'summary.run': v.strictObject({
    id: v.nullable(id),
    source: v.union([
      v.strictObject({ text: v.pipe(v.string(), v.maxLength(maxSummaryCharacters)) }),
      v.strictObject({ entries: v.pipe(v.array(id), v.minLength(1), v.maxLength(200)) }),
    ]),
    /** Null: sentences that were really said. */
    model: v.nullable(id),
    offTheRecord: v.boolean(),
  }),
  /** Like `file.begin`, for a text, Markdown or subtitle file to be summarized; pieces follow as there. */
  'summary.begin': v.strictObject({
    name: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
    bytes: count,
    offTheRecord: v.boolean(),
  }),
  'summary.open': v.strictObject({ id }),
  /** How much of it is shown, kept with the entry. */
  'summary.set-length': v.strictObject({ id, length: shownLength }),
  'summary.export': v.strictObject({ id, format: summaryFormat, length: shownLength, clean: v.boolean() }),
} as const;

export type ShownLength = v.InferOutput<typeof shownLength>;
export type SummaryFormat = v.InferOutput<typeof summaryFormat>;

/** A digest with what it was made of. */
export interface SummaryView {
  readonly entry: Entry;
  /** The whole text that was read; several texts are separated by an empty line. */
  readonly text: string;
  /**
   * Where each of the texts stands in `text`, and the entry it came from; null for what was typed or dropped.
   * A digest's ranges count from the beginning of its sentence's own text.
   */
  readonly texts: readonly {
    readonly startCharacter: number;
    readonly endCharacter: number;
    readonly entry: string | null;
    readonly title: string;
  }[];
  /** Null until it was made. */
  readonly digest: Digest | null;
  readonly length: ShownLength;
}

export interface SummaryCallResults {
  'summary.run': { readonly id: string; readonly view: SummaryView };
  'summary.begin': { readonly id: string };
  'summary.open': SummaryView;
  'summary.set-length': null;
  'summary.export': { readonly name: string; readonly mimeType: string; readonly text: string };
}
