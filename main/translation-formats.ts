/** A translation as a file: its text, JSON as the command line writes it, or the document in its own form. */
import path from 'node:path';
import type { CallResults, Entry, TranslationFormat } from '../preload/contract.ts';
import { ParolaError } from './errors.ts';
import type { StoredTranslation } from './library-translations.ts';
import { partsOf } from './text-lines.ts';

const mimeTypes: Readonly<Record<string, string>> = {
  '.md': 'text/markdown',
  '.srt': 'application/x-subrip',
  '.vtt': 'text/vtt',
};

/** @throws ParolaError request-invalid where it was no document, or the document is not there yet */
export function exportTranslation(
  entry: Entry,
  { to, lines, document }: StoredTranslation,
  format: TranslationFormat,
): CallResults['translation.export'] {
  const parts = lines.flatMap(partsOf);
  const extension = path.extname(entry.title);
  switch (format) {
    case 'text':
      return {
        name: `${baseName(entry)}.${to}.txt`,
        mimeType: 'text/plain',
        text: parts.map(({ target }) => target).join(''),
      };
    case 'json':
      return {
        name: `${baseName(entry)}.${to}.json`,
        mimeType: 'application/json',
        text: `[\n${parts.map((part) => JSON.stringify(part)).join(',\n')}\n]\n`,
      };
    case 'document':
      if (document === null) throw new ParolaError('request-invalid', 'there is no translated document');
      return {
        name: `${baseName(entry)}.${to}${extension}`,
        mimeType: mimeTypes[extension.toLowerCase()] ?? 'text/plain',
        text: document,
      };
  }
}

/** `talk.srt` → `talk`; a text is called by its time. */
function baseName({ title, createdAt }: Entry): string {
  const named = path.basename(title, path.extname(title)).replace(/[\\/:*?"<>|]/g, '-');
  if (named !== '') return named;
  return `translation ${new Date(createdAt).toISOString().slice(0, 16).replace('T', ' ').replace(':', '.')}`;
}
