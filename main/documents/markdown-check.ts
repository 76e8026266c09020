/** Whether Markdown that was put together reads as it was meant. */
import { type Block, readMarkdown } from './markdown-blocks.ts';
import { isLineEnd, marksOf, type Piece } from './pieces.ts';

/**
 * Reads a block again, by itself.
 * @param text the block as it is to be written
 * @param marks all that it holds beside words and line ends, in order
 * @param names of all references and footnotes of its document
 */
export function isWellFormed(
  block: Block,
  text: string,
  marks: readonly string[],
  names: readonly string[],
): boolean {
  const [before, after] = /^\[[ xX]\]/.test(text) ? ['- ', ''] : frames[block.kind];
  const words = withoutPrefixes(text, block.pieces);
  const document = before + words + after + defined(names, words);
  const { images, prose } = readMarkdown(document);
  const blocks = block.kind === 'image' ? images : prose;
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
  html: ['<p>', '</p>'],
};

/** Something for each name that may be referred to: without it a reference is no more than words. */
function defined(names: readonly string[], text: string): string {
  const folded = foldedName(text);
  const used = names.filter((name) => folded.includes(foldedName(name)));
  return used.map((name) => `\n\n[${name}]: a`).join('');
}

/** Names differ in neither case nor the spaces between words. https://spec.commonmark.org/0.31.2/#matches */
function foldedName(name: string): string {
  return name.toLowerCase().toUpperCase().replace(/\s+/g, ' ');
}
