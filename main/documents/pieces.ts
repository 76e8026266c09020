/**
 * A stretch of a document in pieces: words to translate, and what is set among them and stays as it is.
 * The `raw`s of all joined are the stretch, byte for byte.
 */

export type Piece =
  /** Words, and how they are spelled where that differs: `&amp;` is read as `&`. */
  | { readonly kind: 'text'; readonly raw: string; readonly text: string }
  /**
   * Begin and end of what is set around words, such as emphasis or a link; nested as brackets are.
   * `isNeeded`: it says more than how its words look, so it must not be lost. `label`: its words are also
   * its name, and where they change, the name is to be added.
   */
  | {
      readonly kind: 'open';
      readonly raw: string;
      readonly span: number;
      readonly isNeeded: boolean;
      readonly label?: string;
    }
  | { readonly kind: 'close'; readonly raw: string; readonly span: number }
  /** What stands for a word and is carried over: code, an address. A figure can also stand beside words. */
  | { readonly kind: 'word'; readonly raw: string; readonly isFigure?: boolean }
  /** What has no place among the words but stands between two letters: a footnote's mark. */
  | { readonly kind: 'point'; readonly raw: string }
  /** A line end that reads as a space. */
  | { readonly kind: 'soft'; readonly raw: string }
  /** A line end that separates. */
  | { readonly kind: 'hard'; readonly raw: string };

/** What stays at the beginning, the pieces with the words, and what stays at the end. */
export interface Peeled {
  readonly before: readonly Piece[];
  readonly pieces: readonly Piece[];
  readonly after: readonly Piece[];
}

/** Takes away from both ends what holds no words and is set around all of them. */
export function peel(all: readonly Piece[]): Peeled {
  const pieces = all.flatMap(withoutSpaces);
  let from = 0;
  let to = pieces.length;
  for (;;) {
    const first = pieces[from];
    const last = pieces[to - 1];
    if (from >= to || first === undefined || last === undefined) break;
    if (isBare(first)) from++;
    else if (isBare(last)) to--;
    else if (first.kind === 'open' && last.kind === 'close' && first.span === last.span) {
      from++;
      to--;
    } else break;
  }
  return {
    before: pieces.slice(0, from),
    pieces: pieces.slice(from, to),
    after: pieces.slice(to),
  };
}

/** Spaces at the ends of a text are a piece of their own. */
function withoutSpaces(piece: Piece): Piece[] {
  if (piece.kind !== 'text' || piece.text !== piece.raw) return [piece];
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/su.exec(piece.raw) ?? [];
  return [before, words, after].flatMap((raw) => (raw === '' ? [] : [{ kind: 'text', raw, text: raw }]));
}

/** Does it hold no word and stand alone? */
function isBare(piece: Piece): boolean {
  switch (piece.kind) {
    case 'point':
    case 'soft':
    case 'hard':
      return true;
    case 'text':
      return piece.text.trim() === '';
    case 'word':
      return piece.isFigure === true;
    case 'open':
    case 'close':
      return false;
  }
}

/** Whether there is anything to translate. */
export function hasWords(pieces: readonly Piece[]): boolean {
  return pieces.some((piece) => piece.kind === 'text' && /\p{L}/u.test(piece.text));
}

export function rawOf(pieces: readonly Piece[]): string {
  return pieces.map(({ raw }) => raw).join('');
}

export function isLineEnd({ kind }: Piece): boolean {
  return kind === 'soft' || kind === 'hard';
}

/** All that is neither words nor a line end. */
export function marksOf(pieces: readonly Piece[]): string[] {
  return pieces.filter((piece) => piece.kind !== 'text' && !isLineEnd(piece)).map(({ raw }) => raw);
}
