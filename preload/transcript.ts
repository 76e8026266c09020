/**
 * What was heard, as it crosses every seam: worker → main → library → page, and the JSON of the
 * command line. Times are seconds from the start of the recording; confidences are 0–1.
 */

export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Product of the probabilities of the word's tokens. */
  readonly confidence: number;
}

export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Geometric mean of its tokens' probabilities. */
  readonly confidence: number;
  readonly words: readonly Word[];
  /** Where the dictation was translated as it was spoken. */
  readonly translation?: { readonly to: string; readonly text: string };
}

export interface Transcript {
  /** BCP 47, for example `en`. */
  readonly language: string;
  /** Seconds of audio. */
  readonly duration: number;
  readonly segments: readonly Segment[];
}
