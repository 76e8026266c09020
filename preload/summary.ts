/**
 * What a summary is, as it crosses every seam: worker → main → library → page, and the JSON of the
 * command line. A digest holds every sentence with its place in the order of choice, so that any length
 * can be shown at once without asking the models again.
 */

/** A stretch of a text in UTF-16 code units: from `start` up to `end`, not included. */
export type CharacterRange = readonly [startCharacter: number, endCharacter: number];

/** One text to be summarized. */
export interface SummarySource {
  readonly text: string;
  /**
   * When stretches of it were said, in order: seconds from the start of the recording, by the characters of
   * `text`. None for what is no recording.
   */
  readonly moments?: readonly {
    readonly range: CharacterRange;
    readonly start: number;
    readonly end: number;
  }[];
  /** BCP 47; found where absent. */
  readonly language?: string;
}

/** A sentence of the source. */
export interface DigestSentence {
  /** Without what was cleaned away; never empty. The same as `original` where nothing was. */
  readonly text: string;
  /** As it was said or written, speaker and time marks before it not included. */
  readonly original: string;
  /** Where `original` stands in the source. */
  readonly source: CharacterRange;
  /** What of `original` was left out, as ranges of `original`, in order: for showing it struck through. */
  readonly removed: readonly CharacterRange[];
  /** A speaker or a time that stood before it ("Ana:", "[00:12]"); empty where there was none. */
  readonly prefix: string;
  /** Number of its paragraph in the source, from 0. */
  readonly paragraph: number;
  /** Number of its text where several make one digest, from 0. */
  readonly textNumber: number;
  /** Seconds into the recording; null where the source is none. */
  readonly seconds: number | null;
  /** Place in the order of choice: 0 was chosen first. */
  readonly rank: number;
  /** The chance that the chooser gave it when its turn came, 0–1. */
  readonly confidence: number;
}

/** Why less was done than asked, or otherwise: data, put into words where it is shown. */
export type DigestNote =
  /** The language is not one that the cleaner knows: sentences stand as they were. */
  | { readonly kind: 'not-cleaned'; readonly language: string }
  /** The text has no sentence marks: it was split at pauses, or by length. */
  | { readonly kind: 'split-unpunctuated'; readonly by: 'pauses' | 'length' }
  /** It was read in so many stretches, because it is long. */
  | { readonly kind: 'read-in-parts'; readonly parts: number };

/** Sentences that were really said, chosen and cleaned. */
export interface SaidDigest {
  readonly kind: 'said';
  /** BCP 47. */
  readonly language: string;
  /** Words in the source. */
  readonly read: number;
  /** In the order of the source. */
  readonly sentences: readonly DigestSentence[];
  /** How many sentences the chooser itself would keep. */
  readonly enough: number;
  readonly notes: readonly DigestNote[];
}

/** A summary in a model's own words, which may say what was never said. */
export interface WrittenDigest {
  readonly kind: 'written';
  readonly language: string;
  readonly read: number;
  /** The model's id. */
  readonly model: string;
  /** One for each stretch of the source that the model could read at once. */
  readonly sentences: readonly {
    readonly text: string;
    /** The stretch that it was written from. */
    readonly source: CharacterRange;
    readonly seconds: number | null;
    /** Geometric mean of its tokens' probabilities, 0–1. */
    readonly confidence: number;
  }[];
  readonly notes: readonly DigestNote[];
}

export type Digest = SaidDigest | WrittenDigest;

/** One of the few sentences that are shown. */
export interface SummaryPoint {
  readonly text: string;
  readonly original: string;
  readonly source: CharacterRange;
  readonly seconds: number | null;
  readonly confidence: number;
}

export interface SummarizeOptions {
  /** Leave out fillers, repeats and self-repairs; true unless given. */
  readonly clean?: boolean;
  /** Choose too; false only cleans. True unless given. */
  readonly choose?: boolean;
  /** The model's own unless given. */
  readonly beams?: number;
  /** False: what the cleaner says is done however sure it is; for measuring it. True unless given. */
  readonly guard?: boolean;
}
