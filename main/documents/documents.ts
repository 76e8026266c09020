/**
 * Documents in one language → the same documents in another: what stands around the words stays byte for
 * byte. Nothing is computed here: the words go to whoever can translate.
 */
import path from 'node:path';
import { ParolaError } from '../errors.ts';
import { translateMarkdown } from './markdown.ts';
import { translatePlain } from './plain.ts';
import { translateSubtitles } from './subtitles.ts';
import type { Translate } from './translate-each.ts';

export type DocumentKind = 'plain' | 'markdown' | 'srt' | 'vtt';

const kinds: ReadonlyMap<string, DocumentKind> = new Map([
  ['.md', 'markdown'],
  ['.markdown', 'markdown'],
  ['.mdown', 'markdown'],
  ['.mkd', 'markdown'],
  ['.srt', 'srt'],
  ['.vtt', 'vtt'],
]);

/** How a file of this name is taken apart; what is not known is plain text. */
export function documentKind(name: string): DocumentKind {
  return kinds.get(path.extname(name).toLowerCase()) ?? 'plain';
}

/**
 * The text of a file in UTF-8, or in UTF-16 with its byte order mark. The mark stays as the text's first
 * character, so that a file that had one has it again.
 * @throws ParolaError `text-unreadable`: another encoding, or no text at all
 */
export function readText(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ParolaError(
      'text-unreadable',
      `it is not text in ${encoding === 'utf-8' ? 'UTF-8 or UTF-16' : 'UTF-16'}; save it as UTF-8 and try again`,
    );
  }
  if (text.includes('\0')) {
    throw new ParolaError(
      'text-unreadable',
      'it holds bytes that no text has; give a text, Markdown or subtitle file saved as UTF-8',
    );
  }
  return text;
}

/** The encoding that a text's first two bytes tell of. */
export function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return 'utf-8';
}

/** A document's text and the languages, BCP 47, that it is in and is to be in. */
export interface TranslatableDocument {
  readonly kind: DocumentKind;
  readonly text: string;
  readonly from: string;
  readonly to: string;
}

/**
 * The document in the other language. Plain text: exactly one line, ended by LF, for each line of the text.
 * @param translate one call with many texts; each answer's sources joined are the text
 * @throws ParolaError `data-malformed` naming the line, where subtitles cannot be taken apart; what
 * `translate` throws
 */
export async function translateDocument(
  { kind, text, to }: TranslatableDocument,
  translate: Translate,
): Promise<string> {
  switch (kind) {
    case 'markdown':
      return translateMarkdown(text, translate);
    case 'srt':
    case 'vtt':
      return translateSubtitles(text, kind, to, translate);
    case 'plain':
      return translatePlain(text, translate);
  }
}
