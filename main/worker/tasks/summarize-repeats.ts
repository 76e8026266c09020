/** Sentences of several texts that say the same: one digest has each thing once. */
import { termsOf } from './choose-features.ts';

/** Two sentences of which so much of the shorter one's terms are shared say the same. */
const leastShared = 0.8;
/** With fewer terms an overlap is chance. */
const fewestTerms = 3;

/** Places of the sentences that say again what one before them said, near enough word by word. */
export function repeatsAmong(sentences: readonly string[]): Set<number> {
  const repeats = new Set<number>();
  const known = new Map<string, number>();
  /** Sentences that hold a term, by place. */
  const holders = new Map<string, number[]>();
  const terms = sentences.map((text) => [...termsOf(text).keys()]);
  for (const [at, text] of sentences.entries()) {
    const plain = plainly(text);
    const own = terms[at] ?? [];
    if (known.has(plain) || isLikeOneBefore(own, terms, holders)) {
      repeats.add(at);
      continue;
    }
    known.set(plain, at);
    for (const term of own) {
      const there = holders.get(term);
      if (there === undefined) holders.set(term, [at]);
      else there.push(at);
    }
  }
  return repeats;
}

/** Shared terms over all terms of both. */
function isLikeOneBefore(
  own: readonly string[],
  terms: readonly (readonly string[])[],
  holders: ReadonlyMap<string, readonly number[]>,
): boolean {
  if (own.length < fewestTerms) return false;
  const shared = new Map<number, number>();
  for (const term of own) {
    for (const other of holders.get(term) ?? []) shared.set(other, (shared.get(other) ?? 0) + 1);
  }
  for (const [other, count] of shared) {
    const all = own.length + (terms[other]?.length ?? 0) - count;
    if (count >= leastShared * all) return true;
  }
  return false;
}

function plainly(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
