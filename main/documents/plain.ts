/**
 * Plain text, line by line. A line ends with LF or CRLF; other line ends (a lone CR, U+2028, a form feed)
 * are characters within it and stay where they are.
 */
import { type Translate, translateEach } from './translate-each.ts';

/** A line, or a piece of one that is very long. */
interface Piece {
  readonly text: string;
  readonly endsLine: boolean;
}

/** A longer line goes in pieces. */
const longestPiece = 20_000;
export const hasWords = /\p{L}/u;

/**
 * Exactly one line, ended by LF, for each line of `text`, the last included, whether it was ended or not;
 * nothing for nothing. What has no letters stays as it is, and so do the spaces around the words.
 */
export async function translatePlain(text: string, translate: Translate): Promise<string> {
  const written: string[] = [];
  await translateEach(
    piecesOf(text),
    (piece) => (hasWords.test(piece.text) ? piece.text : null),
    translate,
    ({ text: source, endsLine }, parts) => {
      const target = parts.length === 0 ? source : parts.map((part) => part.target).join('');
      written.push(target.replace(/\r?\n/g, ' '), endsLine ? '\n' : '');
    },
  );
  return written.join('');
}

/** The byte order mark is no part of the first line. */
function* piecesOf(text: string): Generator<Piece> {
  let at = 0;
  if (text.startsWith('\ufeff')) {
    yield { text: '\ufeff', endsLine: false };
    at = 1;
  }
  while (at < text.length) {
    const lineFeed = text.indexOf('\n', at);
    const end = lineFeed < 0 ? text.length : lineFeed;
    const line = text.slice(at, lineFeed > at && text[end - 1] === '\r' ? end - 1 : end);
    yield* cut(line);
    at = end + 1;
  }
}

/** In pieces that joined are the line, cut where a reader would pause. */
export function* cut(line: string): Generator<Piece> {
  let at = 0;
  while (line.length - at > longestPiece) {
    const length = pauseIn(line.slice(at, at + longestPiece));
    yield { text: line.slice(at, at + length), endsLine: false };
    at += length;
  }
  yield { text: line.slice(at), endsLine: true };
}

/** The best place to cut in the second half: behind a sentence, behind a word, between two characters. */
function pauseIn(text: string): number {
  const half = text.length / 2;
  for (const pause of [/[.!?]\s+|[。！？]/gu, /\s+/gu]) {
    let last = 0;
    for (const { index = 0, 0: mark } of text.matchAll(pause)) last = index + mark.length;
    if (last > half) return last;
  }
  return /[\ud800-\udbff]$/.test(text) ? text.length - 1 : text.length;
}
