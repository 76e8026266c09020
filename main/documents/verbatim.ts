/** What stands among the words of a document and is none: it is carried over as it is. */
import type { Piece } from './pieces.ts';

/** In the order in which they are tried. The patterns never go back over what they have read. */
const carried: readonly { readonly pattern: string; readonly kind: 'word' | 'figure' | 'point' }[] = [
  // What a program fills in: {{ name }}, {% name %}, ${name}, %(name)s, {0}, {name}
  { pattern: String.raw`\{\{[^{}\n]*\}\}|\{%[^%\n]*%\}|\$\{[^{}\n]*\}|%\(\w+\)[sd]|\{\w*\}`, kind: 'word' },
  // A heading's name, in the way of several site builders: {#name .class}
  { pattern: String.raw`\{[#.:][^{}\n]*\}`, kind: 'point' },
  // GitHub's formulas; a price is none
  {
    pattern: String.raw`\$\$[^$\n]+\$\$|(?<![\p{L}\p{N}$])\$(?=[^\s$])[^$\n]*[^\s$]\$(?![\p{L}\p{N}$])`,
    kind: 'word',
  },
  // :rocket:
  { pattern: String.raw`(?<![\p{L}\p{N}:]):[a-z][a-z0-9_+-]*:(?![\p{L}\p{N}:])`, kind: 'figure' },
];

const anyCarried = new RegExp(carried.map(({ pattern }) => `(${pattern})`).join('|'), 'gu');

/** A text as it stands in the document, in pieces. */
export function verbatimPieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const addText = (to: number) => {
    const raw = text.slice(at, to);
    if (raw !== '') pieces.push({ kind: 'text', raw, text: raw });
  };
  for (const match of text.matchAll(anyCarried)) {
    const { index = 0, 0: raw } = match;
    const kind = carried[match.slice(1).findIndex((group) => group !== undefined)]?.kind ?? 'word';
    addText(index);
    if (kind === 'point') pieces.push({ kind, raw });
    else pieces.push({ kind: 'word', raw, isFigure: kind === 'figure' });
    at = index + raw.length;
  }
  addText(text.length);
  return pieces;
}
