/** HTML tags among the words: a pair is set around what stands between, any other stands where it stands. */
import type { Piece } from './pieces.ts';
import { rawOf } from './pieces.ts';

/** A tag, or a piece already known. */
export type PieceOrTag = Piece | { readonly kind: 'tag'; readonly raw: string };

/** What stands between these is no prose. */
const notProse = new Set(['code', 'kbd', 'samp', 'var', 'pre', 'script', 'style', 'svg', 'math', 'tt']);

/** What is nested deeper than anybody would is left as it is. */
export const deepest = 50;

/** Pairs the tags that are nested rightly, among themselves and in the spans that are there. */
export function pairTags(items: readonly PieceOrTag[], firstSpan: number): Piece[] {
  const pieces: Piece[] = [];
  const open: ({ readonly name: string; readonly place: number } | { readonly span: number })[] = [];
  let span = firstSpan;
  for (const item of items) {
    if (item.kind === 'open') open.push({ span: item.span });
    if (item.kind === 'close') while (open.length > 0 && !isSpan(open.pop(), item.span));
    if (item.kind !== 'tag') {
      pieces.push(item);
      continue;
    }
    const tag = readTag(item.raw);
    const place = tag.way === 'close' ? placeOfOpen(open, tag.name) : null;
    if (tag.way === 'open' && open.length < deepest) open.push({ name: tag.name, place: pieces.length });
    if (place === null) {
      pieces.push(alone(tag.name, item.raw));
      continue;
    }
    const begin = pieces[place]?.raw ?? '';
    pieces[place] = { kind: 'open', raw: begin, span, isNeeded: true };
    pieces.push({ kind: 'close', raw: item.raw, span });
    span++;
    if (notProse.has(tag.name))
      pieces.splice(place, pieces.length, { kind: 'word', raw: rawOf(pieces.slice(place)) });
  }
  return pieces;
}

function isSpan(one: { readonly span: number } | object | undefined, span: number): boolean {
  return one !== undefined && 'span' in one && one.span === span;
}

/** Where the tag that is ended here began; what was opened after it and is still open has no end. */
function placeOfOpen(
  open: ({ readonly name: string; readonly place: number } | { readonly span: number })[],
  name: string,
): number | null {
  for (let index = open.length - 1; index >= 0; index--) {
    const one = open[index];
    if (one === undefined || 'span' in one) return null;
    if (one.name !== name) continue;
    open.length = index;
    return one.place;
  }
  return null;
}

function alone(name: string, raw: string): Piece {
  if (name === 'br') return { kind: 'hard', raw };
  if (name === 'img') return { kind: 'word', raw, isFigure: true };
  return { kind: 'point', raw };
}

function readTag(raw: string): { name: string; way: 'open' | 'close' | 'alone' } {
  const [, slash, name = ''] = /^<(\/?)([A-Za-z][A-Za-z0-9-]*)/.exec(raw) ?? [];
  if (name === '' || raw.endsWith('/>') || ['br', 'img', 'hr', 'wbr', 'input'].includes(name.toLowerCase())) {
    return { name: name.toLowerCase(), way: 'alone' };
  }
  return { name: name.toLowerCase(), way: slash === '/' ? 'close' : 'open' };
}
