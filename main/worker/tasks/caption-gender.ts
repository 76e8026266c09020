/** Where a model is unsure of a gender, it writes the word that says none. */
import type { EncoderDecoderGraphs } from '../../../models/schema.ts';
import type { LogitsRule } from '../decode/decoder.ts';
import type { WordList } from '../input/word-list.ts';

export type GenderWords = NonNullable<NonNullable<EncoderDecoderGraphs['image']>['gender']>;

/**
 * For each pair of words ("man", "woman"): where neither has `atLeast` of what both have together, their
 * probability goes to the neutral word ("person").
 */
export function preferNeutral({ pairs, atLeast }: GenderWords, words: WordList): LogitsRule {
  const ids = pairs.map((pair) => ({
    one: words.idOf(pair.words[0]),
    other: words.idOf(pair.words[1]),
    neutral: words.idOf(pair.neutral),
  }));
  const least = Math.log(atLeast);
  return (logits) => {
    for (const { one, other, neutral } of ids) {
      const both = logAdd(logits[one] as number, logits[other] as number);
      if (Math.max(logits[one] as number, logits[other] as number) - both >= least) continue;
      logits[neutral] = logAdd(logits[neutral] as number, both);
      logits[one] = Number.NEGATIVE_INFINITY;
      logits[other] = Number.NEGATIVE_INFINITY;
    }
  };
}

/** Natural logarithm of e^a + e^b. */
function logAdd(a: number, b: number): number {
  const most = Math.max(a, b);
  return most === Number.NEGATIVE_INFINITY ? most : most + Math.log1p(Math.exp(Math.min(a, b) - most));
}
