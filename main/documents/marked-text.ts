/**
 * Pieces of a document → one text that a model reads as a person would, and what has to be set into its
 * translation. What stands for a word (code, an address) becomes a name such as X1, which translation
 * models carry over and build their grammar around.
 */
import { marksOf, type Piece, rawOf } from './pieces.ts';
import type { Range } from './token-ranges.ts';

/** What is set around words. */
export interface Span extends Range {
  readonly open: string;
  readonly close: string;
  readonly isNeeded: boolean;
  /** Its words, where they are also its name. */
  readonly label: string | undefined;
  /** The whole of it as it stood, and the marks in that. */
  readonly raw: string;
  readonly marks: readonly string[];
  readonly children: readonly Child[];
}

/** What stands between two letters. */
export interface Point {
  readonly at: number;
  readonly raw: string;
  readonly marks: readonly string[];
}

export type Child = Span | Point;

/** What takes the place of a stretch of the text. */
export interface Replacement extends Range {
  readonly kind: 'word' | 'soft' | 'hard';
  readonly raw: string;
  /** What the model reads there. */
  readonly shown: string;
}

export interface MarkedText {
  readonly text: string;
  readonly children: readonly Child[];
  readonly replacements: readonly Replacement[];
  /** How each character that can be spelled in more than one way was spelled, each time it came. */
  readonly spellings: ReadonlyMap<string, readonly string[]>;
}

interface OpenSpan {
  readonly from: number;
  readonly piece: Extract<Piece, { kind: 'open' }>;
  readonly children: Child[];
  readonly firstPiece: number;
}

/**
 * @param special characters whose spelling is to be remembered also where they were written plainly
 * @param begin the places are those of a longer text, in which this one begins here
 */
export function markText(pieces: readonly Piece[], special: RegExp, begin = 0): MarkedText {
  const letter = unusedLetter(pieces);
  const top: Child[] = [];
  const stack: OpenSpan[] = [];
  const replacements: Replacement[] = [];
  let text = '';
  const replace = (kind: Replacement['kind'], raw: string, shown: string) => {
    replacements.push({
      kind,
      raw,
      shown,
      from: begin + text.length,
      to: begin + text.length + shown.length,
    });
    text += shown;
  };
  let words = 0;
  for (const [index, piece] of pieces.entries()) {
    const children = stack.at(-1)?.children ?? top;
    switch (piece.kind) {
      case 'text':
        text += piece.text;
        break;
      case 'word':
        replace('word', piece.raw, `${letter}${++words}`);
        break;
      case 'soft':
        replace('soft', piece.raw, ' ');
        break;
      case 'hard':
        replace('hard', piece.raw, '\n');
        break;
      case 'point':
        children.push({ at: begin + text.length, raw: piece.raw, marks: [piece.raw] });
        break;
      case 'open':
        stack.push({ from: begin + text.length, piece, children: [], firstPiece: index });
        break;
      case 'close': {
        const opened = stack.pop();
        if (opened)
          (stack.at(-1)?.children ?? top).push(closed(opened, piece.raw, begin + text.length, pieces, index));
        break;
      }
    }
  }
  return { text, children: top, replacements, spellings: spellingsOf(pieces, special) };
}

function closed(
  { from, piece, children, firstPiece }: OpenSpan,
  close: string,
  to: number,
  pieces: readonly Piece[],
  lastPiece: number,
): Child {
  const all = pieces.slice(firstPiece, lastPiece + 1);
  const raw = rawOf(all);
  const marks = marksOf(all);
  // Around nothing it is a point like others.
  if (from === to) return { at: from, raw, marks };
  const { raw: open, isNeeded, label } = piece;
  return { from, to, open, close, isNeeded, label, raw, marks, children };
}

/** The spellings of each character that is special, or was not written plainly everywhere. */
function spellingsOf(pieces: readonly Piece[], special: RegExp): Map<string, string[]> {
  const texts = pieces.filter((piece) => piece.kind === 'text');
  const spellings = new Map<string, string[]>();
  for (const { text, raw } of texts) if (text !== raw) spellings.set(text, []);
  for (const { text, raw } of texts) {
    if (text !== raw) spellings.get(text)?.push(raw);
    else for (const character of text) addSpelling(spellings, character, special);
  }
  return spellings;
}

function addSpelling(spellings: Map<string, string[]>, character: string, special: RegExp): void {
  const known = spellings.get(character);
  if (known) known.push(character);
  else if (special.test(character)) spellings.set(character, [character]);
}

/** One that stands before no digit in the text, so that no name is mistaken. */
function unusedLetter(pieces: readonly Piece[]): string {
  const text = pieces.map((piece) => (piece.kind === 'text' ? piece.text : '')).join('');
  const letters = ['X', 'Q', 'Z', 'K', 'V', 'W', 'J', 'Y', 'H', 'XZ'];
  return letters.find((letter) => !new RegExp(`${letter}\\d`, 'iu').test(text)) ?? 'XQZ';
}
