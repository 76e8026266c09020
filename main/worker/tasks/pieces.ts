/**
 * Token ids → text, and which tokens make which word. Llama's pieces: `▁` stands for a space, so a
 * piece that begins with it begins a word; bytes that make no piece come as `<0xNN>`.
 */
import { ParolaError } from '../../errors.ts';

/** The piece of every id; undefined for ids that stand for no text. */
export type Pieces = readonly (string | undefined)[];

/** A run of tokens that make one word, its punctuation included. */
export interface TokenRun {
  readonly text: string;
  /** Places of its tokens in the hypothesis: [`from`, `to`). */
  readonly from: number;
  readonly to: number;
  /** Place after its last token that is more than punctuation. */
  readonly spokenTo: number;
}

/**
 * Reads a `tokenizer.json` (the format of Hugging Face's tokenizers).
 * @throws ParolaError `model-corrupt` when it holds no vocabulary
 */
export function readPieces(json: Uint8Array): Pieces {
  const parsed = JSON.parse(new TextDecoder().decode(json)) as {
    model?: { vocab?: Record<string, number> };
    added_tokens?: { id: number; special?: boolean }[];
  };
  const vocabulary = parsed.model?.vocab;
  if (vocabulary === undefined || typeof vocabulary !== 'object') {
    throw new ParolaError('model-corrupt', 'The tokenizer holds no vocabulary; install the model again');
  }
  const pieces: (string | undefined)[] = [];
  for (const [piece, id] of Object.entries(vocabulary)) pieces[id] = piece;
  for (const token of parsed.added_tokens ?? []) if (token.special === true) pieces[token.id] = undefined;
  return pieces;
}

/**
 * Groups tokens into words; punctuation belongs to the word that it follows, or opens. The runs lie
 * end to end, so that the ids of the first words are a prefix of `ids`; none where no word is.
 */
export function wordRuns(pieces: Pieces, ids: readonly number[]): TokenRun[] {
  const runs: TokenRun[] = [];
  let from = 0;
  for (let to = 1; to <= ids.length; to++) {
    if (to < ids.length && !beginsWord(pieces, ids[to] as number)) continue;
    const text = textOf(pieces, ids.slice(from, to));
    const previous = runs.at(-1);
    if (isSpoken(text)) runs.push({ text, from, to, spokenTo: spokenEnd(pieces, ids, from, to) });
    else if (previous !== undefined) runs[runs.length - 1] = { ...previous, text: previous.text + text, to };
    else continue;
    from = to;
  }
  return runs;
}

/** True for a piece that a space comes before. */
export function beginsWord(pieces: Pieces, id: number): boolean {
  return pieces[id]?.startsWith('▁') === true;
}

function spokenEnd(pieces: Pieces, ids: readonly number[], from: number, to: number): number {
  let end = to;
  while (end > from + 1 && !isSpoken(pieces[ids[end - 1] as number] ?? '')) end--;
  return end;
}

/** More than punctuation; byte pieces spell letters mostly. */
function isSpoken(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

/** The text that `ids` spell, without spaces around it. */
function textOf(pieces: Pieces, ids: readonly number[]): string {
  const encoder = new TextEncoder();
  const bytes: number[] = [];
  for (const id of ids) {
    const piece = pieces[id];
    if (piece === undefined) continue;
    const byte = /^<0x([0-9A-F]{2})>$/.exec(piece)?.[1];
    if (byte !== undefined) bytes.push(Number.parseInt(byte, 16));
    else bytes.push(...encoder.encode(piece.replaceAll('▁', ' ')));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes)).replace(/\s+/g, ' ').trim();
}
