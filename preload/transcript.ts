/**
 * What was heard, as it crosses every seam: worker → main → library → page, and the JSON of the
 * command line. Times are seconds from the start of the recording; confidences are 0–1.
 */
import type { CharacterRange } from './summary.ts';

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
  /** BCP 47; where the model found it out by itself. */
  readonly language?: string;
  /** Where the dictation was translated as it was spoken. */
  readonly translation?: { readonly to: string; readonly text: string };
  /** Where the dictation was cleaned as it was spoken: without fillers, repeats and self-repairs. */
  readonly cleaned?: { readonly text: string; readonly removed: readonly CharacterRange[] };
}

export interface Transcript {
  /** BCP 47, for example `en`. */
  readonly language: string;
  /** Seconds of audio. */
  readonly duration: number;
  readonly segments: readonly Segment[];
}
