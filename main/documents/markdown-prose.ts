/** The words of a Markdown document, one text for each block, without what is markup. */
import { readMarkdown } from './markdown-blocks.ts';
import { hasWords, type Piece, peel } from './pieces.ts';

/** In the order of the document; code of its own, and what has no words, is left out. */
export function markdownProse(text: string): string[] {
  return readMarkdown(text).prose.flatMap(({ pieces }) => {
    const inside = peel(pieces).pieces;
    if (!hasWords(inside)) return [];
    return inside.map(wordsOf).join('').replace(/\s+/g, ' ').trim();
  });
}

function wordsOf(piece: Piece): string {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'word':
      return piece.isFigure === true ? '' : piece.raw.replace(/^[`<]+|[`>]+$/g, '');
    case 'soft':
    case 'hard':
      return ' ';
    case 'open':
    case 'close':
    case 'point':
      return '';
  }
}
