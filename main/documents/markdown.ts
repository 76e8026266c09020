/**
 * Markdown: its prose is translated, and everything else stays byte for byte. What is set among the words
 * (emphasis, links, code, footnotes, line ends) goes where the words went that it belongs to.
 */
import type { SentenceTranslation } from '../../preload/translation.ts';
import { type Block, imageBlocks, proseBlocks } from './markdown-blocks.ts';
import { isWellFormed } from './markdown-check.ts';
import { type MarkedText, markText } from './marked-text.ts';
import { hasWords, marksOf, type Peeled, peel, rawOf } from './pieces.ts';
import { type Translate, translateEach } from './translate-each.ts';
import { type Writing, writeMarked } from './write-marked.ts';

/** Signs that mean something to Markdown, in the right place. */
const special = /[\\`*_{}[\]<>()#+\-.!|~&$:@=^]/;

/** From the lightest hand to the heaviest: the first whose result reads as meant is taken. */
const writings: readonly Writing[] = [
  { spell: (character, spelling) => spelling ?? character, isBare: false },
  { spell: escaped, isBare: false },
  { spell: escaped, isBare: true },
];

function escaped(character: string, spelling: string | undefined): string {
  if (spelling !== undefined && spelling !== character) return spelling;
  return special.test(character) ? `\\${character}` : character;
}

/** The document in the other language; words that stand for images are translated by themselves. */
export async function translateMarkdown(text: string, translate: Translate): Promise<string> {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const withImages = await translateBlocks(text.slice(mark.length), imageBlocks, translate);
  return mark + (await translateBlocks(withImages, proseBlocks, translate));
}

interface Stretch {
  readonly block: Block;
  readonly peeled: Peeled;
  /** Null: nothing to translate. */
  readonly marked: MarkedText | null;
}

async function translateBlocks(
  text: string,
  blocksOf: (text: string) => Block[],
  translate: Translate,
): Promise<string> {
  const written: string[] = [];
  let at = 0;
  await translateEach(
    blocksOf(text).map(stretchOf),
    ({ marked }) => marked?.text ?? null,
    translate,
    (stretch, parts) => {
      const { from, to } = stretch.block;
      written.push(text.slice(at, from), write(stretch, parts));
      at = to;
    },
  );
  return written.join('') + text.slice(at);
}

function stretchOf(block: Block): Stretch {
  const peeled = peel(block.pieces);
  const marked = hasWords(peeled.pieces) ? markText(peeled.pieces, special) : null;
  return { block, peeled, marked };
}

/** Words that would be read as something else come with signs that say so; at the worst a block stays as it is. */
function write({ block, peeled, marked }: Stretch, parts: readonly SentenceTranslation[]): string {
  const source = rawOf(block.pieces);
  if (marked === null) return source;
  for (const writing of writings) {
    const { text, marks } = writeMarked(marked, parts, writing);
    const result = rawOf(peeled.before) + text + rawOf(peeled.after);
    const expected = [...marksOf(peeled.before), ...marks, ...marksOf(peeled.after)];
    if (result === source || isWellFormed(block, result, expected)) return result;
  }
  return source;
}
