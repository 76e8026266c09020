/** How sure a caption may sound: in the view the wording hedges as confidence falls; what is copied never does. */
import type { PictureDescription } from '../preload/description.ts';
import { percent } from './format.ts';
import { words } from './words.ts';

export type Sureness = 'sure' | 'perhaps' | 'notSure';

/** From this calibrated chance on the caption stands plain: it is a good one more often than not by far. */
const sureFrom = 0.7;
/** Below this it is a bad one more often than not. */
const perhapsFrom = 0.45;
/** A word below this probability is marked as uncertain. */
export const uncertainCaptionWordBelow = 0.3;

/** How sure this description may sound. */
export function surenessOf({ confidence }: Pick<PictureDescription, 'confidence'>): Sureness {
  if (confidence >= sureFrom) return 'sure';
  return confidence >= perhapsFrom ? 'perhaps' : 'notSure';
}

/** What stands before the caption; empty where it stands plain. */
export function hedgeOf(sureness: Sureness): string {
  return sureness === 'sure' ? '' : words.see[sureness];
}

/** `Not quite sure, 58 %`. */
export function surenessInWords(description: Pick<PictureDescription, 'confidence'>): string {
  return words.see.sureness[surenessOf(description)](percent(description.confidence));
}

/** How an alternative stands to the caption, in words: by the mean probability of their words. */
export function likelihoodInWords(score: number, words_: PictureDescription['words']): string {
  const logs = words_.map(({ confidence }) => Math.log(Math.max(confidence, 1e-6)));
  const own = logs.reduce((sum, value) => sum + value, 0) / Math.max(1, logs.length);
  const ratio = Math.exp(score - own);
  const { near, less, far } = words.see.alternatives;
  const share = percent(Math.exp(score));
  if (ratio >= 0.85) return near(share);
  return ratio >= 0.6 ? less(share) : far(share);
}
