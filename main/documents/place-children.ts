/** What is set around words, or between two letters, placed in the translation: nested, none over another. */
import type { AlignedText } from './aligned-text.ts';
import type { Child, Point, Span } from './marked-text.ts';
import { firstPartBehind, placeBehind, placeBoundary, placeSpan, type Stretch } from './place-marks.ts';
import type { Range } from './token-ranges.ts';

/** In the order of the target. */
export type Placed =
  | { readonly kind: 'point'; readonly from: number; readonly point: Pick<Point, 'raw' | 'marks'> }
  | {
      readonly kind: 'span';
      readonly from: number;
      readonly to: number;
      readonly span: Span;
      readonly inside: readonly Placed[];
    };

/**
 * Places `children` within `range` of the target.
 * @param isBare only those that are needed
 */
export function placeChildren(
  children: readonly Child[],
  text: AlignedText,
  range: Range,
  isBare: boolean,
): Placed[] {
  const stretches = placeSpans(children.filter(isSpan), text, range, isBare);
  const placed = children.flatMap((child): Placed[] => {
    if (!isSpan(child)) return [{ kind: 'point', from: placePoint(child, text), point: child }];
    const stretch = stretches.get(child);
    if (stretch !== undefined && (child.isNeeded || !isBare)) {
      const inside = placeChildren(child.children, text, stretch, isBare);
      return [{ kind: 'span', from: stretch.from, to: stretch.to, span: child, inside }];
    }
    // No word is left for it: what must not be lost stands there as it was.
    if (child.isNeeded) return [{ kind: 'point', from: placeBoundary(text, child.to), point: child }];
    return placeChildren(child.children, text, range, isBare);
  });
  return placed.sort((a, b) => a.from - b.from);
}

function isSpan(child: Child): child is Span {
  return 'open' in child;
}

/** The surest first: what is less sure takes of what is left. */
function placeSpans(
  spans: readonly Span[],
  text: AlignedText,
  range: Range,
  isBare: boolean,
): Map<Span, Range> {
  const wishes = spans
    .filter((span) => span.isNeeded || !isBare)
    .map((span) => ({ span, gain: placeSpan(text, span, [range])?.gain ?? 0 }));
  const placed = new Map<Span, Stretch>();
  const free: Range[] = [range];
  for (const { span } of wishes.sort((a, b) => b.gain - a.gain)) {
    const stretch = placeSpan(text, span, free);
    if (stretch === null) continue;
    placed.set(span, stretch);
    const at = free.findIndex((one) => one.from <= stretch.from && stretch.to <= one.to);
    const taken = free[at];
    if (taken) free.splice(at, 1, ...without(taken, stretch));
  }
  return placed;
}

function without(range: Range, taken: Range): Range[] {
  return [
    { from: range.from, to: taken.from },
    { from: taken.to, to: range.to },
  ].filter(({ from, to }) => from < to);
}

function placePoint({ at }: Point, text: AlignedText): number {
  const before = /\S+$/u.exec(text.source.slice(Math.max(0, at - 100), at));
  if (before) return placeBehind(text, { from: at - before[0].length, to: at });
  const place = placeBoundary(text, at);
  const isBetweenSpaces = /^\s/u.test(text.target.charAt(place)) && !isExact(text, at);
  return isBetweenSpaces ? place + 1 : place;
}

function isExact({ parts }: AlignedText, at: number): boolean {
  return parts[firstPartBehind(parts, at)]?.isSame === true;
}
