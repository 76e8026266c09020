/** The words of a cue in pieces, one utterance after the other: speakers, brackets and tags are no words. */
import { decodeString } from 'micromark-util-decode-string';
import { type PieceOrTag, pairTags } from './html-tags.ts';
import { type Peeled, peel } from './pieces.ts';

/** What one speaker says in a cue. */
export interface Utterance extends Peeled {
  /** The line end before it, if it is not the cue's first. */
  readonly separator: string;
  /** It begins with the dash of a speaker, a name, a note or a bracket: it goes on with nothing before. */
  readonly isStart: boolean;
  /** Nothing goes on with it. */
  readonly isEnd: boolean;
  /** Who WebVTT says is speaking. */
  readonly voice: string | undefined;
}

/** Tags; settings as in {\an8}; notes of music; WebVTT's escapes. */
const signs =
  /<\/?[A-Za-z0-9][^<>\n]*>|\{\\[^{}\n]*\}|[♪♫♬♩]+|&(?:amp|lt|gt|nbsp|lrm|rlm|quot|#\d{1,7}|#x[\da-f]{1,6});|\r\n|[\r\n]/giu;
const dash = /^((?:<[^<>\n]*>|\{\\[^{}\n]*\}|\s)*[-–—‐]+)\s*(?=\S)/u;
const lineEnd = /(\r\n|\n|\r)/;

/** @param isEscaped `&amp;` means `&` */
export function utterancesOf(text: string, isEscaped: boolean): Utterance[] {
  const utterances: Utterance[] = [];
  for (const { separator, lines } of turns(text)) {
    const raw = lines.join('');
    const mark = dash.exec(raw)?.[0] ?? '';
    const pieces = pairTags(
      [...(mark === '' ? [] : tagsOf(mark)), ...signsOf(raw.slice(mark.length), isEscaped)],
      0,
    );
    const peeled = peel(pieces);
    const words = peeled.pieces.map((piece) => piece.raw).join('');
    const isSet = /^[[(].*[\])]$/s.test(words) || /[♪♫♬♩]/u.test(raw);
    utterances.push({
      ...peeled,
      separator,
      isStart: mark !== '' || isSet,
      isEnd: isSet,
      voice: /<v[ .][^>]*>/.exec(raw)?.[0],
    });
  }
  return utterances;
}

/** Lines and their ends, one after the other; a line with a speaker's dash, or behind a blank one, begins a turn. */
function turns(text: string): { separator: string; lines: string[] }[] {
  const found: { separator: string; lines: string[] }[] = [];
  const parts = text.split(lineEnd);
  let blank = '';
  for (let at = 0; at < parts.length; at += 2) {
    const line = parts[at] ?? '';
    const separator = blank + (parts[at - 1] ?? '');
    const last = found.at(-1);
    const isApart = blank !== '';
    blank = line.trim() === '' ? separator + line : '';
    if (blank !== '') continue;
    if (last === undefined || isApart || dash.test(line)) found.push({ separator, lines: [line] });
    else last.lines.push(separator, line);
  }
  return found;
}

function tagsOf(mark: string): PieceOrTag[] {
  return [{ kind: 'point', raw: mark }];
}

function signsOf(text: string, isEscaped: boolean): PieceOrTag[] {
  const items: PieceOrTag[] = [];
  let at = 0;
  const addText = (to: number) => {
    const raw = text.slice(at, to);
    if (raw !== '') items.push({ kind: 'text', raw, text: raw });
  };
  for (const { index = 0, 0: raw } of text.matchAll(signs)) {
    const item = signOf(raw, isEscaped);
    if (item === null) continue;
    addText(index);
    items.push(item);
    at = index + raw.length;
  }
  addText(text.length);
  return items;
}

function signOf(raw: string, isEscaped: boolean): PieceOrTag | null {
  if (raw.startsWith('<')) return { kind: 'tag', raw };
  if (/^[\r\n]/.test(raw)) return { kind: 'soft', raw };
  if (raw.startsWith('&')) return isEscaped ? { kind: 'text', raw, text: decodeString(raw) } : null;
  return { kind: 'point', raw };
}
