/** Words that cannot be taken apart, and go over whole: `code`s, H<sub>2</sub>O, un*believ*able. */
import { type Piece, rawOf } from './pieces.ts';

/** The letters that a text begins, or ends, with. */
const firstLetters = /^[\p{L}\p{M}\p{N}]+/u;
const lastLetters = /[\p{L}\p{M}\p{N}]+$/u;

/**
 * What is set around things that are carried over is carried over with them; and letters that touch
 * something carried, or something that begins or ends within a word, go with it.
 */
export function mergeCarried(pieces: readonly Piece[]): Piece[] {
  const merged: Piece[] = [];
  const opened: number[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === 'open') opened.push(merged.length);
    merged.push(piece);
    if (piece.kind !== 'close') continue;
    const from = opened.pop() ?? 0;
    const inside = merged.slice(from + 1, -1);
    const isFigure = inside.every((one) => one.kind !== 'word' || one.isFigure === true);
    const isCarried = isAllCarried(inside);
    if (!isCarried && !isInWord(merged[from - 1], inside, pieces[index + 1])) continue;
    const raw = rawOf(merged.slice(from));
    merged.splice(from, merged.length, { kind: 'word', raw, isFigure: isCarried && isFigure });
  }
  return withLetters(merged);
}

function isAllCarried(inside: readonly Piece[]): boolean {
  if (!inside.some(({ kind }) => kind === 'word')) return false;
  return inside.every(
    (one) => one.kind === 'word' || (one.kind === 'text' && !/[\p{L}\p{N}]/u.test(one.text)),
  );
}

/** Is it one word, or a part of one, with more letters before or after? */
function isInWord(before: Piece | undefined, inside: readonly Piece[], after: Piece | undefined): boolean {
  const text = inside.map((one) => (one.kind === 'text' ? one.text : ' ')).join('');
  if (/\s/.test(text)) return false;
  const isBegun = before?.kind === 'text' && lastLetters.test(before.text) && firstLetters.test(text);
  const goesOn = after?.kind === 'text' && firstLetters.test(after.text) && lastLetters.test(text);
  return isBegun || goesOn;
}

/** Letters that touch what is carried go over with it. */
function withLetters(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (piece.kind === 'word' && last?.kind === 'text' && last.text === last.raw) {
      const letters = lastLetters.exec(last.raw)?.[0] ?? '';
      const rest = last.raw.slice(0, last.raw.length - letters.length);
      if (letters === '') result.push(piece);
      else result.splice(-1, 1, ...textOf(rest), { ...piece, raw: letters + piece.raw });
    } else if (piece.kind === 'text' && piece.text === piece.raw && last?.kind === 'word') {
      const letters = firstLetters.exec(piece.raw)?.[0] ?? '';
      if (letters !== '') result[result.length - 1] = { ...last, raw: last.raw + letters };
      result.push(...textOf(piece.raw.slice(letters.length)));
    } else result.push(piece);
  }
  return result;
}

function textOf(raw: string): Piece[] {
  return raw === '' ? [] : [{ kind: 'text', raw, text: raw }];
}
