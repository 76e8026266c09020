/** Where in a translation stands what stood at a place, or around some words, of the source. */
import { type AlignedPart, type AlignedText, shareFrom, type Unit } from './aligned-text.ts';
import type { Range } from './token-ranges.ts';

/** A mark counts less than a word: where it lies says little about what the words around it became. */
const weightOfMark = 0.3;

/** A stretch of the target, and how much speaks for it. */
export type Stretch = Range & { readonly gain: number };

/**
 * The stretch of the target that became of `span` of the source: of all stretches the one in which most
 * words came from there and fewest did not. It is one stretch, within one of `free`; null where nothing
 * there came from it.
 */
export function placeSpan(text: AlignedText, span: Range, free: readonly Range[]): Stretch | null {
  const parts = partsWithin(text, span);
  const exact = exactSpan(parts, span);
  if (exact && free.some((range) => range.from <= exact.from && exact.to <= range.to)) return exact;
  const from = parts[0]?.target.from ?? 0;
  const to = parts.at(-1)?.target.to ?? 0;
  const units = parts.flatMap((part) => part.units);
  let best: Stretch | null = null;
  for (const range of free) {
    if (range.to <= from || range.from >= to) continue;
    const inside = units.filter((unit) => unit.from >= range.from && unit.to <= range.to);
    const found = bestStretch(inside, span, text.target);
    if (found && (best === null || found.gain > best.gain)) best = found;
  }
  return best;
}

/** The first part that ends behind a place of the source, by halving. */
export function firstPartBehind(parts: readonly AlignedPart[], at: number): number {
  let [low, high] = [0, parts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((parts[middle]?.source.to ?? 0) > at) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Sentences that the span has nothing to do with are not looked at. */
function partsWithin({ parts }: AlignedText, span: Range): AlignedPart[] {
  const within: AlignedPart[] = [];
  for (let at = firstPartBehind(parts, span.from); at < parts.length; at++) {
    const part = parts[at];
    if (part === undefined || part.source.from >= span.to) break;
    within.push(part);
  }
  return within;
}

/** Where the sentences at both ends were not changed, the very same stretch. */
function exactSpan(parts: readonly AlignedPart[], span: Range): Stretch | null {
  const first = parts[0];
  const last = parts.at(-1);
  if (!first?.isSame || !last?.isSame) return null;
  const from = first.target.from + span.from - first.source.from;
  const to = last.target.from + span.to - last.source.from;
  return { from, to, gain: Number.POSITIVE_INFINITY };
}

/** The stretch with the greatest sum (Kadane); where every word is against it, the word that is least so. */
function bestStretch(units: readonly Unit[], span: Range, text: string): Stretch | null {
  let best: Stretch | null = null;
  let least: (Stretch & { readonly share: number }) | null = null;
  let from = 0;
  let sum = 0;
  for (const unit of units) {
    const share = shareFrom(unit, span);
    const gain = unit.isGuess ? -0.01 : (share - 0.5) * (unit.isWord ? 1 : weightOfMark);
    if (sum <= 0) {
      from = unit.from;
      sum = 0;
    }
    sum += gain;
    if (sum > (best?.gain ?? 0)) best = { from, to: unit.to, gain: sum };
    if (share > (least?.share ?? 0)) least = { from: unit.from, to: unit.to, gain, share };
  }
  return best ? withoutArticle(best, units, text) : least;
}

/** Articles of the languages that set them where another has none: they look at the noun behind them. */
const articles = new Set(
  'the a an o os as um uma el la los las un una le les une der die das den dem ein eine il lo i gli l'.split(
    ' ',
  ),
);

/** Without an article at the beginning that came from the same word as the one behind it. */
function withoutArticle(stretch: Stretch, units: readonly Unit[], text: string): Stretch {
  const at = units.findIndex(({ from }) => from === stretch.from);
  const [first, second] = [units[at], units[at + 1]];
  if (!first || !second?.isWord || second.to > stretch.to) return stretch;
  const isArticle = articles.has(text.slice(first.from, first.to).toLowerCase());
  if (!isArticle || mainOrigin(first) !== mainOrigin(second)) return stretch;
  return { ...stretch, from: second.from };
}

function mainOrigin({ origins }: Unit): number | undefined {
  return [...origins].sort((a, b) => b.weight - a.weight)[0]?.from;
}

/**
 * The place in the target of a place in the source that has words, or nothing, on either side: where the
 * fewest words come to stand on the other side of it than they did.
 * @param after the place is not before this one
 */
export function placeBoundary(text: AlignedText, at: number, after = 0): number {
  const part = partAt(text, at);
  if (!part) return text.target.length;
  if (at <= part.source.from) return Math.max(after, part.target.from);
  if (at >= part.source.to) return Math.max(after, part.target.to);
  if (part.isSame) return Math.max(after, part.target.from + at - part.source.from);
  const before = { from: 0, to: at };
  const shares = part.units.map((unit) => shareFrom(unit, before) * (unit.isWord ? 1 : weightOfMark));
  const weights = part.units.map((unit) => (unit.isWord ? 1 : weightOfMark));
  // All words stand behind the place at first; those that came from before it are on the wrong side.
  let wrong = shares.reduce((sum, share) => sum + share, 0);
  let best = { place: Math.max(after, part.target.from), wrong };
  for (const [index, unit] of part.units.entries()) {
    const share = shares[index] ?? 0;
    wrong += (weights[index] ?? 0) - 2 * share;
    if (unit.to >= after && wrong <= best.wrong) best = { place: unit.to, wrong };
  }
  return best.place;
}

/** The part that holds a place; at the border of two the first that ends there, which is a sentence's end. */
function partAt({ parts }: AlignedText, at: number): AlignedPart | undefined {
  let found = firstPartBehind(parts, at - 1);
  while (parts[found]?.source.from === parts[found]?.source.to && found < parts.length) found++;
  return parts[found];
}

/**
 * The place of what is attached to the word before it, such as a footnote's mark: behind the word that that
 * one became.
 * @param word the word before it, in the source
 */
export function placeBehind(text: AlignedText, word: Range): number {
  const part = partAt(text, word.to);
  if (!part) return text.target.length;
  if (part.isSame) return part.target.from + word.to - part.source.from;
  if (text.source.slice(word.to, part.source.to).trim() === '') return part.target.to;
  let best: { readonly place: number; readonly share: number } | null = null;
  for (const unit of part.units) {
    const share = shareFrom(unit, word);
    if (share >= (best?.share ?? 0.2)) best = { place: unit.to, share };
  }
  return best?.place ?? placeBoundary(text, word.to);
}
