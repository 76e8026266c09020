/** Where in a translation the names for carried words came to stand, and where its lines end. */
import type { AlignedText } from './aligned-text.ts';
import type { Replacement } from './marked-text.ts';
import { firstPartBehind, placeBoundary } from './place-marks.ts';
import type { Range } from './token-ranges.ts';

/** A stretch of the target that is written otherwise. */
export interface Written extends Range {
  readonly raw: string;
  /** Without spaces added around it; null: a line end. */
  readonly mark: string | null;
}

/** The alignment with each name in the target tied to the same name in the source. */
export function anchored(text: AlignedText, replacements: readonly Replacement[]): AlignedText {
  const names = new Map(
    replacements.filter(({ kind }) => kind === 'word').map((one) => [one.shown.toLowerCase(), one]),
  );
  if (names.size === 0) return text;
  const parts = text.parts.map((part) => ({
    ...part,
    units: part.units.map((unit) => {
      const origin = names.get(text.target.slice(unit.from, unit.to).toLowerCase());
      return origin ? { ...unit, origins: [{ from: origin.from, to: origin.to, weight: 1 }] } : unit;
    }),
  }));
  return { ...text, parts };
}

/** The carried words: at their names, wherever the translation put them; where it lost one, at its place. */
export function placeNames(replacements: readonly Replacement[], text: AlignedText, range: Range): Written[] {
  const words = replacements.filter(({ kind }) => kind === 'word');
  const found = findNames(words, text.target, range);
  return words.flatMap((one) => {
    const { raw } = one;
    const same = sameStretch(one, text);
    if (same) return [{ ...same, raw, mark: raw }];
    const places = found.get(one.shown.toLowerCase());
    return places?.map((place) => ({ ...place, raw, mark: raw })) ?? [inserted(one, text)];
  });
}

/** No word of the source holds the letter before a number, so that letters beside a name are no matter. */
function findNames(
  [first]: readonly Replacement[],
  target: string,
  { from, to }: Range,
): Map<string, Range[]> {
  const found = new Map<string, Range[]>();
  if (first === undefined) return found;
  const name = new RegExp(`${first.shown.replace(/\d+$/, '')}\\d+`, 'gi');
  for (const { index = 0, 0: text } of target.slice(from, to).matchAll(name)) {
    const place = { from: from + index, to: from + index + text.length };
    const key = text.toLowerCase();
    const known = found.get(key);
    if (known) known.push(place);
    else found.set(key, [place]);
  }
  return found;
}

/** Where a sentence did not change, a name in it is where it was. */
function sameStretch({ from, to }: Range, { parts }: AlignedText): Range | null {
  const part = parts[firstPartBehind(parts, from)];
  if (!part?.isSame || to > part.source.to) return null;
  const by = part.target.from - part.source.from;
  return { from: from + by, to: to + by };
}

function inserted({ from, raw }: Replacement, { target, ...text }: AlignedText): Written {
  const at = placeBoundary({ target, ...text }, from);
  const before = at > 0 && /\S/u.test(target.charAt(at - 1)) ? ' ' : '';
  const after = /[\p{L}\p{N}]/u.test(target.charAt(at)) ? ' ' : '';
  return { from: at, to: at, raw: before + raw + after, mark: raw };
}

/** Line ends, in order: each at the space that lies nearest to where it was. */
export function placeLineEnds(
  replacements: readonly Replacement[],
  text: AlignedText,
  range: Range,
  isBare: boolean,
): Written[] {
  const written: Written[] = [];
  let after = range.from;
  for (const one of replacements) {
    if (one.kind === 'word' || (one.kind === 'soft' && isBare)) continue;
    const place = placeBoundary(text, one.from, after);
    const isSpace = (at: number) => at >= after && at < range.to && /\s/u.test(text.target.charAt(at));
    const space = isSpace(place) ? place : isSpace(place - 1) ? place - 1 : null;
    // A translation without spaces has none for a line end that reads as one.
    if (space === null && one.kind === 'soft') continue;
    written.push({
      from: space ?? place,
      to: space === null ? place : space + 1,
      raw: one.raw,
      mark: null,
    });
    after = space === null ? place : space + 1;
  }
  return written;
}
