/**
 * Markdown: its prose is translated, and everything else stays byte for byte. What is set among the words
 * (emphasis, links, code, footnotes, line ends) goes where the words went that it belongs to.
 */
import type { SentenceTranslation } from '../../preload/translation.ts';
import { type Block, type Markdown, readMarkdown } from './markdown-blocks.ts';
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

/** In HTML a sign that begins a tag is written as a reference. */
const htmlWriting: Writing = {
  spell: (character, spelling) => spelling ?? { '<': '&lt;', '>': '&gt;' }[character] ?? character,
  isBare: false,
};

/** The document in the other language; words that stand for images are translated by themselves. */
export async function translateMarkdown(text: string, translate: Translate): Promise<string> {
  const mark = text.startsWith('\ufeff') ? '\ufeff' : '';
  const body = text.slice(mark.length);
  const read = readMarkdown(body);
  if (read.images.length === 0) return mark + (await translateBlocks(body, read.prose, read, translate));
  const withImages = await translateBlocks(body, read.images, read, translate);
  const again = readMarkdown(withImages);
  return mark + (await translateBlocks(withImages, again.prose, again, translate));
}

interface Stretch {
  readonly block: Block;
  readonly peeled: Peeled;
  /** Null: nothing to translate. */
  readonly marked: MarkedText | null;
}

async function translateBlocks(
  text: string,
  blocks: readonly Block[],
  { names }: Markdown,
  translate: Translate,
): Promise<string> {
  const written: string[] = [];
  let at = 0;
  await translateEach(
    stretches(blocks),
    ({ marked }) => marked?.text ?? null,
    translate,
    (stretch, parts) => {
      const { from, to } = stretch.block;
      written.push(text.slice(at, from), write(stretch, parts, names));
      at = to;
    },
  );
  return written.join('') + text.slice(at);
}

function* stretches(blocks: readonly Block[]): Generator<Stretch> {
  for (const block of blocks) {
    const peeled = peel(block.pieces);
    yield { block, peeled, marked: hasWords(peeled.pieces) ? markText(peeled.pieces, special) : null };
  }
}

/** Words that would be read as something else come with signs that say so; at the worst a block stays as it is. */
function write(
  { block, peeled, marked }: Stretch,
  parts: readonly SentenceTranslation[],
  names: readonly string[],
): string {
  const source = rawOf(block.pieces);
  if (marked === null) return source;
  if (block.kind === 'html') {
    return rawOf(peeled.before) + writeMarked(marked, parts, htmlWriting).text + rawOf(peeled.after);
  }
  for (const writing of writings) {
    const { text, marks } = writeMarked(marked, parts, writing);
    const result = rawOf(peeled.before) + text + rawOf(peeled.after);
    const expected = [...marksOf(peeled.before), ...marks, ...marksOf(peeled.after)];
    if (result === source || isWellFormed(block, result, expected, names)) return result;
  }
  return source;
}
