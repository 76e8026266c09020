/** A translation with everything that stood in the source set into it again, each at the words it belongs to. */
import type { SentenceTranslation } from '../../preload/translation.ts';
import { type AlignedText, alignText } from './aligned-text.ts';
import type { MarkedText, Span } from './marked-text.ts';
import { type Placed, placeChildren } from './place-children.ts';
import { anchored, placeLineEnds, placeNames, type Written } from './place-replacements.ts';
import type { Range } from './token-ranges.ts';

/** How what is written differs from the words. */
export interface Writing {
  /** How to write a character; `spelling`: how the source spelled it, where that is known. */
  readonly spell: (character: string, spelling: string | undefined) => string;
  /** Without what only says how words look, and with spaces for line ends. */
  readonly isBare: boolean;
}

export interface WrittenText {
  readonly text: string;
  /** All that was set in and is no line end, in order. */
  readonly marks: readonly string[];
}

/** The translation of `marked.text` with all that is set into it. */
export function writeMarked(
  marked: MarkedText,
  translation: readonly SentenceTranslation[],
  writing: Writing,
): WrittenText {
  const aligned = anchored(alignText(translation), marked.replacements);
  const range = { from: 0, to: aligned.target.length };
  const written = [
    ...placeNames(marked.replacements, aligned, range),
    ...placeLineEnds(marked.replacements, aligned, range, writing.isBare),
  ].sort((a, b) => a.from - b.from || a.to - b.to);
  return writeAligned(marked, aligned, range, written, writing);
}

/**
 * The same for a stretch of a translation that is aligned already.
 * @param written what takes the place of stretches of it, in order
 */
export function writeAligned(
  marked: MarkedText,
  aligned: AlignedText,
  range: Range,
  written: readonly Written[],
  writing: Writing,
): WrittenText {
  const marks: string[] = [];
  const writeUpTo = textWriter(marked, aligned.target, range.from, written, writing, marks);
  const begins: number[] = [];
  let text = '';
  for (const one of flat(placeChildren(marked.children, aligned, range, writing.isBare))) {
    text += writeUpTo(Math.min(Math.max(one.at, range.from), range.to));
    const begin = one.kind === 'close' ? (begins.pop() ?? 0) : text.length;
    const raw = one.kind === 'close' ? closeOf(one.span, text.slice(begin)) : one.raw;
    text += raw;
    marks.push(...(one.kind === 'point' ? one.marks : [raw]));
    if (one.kind === 'open') begins.push(text.length);
  }
  return { text: text + writeUpTo(range.to), marks };
}

/** What is set in at a place, in the order in which it is written. */
type Insertion =
  | { readonly kind: 'point'; readonly at: number; readonly raw: string; readonly marks: readonly string[] }
  | { readonly kind: 'open'; readonly at: number; readonly raw: string }
  | { readonly kind: 'close'; readonly at: number; readonly span: Span };

function flat(placed: readonly Placed[]): Insertion[] {
  return placed.flatMap((one): Insertion[] => {
    if (one.kind === 'point')
      return [{ kind: 'point', at: one.from, raw: one.point.raw, marks: one.point.marks }];
    const { from, to, span, inside } = one;
    return [{ kind: 'open', at: from, raw: span.open }, ...flat(inside), { kind: 'close', at: to, span }];
  });
}

/** A link that was found by its words needs the name they were, once they are others. */
function closeOf({ close, label }: Span, words: string): string {
  return label === undefined || label === words ? close : `][${label}]`;
}

/** Writes the target on and on, each call up to the place that it is given. */
function textWriter(
  { spellings }: MarkedText,
  target: string,
  from: number,
  written: readonly Written[],
  { spell }: Writing,
  marks: string[],
): (upTo: number) => string {
  const seen = new Map<string, number>();
  const spelled = (text: string): string => {
    let result = '';
    for (const character of text) {
      const known = spellings.get(character);
      const count = seen.get(character) ?? 0;
      if (known) seen.set(character, count + 1);
      // Only what is set in ends a line.
      const plain = character === '\n' || character === '\r' ? ' ' : character;
      result += spell(plain, known?.[Math.min(count, known.length - 1)]);
    }
    return result;
  };
  let at = from;
  let next = 0;
  return (upTo) => {
    let result = '';
    for (let one = written[next]; one !== undefined; one = written[++next]) {
      if (one.from >= upTo && one.from < target.length) break;
      if (one.from > upTo) break;
      if (one.from < at) continue;
      result += spelled(target.slice(at, one.from)) + one.raw;
      if (one.mark !== null) marks.push(one.mark);
      at = one.to;
    }
    if (upTo > at) result += spelled(target.slice(at, upTo));
    at = Math.max(at, upTo);
    return result;
  };
}
