/**
 * A translation as stretches of target text that know which source text they came from: what everything
 * that stood in the source (markup, line ends, cues) is put back by.
 */
import type { SentenceTranslation } from '../../preload/translation.ts';
import { type Range, tokenRanges } from './token-ranges.ts';

/** A word of the target, or a mark. */
export interface Unit extends Range {
  readonly isWord: boolean;
  /** Nothing is known of where it came from; it goes with its neighbour. */
  readonly isGuess: boolean;
  /** What of the source it came from; the weights add up to 1. */
  readonly origins: readonly (Range & { readonly weight: number })[];
}

/** A sentence, or what stands between two. */
export interface AlignedPart {
  readonly source: Range;
  readonly target: Range;
  /** Nothing changed: a place in the source is the same place in the target. */
  readonly isSame: boolean;
  readonly units: readonly Unit[];
}

export interface AlignedText {
  readonly source: string;
  readonly target: string;
  readonly parts: readonly AlignedPart[];
}

/** Letters of scripts that are written without spaces are words of their own. */
const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*|[\p{L}\p{M}\p{N}_]+(?:['’‐‑-][\p{L}\p{M}\p{N}_]+)*|\S/gu;

/** Puts the sentences' alignments together over the whole text. */
export function alignText(translation: readonly SentenceTranslation[]): AlignedText {
  let source = '';
  let target = '';
  const parts: AlignedPart[] = [];
  for (const part of translation) {
    const places = {
      source: { from: source.length, to: source.length + part.source.length },
      target: { from: target.length, to: target.length + part.target.length },
    };
    parts.push({ ...places, isSame: part.source === part.target, units: unitsOf(part, places) });
    source += part.source;
    target += part.target;
  }
  return { source, target, parts };
}

function unitsOf(part: SentenceTranslation, places: { source: Range; target: Range }): Unit[] {
  const originsOf = part.source === part.target ? sameRange : alignedRanges(part);
  const units = Array.from(part.target.matchAll(word), ({ index = 0, 0: text }) => ({
    from: index,
    to: index + text.length,
    isWord: /[\p{L}\p{N}]/u.test(text),
    isGuess: false,
    origins: originsOf(index, index + text.length, /[\p{L}\p{N}]/u.test(text)),
  }));
  return withNeighbours(units, part).map((unit) => ({
    ...moved(unit, places.target.from),
    isWord: unit.isWord,
    isGuess: unit.isGuess,
    origins: unit.origins.map((origin) => ({ ...moved(origin, places.source.from), weight: origin.weight })),
  }));
}

function moved({ from, to }: Range, by: number): Range {
  return { from: from + by, to: to + by };
}

type Origins = Unit['origins'];

function sameRange(from: number, to: number): Origins {
  return [{ from, to, weight: 1 }];
}

/** By the links of the tokens that lie in a stretch of the target. */
function alignedRanges({ source, target, sourceTokens, tokens, alignment }: SentenceTranslation) {
  const sources = tokenRanges(source, sourceTokens);
  const targets = tokenRanges(
    target,
    tokens.map(({ text }) => text),
  );
  const links = new Map<number, (readonly [place: number, weight: number])[]>();
  for (const [from, to, weight] of alignment) links.set(to, [...(links.get(to) ?? []), [from, weight]]);
  let first = 0;
  return (from: number, to: number, isWord: boolean): Origins => {
    // The stretches come in order, so what ends before this one is done with.
    while (first < targets.length && (targets[first]?.to ?? 0) <= from) first++;
    const origins: { from: number; to: number; weight: number }[] = [];
    for (let token = first; token < targets.length && (targets[token]?.from ?? to) < to; token++) {
      for (const [place, weight] of links.get(token) ?? []) {
        const range = sources[place];
        const shared = overlap(targets[token], { from, to }) * weight;
        if (range && shared > 0) origins.push({ ...likeIn(source, range, isWord), weight: shared });
      }
    }
    return shares(origins);
  };
}

/** A token may hold a word and a mark: a word came from the letters of it, a mark from the marks at its end. */
function likeIn(source: string, { from, to }: Range, isWord: boolean): Range {
  const text = source.slice(from, to);
  const alike = (isWord ? /[\p{L}\p{N}](?:.*[\p{L}\p{M}\p{N}])?/su : /[^\p{L}\p{M}\p{N}\s]+$/u).exec(text);
  return alike ? { from: from + alike.index, to: from + alike.index + alike[0].length } : { from, to };
}

function shares(origins: Origins): Origins {
  const all = origins.reduce((sum, { weight }) => sum + weight, 0);
  return origins.map((origin) => ({ ...origin, weight: origin.weight / all }));
}

/** What nothing is known of goes with the word after it, else with the one before, else by its place. */
function withNeighbours<One extends Range & Pick<Unit, 'isGuess' | 'origins'>>(
  units: readonly One[],
  { source, target }: SentenceTranslation,
): One[] {
  const known = [...units];
  for (let index = known.length - 1; index >= 0; index--) fill(known, index, index + 1);
  for (let index = 0; index < known.length; index++) fill(known, index, index - 1);
  return known.map((unit) => {
    if (unit.origins.length > 0) return unit;
    const scale = source.length / Math.max(1, target.length);
    return { ...unit, isGuess: true, origins: [{ from: unit.from * scale, to: unit.to * scale, weight: 1 }] };
  });
}

function fill<One extends Pick<Unit, 'isGuess' | 'origins'>>(
  units: One[],
  index: number,
  from: number,
): void {
  const unit = units[index];
  const neighbour = units[from];
  if (unit?.origins.length === 0 && neighbour)
    units[index] = { ...unit, isGuess: true, origins: neighbour.origins };
}

function overlap(one: Range | undefined, other: Range): number {
  return one ? Math.max(0, Math.min(one.to, other.to) - Math.max(one.from, other.from)) : 0;
}

/** How much of `unit`, 0…1, came from `range` of the source. */
export function shareFrom(unit: Unit, range: Range): number {
  return unit.origins.reduce((sum, origin) => {
    const length = origin.to - origin.from;
    if (length <= 0) return sum + (origin.from >= range.from && origin.from < range.to ? origin.weight : 0);
    return sum + (origin.weight * overlap(origin, range)) / length;
  }, 0);
}
