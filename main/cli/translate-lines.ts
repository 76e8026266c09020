/**
 * Text line by line: as it comes from a pipe or out of a file, and through the translator, each line
 * told as soon as it and all before it are there.
 */
import type { SentenceTranslation } from '../../preload/translation.ts';
import { encodingOf } from '../documents/documents.ts';
import { cut, hasWords } from '../documents/plain.ts';
import { ParolaError } from '../errors.ts';

/** Translates texts; tells each, in order, with its number. */
export type TranslateTexts = (
  texts: readonly string[],
  onTranslated: (text: number, parts: readonly SentenceTranslation[]) => void,
) => Promise<unknown>;

/** How much text is handed over at a time: enough to keep two processes busy, and little beside their models. */
const charactersAtATime = 60_000;

/**
 * A text's lines without their ends (LF or CRLF), some at a time; what follows the last end is a line too,
 * unless it is nothing.
 */
export function* linesOf(text: string): Generator<string[]> {
  let lines: string[] = [];
  let characters = 0;
  for (let at = 0; at < text.length; ) {
    const lineFeed = text.indexOf('\n', at);
    const line = lineFeed < 0 ? text.slice(at) : text.slice(at, lineFeed);
    lines.push(lineFeed < 0 ? line : line.replace(/\r$/, ''));
    characters += line.length + 1;
    at = lineFeed < 0 ? text.length : lineFeed + 1;
    if (characters < charactersAtATime) continue;
    yield lines;
    lines = [];
    characters = 0;
  }
  if (lines.length > 0) yield lines;
}

/**
 * The lines of a stream of UTF-8 (or UTF-16 with its mark), those that are whole as soon as they have come.
 * @throws ParolaError text-unreadable
 */
export async function* linesFrom(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string[]> {
  let decoder: TextDecoder | null = null;
  let first: Uint8Array = new Uint8Array();
  let rest = '';
  for await (const bytes of stream) {
    let piece = bytes;
    if (decoder === null) {
      piece = first.length === 0 ? bytes : Buffer.concat([first, bytes]);
      first = piece;
      // The first two bytes say which encoding it is.
      if (piece.length < 2) continue;
      decoder = decoderFor(piece);
    }
    const text = rest + decodeStrictly(decoder, piece, true);
    const end = text.lastIndexOf('\n') + 1;
    rest = text.slice(end);
    yield* linesOf(text.slice(0, end));
  }
  const last = decoder === null ? decodeStrictly(decoderFor(first), first, false) : finish(decoder);
  yield* linesOf(rest + last);
}

function decoderFor(bytes: Uint8Array): TextDecoder {
  return new TextDecoder(encodingOf(bytes), { fatal: true, ignoreBOM: true });
}

function finish(decoder: TextDecoder): string {
  return decodeStrictly(decoder, new Uint8Array(), false);
}

function decodeStrictly(decoder: TextDecoder, bytes: Uint8Array, stream: boolean): string {
  let text: string | null = null;
  try {
    text = decoder.decode(bytes, { stream });
  } catch {
    // Said below, for what is no text in either way.
  }
  if (text === null || text.includes('\0')) {
    throw new ParolaError(
      'text-unreadable',
      'it is not text in UTF-8 or UTF-16; save it as UTF-8 and try again',
    );
  }
  return text;
}

/**
 * Translates each of `lines` and hands it, with its parts, to `use`, in order. A line without words is not
 * translated and has no parts; the sources of the others' joined are the line.
 */
export async function translateLines(
  lines: readonly string[],
  translate: TranslateTexts,
  use: (line: string, parts: readonly SentenceTranslation[]) => void,
): Promise<void> {
  const texts: { readonly line: number; readonly text: string }[] = [];
  const waiting = lines.map((line, index) => {
    if (!hasWords.test(line)) return 0;
    const pieces = [...cut(line)];
    for (const { text } of pieces) texts.push({ line: index, text });
    return pieces.length;
  });
  const parts = lines.map((): SentenceTranslation[] => []);
  let next = 0;
  const tell = () => {
    for (; next < lines.length && waiting[next] === 0; next++) {
      use(lines[next] ?? '', parts[next] ?? []);
      parts[next] = [];
    }
  };
  tell();
  if (texts.length === 0) return;
  await translate(
    texts.map(({ text }) => text),
    (index, translated) => {
      const line = texts[index]?.line ?? 0;
      parts[line]?.push(...translated);
      waiting[line] = (waiting[line] ?? 1) - 1;
      tell();
    },
  );
}

/** The translation of a line: never two lines. */
export function targetOf(line: string, parts: readonly SentenceTranslation[]): string {
  if (parts.length === 0) return line;
  return parts
    .map(({ target }) => target)
    .join('')
    .replace(/\r?\n/g, ' ');
}
