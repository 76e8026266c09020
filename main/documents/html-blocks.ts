/** A block of HTML in Markdown → the words between its tags, which a reader sees like any others. */
import { decodeString } from 'micromark-util-decode-string';
import { mergeCarried } from './carried-words.ts';
import { type PieceOrTag, pairTags } from './html-tags.ts';
import type { Piece } from './pieces.ts';
import type { Range } from './token-ranges.ts';

/** What holds no prose, or more than lines and tags can tell. */
const closed = /<(?:!|\?|script|style|pre|textarea|svg|math|code|iframe)/i;
/** Tags that stand among the words of a sentence; all others end it. */
const inline =
  /^<\/?(?:a|abbr|b|bdi|bdo|br|cite|del|em|font|i|img|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup|tt|u|var|wbr)\b/i;
const signs = /<[^<>\n]*>|&(?:[a-z][a-z0-9]{1,30}|#\d{1,7}|#x[\da-f]{1,6});/gi;

/** A stretch of words and the inline tags among them. */
export interface HtmlRun extends Range {
  readonly pieces: readonly Piece[];
}

/**
 * @param lines where the block's lines stand in `text`, without what containers, such as a quotation, begin
 * them with
 */
export function htmlRuns(lines: readonly Range[], text: string): HtmlRun[] {
  const isSimple = lines.every(({ from, to }) => {
    const line = text.slice(from, to);
    return !closed.test(line) && !/[<>]/.test(line.replace(/<[^<>]*>/g, ''));
  });
  if (!isSimple) return [];
  const runs: { from: number; to: number; items: PieceOrTag[] }[] = [];
  let run: (typeof runs)[number] | null = null;
  let at = lines[0]?.from ?? 0;
  for (const line of lines) {
    const items: PieceOrTag[] = line.from > at ? [{ kind: 'soft', raw: text.slice(at, line.from) }] : [];
    items.push(...itemsOf(text.slice(line.from, line.to)));
    for (const item of items) {
      const to = at + item.raw.length;
      const isBetween = item.kind === 'tag' && !inline.test(item.raw);
      if (isBetween) run = null;
      else if (run === null) {
        run = { from: at, to, items: [item] };
        runs.push(run);
      } else {
        run.items.push(item);
        run.to = to;
      }
      at = to;
    }
  }
  return runs.map(({ from, to, items }) => ({ from, to, pieces: mergeCarried(pairTags(items, 0)) }));
}

function itemsOf(line: string): PieceOrTag[] {
  const items: PieceOrTag[] = [];
  let at = 0;
  const addText = (to: number) => {
    const raw = line.slice(at, to);
    if (raw !== '') items.push({ kind: 'text', raw, text: raw });
  };
  for (const { index = 0, 0: raw } of line.matchAll(signs)) {
    addText(index);
    items.push(raw.startsWith('<') ? { kind: 'tag', raw } : reference(raw));
    at = index + raw.length;
  }
  addText(line.length);
  return items;
}

function reference(raw: string): PieceOrTag {
  const text = decodeString(raw);
  return [...text].length === 1 && !/[\r\n]/.test(text) ? { kind: 'text', raw, text } : { kind: 'word', raw };
}
