/** Whether Markdown that was put together reads as it was meant. */
import { type Block, imageBlocks, proseBlocks } from './markdown-blocks.ts';
import { isLineEnd, marksOf, type Piece } from './pieces.ts';

/**
 * Reads a block again, by itself, with the names that it refers to.
 * @param text the block as it is to be written
 * @param marks all that it holds beside words and line ends, in order
 */
export function isWellFormed(block: Block, text: string, marks: readonly string[]): boolean {
  const [before, after] = /^\[[ xX]\]/.test(text) ? ['- ', ''] : frames[block.kind];
  const words = withoutPrefixes(text, block.pieces);
  const document = before + words + after + named(block.pieces);
  const blocks = block.kind === 'image' ? imageBlocks(document) : proseBlocks(document);
  const found = blocks.find(({ from }) => from >= before.length);
  if (found?.from !== before.length || found.to !== before.length + words.length) return false;
  return marksOf(found.pieces).join('\n') === withoutPrefixes(marks.join('\n'), block.pieces);
}

/** Without what containers, such as a quotation, begin each line with. */
function withoutPrefixes(text: string, pieces: readonly Piece[]): string {
  const lineEnds = new Set(pieces.filter(isLineEnd).map(({ raw }) => raw));
  return [...lineEnds].reduce((result, raw) => {
    return result.replaceAll(raw, /^[^\r\n]*(?:\r\n|\r|\n)?/.exec(raw)?.[0] ?? '');
  }, text);
}

const frames: Readonly<Record<Block['kind'], readonly [before: string, after: string]>> = {
  paragraph: ['', ''],
  heading: ['# ', ''],
  cell: ['| a |\n| - |\n| ', ' |'],
  image: ['![', '](a)'],
};

/** Something for each name that is referred to: without it a reference is no more than words. */
function named(pieces: readonly Piece[]): string {
  const names = new Set<string>();
  for (const piece of pieces) {
    if (piece.kind === 'open' && piece.label !== undefined) names.add(piece.label);
    const name = /^\](\[[^\]]+\])$/s.exec(piece.raw)?.[1] ?? /^\[\^[^\]]+\]$/s.exec(piece.raw)?.[0];
    if (name !== undefined) names.add(name.slice(1, -1));
    // A reference inside of what is carried over.
    if (piece.kind === 'word')
      for (const [, inner = ''] of piece.raw.matchAll(/\[([^[\]]+)\]/g)) names.add(inner);
  }
  return [...names].map((name) => `\n\n[${name}]: a`).join('');
}
