/** The inside of a stretch of Markdown prose → its pieces. */

import { decodeString } from 'micromark-util-decode-string';
import { mergeCarried } from './carried-words.ts';
import { deepest, type PieceOrTag, pairTags } from './html-tags.ts';
import type { Piece } from './pieces.ts';
import type { Range } from './token-ranges.ts';
import { verbatimPieces } from './verbatim.ts';

/** A token of the parser and what it consists of. */
export interface Node extends Range {
  readonly type: string;
  readonly children: readonly Node[];
}

/** Emphasis and the like: the token that holds its words. */
const emphasis: ReadonlyMap<string, string> = new Map([
  ['emphasis', 'emphasisText'],
  ['strong', 'strongText'],
  ['strikethrough', 'strikethroughText'],
]);

const carried = new Set(['codeText', 'autolink', 'literalAutolink', 'image']);
const points = new Set(['gfmFootnoteCall', 'taskListCheck']);
const hardBreaks = new Set(['hardBreakEscape', 'hardBreakTrailing']);

/** What has been read of a stretch so far. */
interface Reading {
  readonly text: string;
  readonly items: PieceOrTag[];
  /** Up to here all is in `items`. */
  at: number;
  /** A line has ended, and what the next begins with has not been seen yet. */
  lineEnd: 'soft' | 'hard' | null;
  spans: number;
  depth: number;
}

/** The pieces of `range`, whose tokens are `nodes`. */
export function inlinePieces(nodes: readonly Node[], range: Range, text: string): Piece[] {
  const reading: Reading = { text, items: [], at: range.from, lineEnd: null, spans: 0, depth: 0 };
  read(reading, nodes);
  catchUp(reading, range.to);
  const items = joinTexts(reading.items).flatMap((item) =>
    item.kind === 'text' && item.text === item.raw ? verbatimPieces(item.raw) : [item],
  );
  return withoutNote(mergeCarried(joinLineEnds(pairTags(items, reading.spans))));
}

function read(reading: Reading, nodes: readonly Node[]): void {
  for (const node of nodes) {
    if (node.type === 'lineEnding') reading.lineEnd ??= 'soft';
    else if (hardBreaks.has(node.type)) reading.lineEnd = 'hard';
    else if (node.type === 'link') readLink(reading, node);
    else if (emphasis.has(node.type)) readEmphasis(reading, node);
    else readPiece(reading, node);
  }
}

/** What it does not know is left for `catchUp`. */
function readPiece(reading: Reading, { type, from, to }: Node): void {
  const raw = reading.text.slice(from, to);
  if (type === 'data') add(reading, from, { kind: 'text', raw, text: raw });
  else if (type === 'characterEscape') add(reading, from, { kind: 'text', raw, text: raw.slice(1) });
  else if (type === 'characterReference') add(reading, from, reference(raw));
  else if (type === 'htmlText') add(reading, from, { kind: 'tag', raw });
  else if (points.has(type)) add(reading, from, { kind: 'point', raw });
  else if (carried.has(type)) add(reading, from, { kind: 'word', raw, isFigure: type === 'image' });
}

/** One that stands for several characters, or for a line end, is carried over. */
function reference(raw: string): PieceOrTag {
  const text = decodeString(raw);
  return [...text].length === 1 && !/[\\r\\n]/.test(text)
    ? { kind: 'text', raw, text }
    : { kind: 'word', raw };
}

function readEmphasis(reading: Reading, { type, from, to, children }: Node): void {
  const inside = children.find((child) => child.type === emphasis.get(type));
  if (inside) around(reading, { from, to }, inside, { isNeeded: false });
  else add(reading, from, { kind: 'point', raw: reading.text.slice(from, to) });
}

function readLink(reading: Reading, { from, to, children }: Node): void {
  const label = children.find((child) => child.type === 'label');
  const inside = label?.children.find((child) => child.type === 'labelText');
  if (!inside) {
    add(reading, from, { kind: 'point', raw: reading.text.slice(from, to) });
    return;
  }
  const ending = reading.text.slice(inside.to, to);
  const isNamedByWords = ending === ']' || ending === '][]';
  const words = reading.text.slice(inside.from, inside.to);
  around(reading, { from, to }, inside, { isNeeded: true, ...(isNamedByWords ? { label: words } : {}) });
}

function around(
  reading: Reading,
  { from, to }: Range,
  inside: Node,
  about: { readonly isNeeded: boolean; readonly label?: string },
): void {
  if (reading.depth === deepest) {
    add(reading, from, { kind: 'word', raw: reading.text.slice(from, to) });
    return;
  }
  const span = reading.spans++;
  reading.depth++;
  add(reading, from, { kind: 'open', raw: reading.text.slice(from, inside.from), span, ...about });
  read(reading, inside.children);
  reading.depth--;
  add(reading, inside.to, { kind: 'close', raw: reading.text.slice(inside.to, to), span });
}

function add(reading: Reading, from: number, item: PieceOrTag): void {
  catchUp(reading, from);
  reading.items.push(item);
  reading.at += item.raw.length;
}

/** What lies before `to` and is in no piece yet: a line end with what the next line begins with, or spaces. */
function catchUp(reading: Reading, to: number): void {
  const { text, at, lineEnd } = reading;
  const raw = text.slice(at, to);
  reading.lineEnd = null;
  reading.at = Math.max(at, to);
  if (lineEnd !== null) reading.items.push({ kind: lineEnd, raw });
  else if (raw.trim() !== '') reading.items.push({ kind: 'point', raw });
  else if (raw !== '') reading.items.push({ kind: 'text', raw, text: raw });
}

/** The parser ends a text at every sign that might have meant something. */
function joinTexts(items: readonly PieceOrTag[]): PieceOrTag[] {
  const joined: PieceOrTag[] = [];
  for (const item of items) {
    const last = joined.at(-1);
    const isPlain = item.kind === 'text' && item.text === item.raw;
    if (isPlain && last?.kind === 'text' && last.text === last.raw) {
      joined[joined.length - 1] = { kind: 'text', raw: last.raw + item.raw, text: last.text + item.text };
    } else joined.push(item);
  }
  return joined;
}

/** `<br>` and the line end behind it are one. */
function joinLineEnds(pieces: readonly Piece[]): Piece[] {
  const joined: Piece[] = [];
  for (const piece of pieces) {
    const last = joined.at(-1);
    if (
      (piece.kind === 'soft' || piece.kind === 'hard') &&
      (last?.kind === 'soft' || last?.kind === 'hard')
    ) {
      const kind = piece.kind === 'hard' || last.kind === 'hard' ? 'hard' : 'soft';
      joined[joined.length - 1] = { kind, raw: last.raw + piece.raw };
    } else joined.push(piece);
  }
  return joined;
}

/** GitHub's `[!NOTE]` at the beginning of a quotation is a name that must stay. */
function withoutNote(pieces: readonly Piece[]): Piece[] {
  const [first, ...rest] = pieces;
  const note =
    first?.kind === 'text' ? /^\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]/i.exec(first.raw)?.[0] : undefined;
  if (first?.kind !== 'text' || note === undefined) return [...pieces];
  const after = first.raw.slice(note.length);
  const text: Piece[] = after === '' ? [] : [{ kind: 'text', raw: after, text: after }];
  return [{ kind: 'point', raw: note }, ...text, ...rest];
}
