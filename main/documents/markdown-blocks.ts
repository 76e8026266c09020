/**
 * Markdown (CommonMark, with GitHub's tables, footnotes, strikethrough, task lists and addresses, and front
 * matter) → its stretches of prose in pieces. All that lies between them is no prose.
 */
import { parse, postprocess, preprocess } from 'micromark';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import type { Event, Token } from 'micromark-util-types';
import { inlinePieces } from './markdown-inline.ts';
import type { Piece } from './pieces.ts';
import type { Range } from './token-ranges.ts';

/** A token of the parser and what it consists of. */
export interface Node extends Range {
  readonly type: string;
  readonly children: readonly Node[];
}

/** A stretch of prose: a paragraph, a heading, a cell of a table, or the words that stand for an image. */
export interface Block extends Range {
  readonly kind: 'paragraph' | 'heading' | 'cell' | 'image';
  readonly pieces: readonly Piece[];
}

const blockKinds: ReadonlyMap<string, Block['kind']> = new Map([
  ['paragraph', 'paragraph'],
  ['setextHeadingText', 'paragraph'],
  ['atxHeadingText', 'heading'],
  ['tableContent', 'cell'],
]);

const extensions = [gfm(), frontmatter(['yaml', 'toml'])];

/** The prose of a document, in order; what stands for images is not among it. */
export function proseBlocks(text: string): Block[] {
  return proseNodes(text).map(([kind, node]) => blockOf(kind, node, node.children, text));
}

/** The words that stand for the images, in order. */
export function imageBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  for (const [, prose] of proseNodes(text)) {
    walk(prose, (node) => {
      if (node.type !== 'image') return true;
      const words = imageWords(node);
      if (words) blocks.push(blockOf('image', words, words.children, text));
      return false;
    });
  }
  return blocks;
}

/** Null where there are none, or where they are also the name by which the image is found. */
function imageWords({ children }: Node): Node | null {
  const isNamed = children.some(
    ({ type, children: parts }) =>
      type === 'resource' || (type === 'reference' && parts.some((part) => part.type === 'referenceString')),
  );
  const label = children.find(({ type }) => type === 'label');
  return (isNamed && label?.children.find(({ type }) => type === 'labelText')) || null;
}

function blockOf(kind: Block['kind'], { from, to }: Range, children: readonly Node[], text: string): Block {
  return { kind, from, to, pieces: inlinePieces(children, { from, to }, text) };
}

function proseNodes(text: string): [Block['kind'], Node][] {
  const found: [Block['kind'], Node][] = [];
  walk(treeOf(text), (node) => {
    const kind = blockKinds.get(node.type);
    if (kind === undefined) return node.type !== 'tableDelimiterRow';
    found.push([kind, node]);
    return false;
  });
  return found;
}

/** Depth first; `visit` says whether what is inside is to be seen too. */
function walk(node: Node, visit: (node: Node) => boolean): void {
  for (const child of node.children) if (visit(child)) walk(child, visit);
}

interface GrowingNode extends Node {
  readonly children: GrowingNode[];
}

function treeOf(text: string): Node {
  const root: GrowingNode = { type: 'document', from: 0, to: text.length, children: [] };
  const open = [root];
  const events: Event[] = postprocess(
    parse({ extensions })
      .document()
      .write(preprocess()(text, undefined, true)),
  );
  for (const [way, token] of events) {
    if (way === 'exit') {
      open.pop();
      continue;
    }
    const node = nodeOf(token);
    open.at(-1)?.children.push(node);
    open.push(node);
  }
  return root;
}

function nodeOf({ type, start, end }: Token): GrowingNode {
  return { type, from: start.offset, to: end.offset, children: [] };
}
