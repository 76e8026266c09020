/**
 * A sentence that goes over several cues, split again in the other language: each cue gets the words that
 * its own words became as far as order allows, of about its own share of the length, and the cuts fall
 * where a reader pauses.
 */
import { type AlignedPart, type AlignedText, shareFrom, type Unit } from './aligned-text.ts';
import { pauseAfter } from './reading-pauses.ts';
import type { Range } from './token-ranges.ts';

/** What a cue costs whose length is off by its whole share, in words that stand in the wrong cue. */
const costOfLength = 2;
/** What it costs to leave a cue empty while there are words: more than any other cost. */
const costOfNothing = 1000;
const costOfPause = 0.6;

/**
 * The stretch of the target for each of `portions` of the source, in order; together they hold all words.
 * Null for one that gets none, because there are fewer words than portions.
 */
export function splitOver(text: AlignedText, portions: readonly Range[], language: string): (Range | null)[] {
  const stretches: (Range | null)[] = portions.map(() => null);
  let first = 0;
  for (const part of text.parts) {
    if (part.units.length === 0) continue;
    while (first < portions.length - 1 && (portions[first]?.to ?? 0) <= part.source.from) first++;
    const overlapping: number[] = [];
    for (let at = first; at < portions.length && (portions[at]?.from ?? 0) < part.source.to; at++) {
      overlapping.push(at);
    }
    const ranges = overlapping.map((at) => portions[at] ?? part.source);
    for (const [index, stretch] of splitPart(text, part, ranges, language).entries()) {
      const at = overlapping[index];
      if (at === undefined || stretch === null) continue;
      stretches[at] = { from: stretches[at]?.from ?? stretch.from, to: stretch.to };
    }
  }
  return stretches;
}

/** Words that did not change stay in their cues. */
function sameStretch({ source, target }: AlignedPart, portion: Range): Range {
  const by = target.from - source.from;
  return { from: Math.max(source.from, portion.from) + by, to: Math.min(source.to, portion.to) + by };
}

/** The units from one place at which may be cut to the next. */
interface Word extends Range {
  readonly units: readonly Unit[];
}

function splitPart(
  text: AlignedText,
  part: AlignedPart,
  portions: readonly Range[],
  language: string,
): (Range | null)[] {
  if (part.isSame) return portions.map((portion) => sameStretch(part, portion));
  const words = wordsOf(text, part);
  if (portions.length < 2)
    return portions.map(() => ({ from: part.units[0]?.from ?? 0, to: part.units.at(-1)?.to ?? 0 }));
  const ends = bestEnds(words.length, portions.length, costsOf(text, words, portions, language));
  return ends.map((end, index) => {
    const from = words[ends[index - 1] ?? 0];
    const to = words[end - 1];
    return from && to && from.from < to.to ? { from: from.from, to: to.to } : null;
  });
}

/** A line may end at a space, or between two letters of a script without spaces. */
function wordsOf({ target }: AlignedText, { units }: AlignedPart): Word[] {
  const words: { from: number; to: number; units: Unit[] }[] = [];
  for (const unit of units) {
    const last = words.at(-1);
    const isNew =
      last === undefined ||
      (unit.from > last.to ? true : unit.isWord && isWide(target.slice(last.to - 1, last.to)));
    if (isNew) words.push({ from: unit.from, to: unit.to, units: [unit] });
    else {
      last.units.push(unit);
      last.to = unit.to;
    }
  }
  return words;
}

function isWide(text: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}、。！？，]/u.test(text);
}

/** The cost of giving the words from `from` to `to` (exclusive) to portion number `portion`. */
type Cost = (portion: number, from: number, to: number) => number;

function costsOf(
  text: AlignedText,
  words: readonly Word[],
  portions: readonly Range[],
  language: string,
): Cost {
  const sourceLength = portions.reduce((sum, { from, to }) => sum + to - from, 0);
  const targetLength = words.reduce((sum, { from, to }) => sum + to - from, 0);
  // How many words up to each place do not come from each portion.
  const wrong = portions.map((portion) => {
    let sum = 0;
    return [0, ...words.map((word) => (sum += wrongness(word, portion)))];
  });
  const lengths = [0];
  for (const word of words) lengths.push((lengths.at(-1) ?? 0) + word.to - word.from);
  const pauses = words.map((word, at) => {
    const next = words[at + 1];
    return next
      ? pauseAfter(text.target.slice(word.from, word.to), text.target.slice(next.from, next.to), language)
      : 0;
  });
  return (portion, from, to) => {
    if (to === from) return costOfNothing;
    const range = portions[portion] ?? { from: 0, to: 0 };
    const share = ((lengths[to] ?? 0) - (lengths[from] ?? 0)) / Math.max(1, targetLength);
    const off = Math.abs(share - (range.to - range.from) / Math.max(1, sourceLength)) * portions.length;
    const misplaced = (wrong[portion]?.[to] ?? 0) - (wrong[portion]?.[from] ?? 0);
    return misplaced + off * costOfLength - (pauses[to - 1] ?? 0) * costOfPause;
  };
}

function wrongness({ units }: Word, portion: Range): number {
  const words = units.filter(({ isWord }) => isWord);
  const counted = words.length > 0 ? words : units;
  return counted.reduce((sum, unit) => sum + 1 - shareFrom(unit, portion), 0) / counted.length;
}

/** The cheapest way to cut so many portions up to a place: its cost, and the way before the last cut. */
interface Way {
  readonly cost: number;
  readonly end: number;
  readonly before: Way | null;
}

/** The cheapest way to cut `count` words into `portions` runs: the end of each. */
function bestEnds(count: number, portions: number, cost: Cost): number[] {
  let best: Way[] = [{ cost: 0, end: 0, before: null }];
  for (let portion = 0; portion < portions; portion++) {
    best = Array.from({ length: count + 1 }, (_, end) => {
      let way: Way = { cost: Number.POSITIVE_INFINITY, end, before: null };
      for (const [from, before] of best.slice(0, end + 1).entries()) {
        const total = before.cost + cost(portion, from, end);
        if (total < way.cost) way = { cost: total, end, before };
      }
      return way;
    });
  }
  const ends: number[] = [];
  for (let way = best[count]; way?.before; way = way.before) ends.unshift(way.end);
  return ends;
}
