/** Where in a text its tokens stand, although the model's tokens are written in another of Unicode's forms. */

/** From inclusive, to exclusive, in UTF-16 units. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Spaces and what is not seen: tokens may have more of them or fewer. */
const unseen = /[\s\p{C}\p{Variation_Selector}]/u;

/**
 * For each token the stretch of `text` that it stands for, without the spaces around it. Letters are
 * counted in Unicode's decomposed form, which has the same number of them whatever form they came in; where
 * the numbers differ all the same, places are in proportion.
 */
export function tokenRanges(text: string, tokens: readonly string[]): Range[] {
  const offsets = lettersOf(text);
  const counts = tokens.map((token) => lettersOf(token).length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const scale = total === 0 ? 0 : offsets.length / total;
  let seen = 0;
  return counts.map((count) => {
    const first = Math.floor(seen * scale);
    const last = Math.max(first, Math.ceil((seen + count) * scale) - 1);
    const before = offsets[first] ?? { from: text.length, to: text.length };
    seen += count;
    if (count === 0) return { from: before.from, to: before.from };
    return { from: before.from, to: (offsets[Math.min(last, offsets.length - 1)] ?? before).to };
  });
}

/** The place of each letter of the decomposed text in `text`. */
function lettersOf(text: string): Range[] {
  const places: Range[] = [];
  let at = 0;
  for (const character of text) {
    const range = { from: at, to: at + character.length };
    at = range.to;
    if (unseen.test(character)) continue;
    for (const letter of character.normalize('NFKD')) if (!unseen.test(letter)) places.push(range);
  }
  return places;
}
