/**
 * Markdown (CommonMark, with GitHub's tables, footnotes, strikethrough, task lists and addresses, and front
 * matter) → its stretches of prose in pieces. All that lies between them is no prose.
 */
import { parse, postprocess, preprocess } from 'micromark';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import type { Event, Token } from 'micromark-util-types';
import { htmlRuns } from './html-blocks.ts';
import { inlinePieces, type Node } from './markdown-inline.ts';
import type { Piece } from './pieces.ts';
import type { Range } from './token-ranges.ts';

/** A stretch of prose: a paragraph, a heading, a cell of a table, words that stand for an image or in HTML. */
export interface Block extends Range {
  readonly kind: 'paragraph' | 'heading' | 'cell' | 'image' | 'html';
  readonly pieces: readonly Piece[];
}

const blockKinds: ReadonlyMap<string, Block['kind']> = new Map([
  ['paragraph', 'paragraph'],
  ['setextHeadingText', 'paragraph'],
  ['atxHeadingText', 'heading'],
  ['tableContent', 'cell'],
]);

const extensions = [gfm(), frontmatter(['yaml', 'toml'])];

/** What a document holds, each in order. */
export interface Markdown {
  /** Its prose; what stands for images is not among it. */
  readonly prose: readonly Block[];
  /** The words that stand for images. */
  readonly images: readonly Block[];
  /** What references and footnotes are found by, as it stands there. */
  readonly names: readonly string[];
}

export function readMarkdown(text: string): Markdown {
  const prose: Block[] = [];
  const images: Block[] = [];
  const names: string[] = [];
  walk(treeOf(text), (node) => {
    const kind = blockKinds.get(node.type);
    if (kind !== undefined) {
      prose.push(blockOf(kind, node, text));
      images.push(...imagesIn(node, text));
    } else if (node.type === 'htmlFlow') {
      const lines = node.children.filter(({ type }) => type === 'htmlFlowData');
      prose.push(...htmlRuns(lines, text).map((run): Block => ({ kind: 'html', ...run })));
    } else if (node.type === 'definitionLabelString') names.push(text.slice(node.from, node.to));
    else if (node.type === 'gfmFootnoteDefinitionLabelString')
      names.push(`^${text.slice(node.from, node.to)}`);
    return kind === undefined && node.type !== 'tableDelimiterRow';
  });
  return { prose, images, names: [...new Set(names)] };
}

function imagesIn(prose: Node, text: string): Block[] {
  const images: Block[] = [];
  walk(prose, (node) => {
    const words = node.type === 'image' ? imageWords(node) : null;
    if (words) images.push(blockOf('image', words, text));
    return node.type !== 'image';
  });
  return images;
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

function blockOf(kind: Block['kind'], { from, to, children }: Node, text: string): Block {
  return { kind, from, to, pieces: inlinePieces(children, { from, to }, text) };
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
