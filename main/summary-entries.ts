/** What stands in the library as texts to be summarized. */
import type { Entry } from '../preload/contract.ts';
import type { SummarySource } from '../preload/summary.ts';
import type { Entries } from './entries.ts';
import { ParolaError } from './errors.ts';
import { sourceOfText } from './summary-files.ts';
import { sourceOfSegments, type TextToRead } from './summary-sources.ts';
import { partsOf } from './text-lines.ts';

export interface TextsToRead {
  readonly texts: readonly TextToRead[];
  /** One of them is, so what is made of it must be too. */
  readonly offTheRecord: boolean;
}

/**
 * The texts of entries, in the order given; those without words are left out.
 * @throws ParolaError job-unknown, request-invalid where it is a summary itself
 */
export function textsOfEntries(entries: Entries, ids: readonly string[]): TextsToRead {
  const found = [...new Set(ids)].map((id) => entries.get(id));
  const texts = found.map((entry) => ({
    title: entry.title,
    entry: entry.id,
    source: sourceOfEntry(entries, entry),
  }));
  return {
    texts: texts.filter(({ source }) => source.text.trim() !== ''),
    offTheRecord: found.some(({ offTheRecord }) => offTheRecord),
  };
}

function sourceOfEntry(entries: Entries, { id, kind, title }: Entry): SummarySource {
  switch (kind) {
    case 'dictation':
    case 'file':
    case 'watch': {
      const { language, segments } = entries.open(id).transcript;
      return { ...sourceOfSegments(segments), ...(isKnown(language) ? { language } : {}) };
    }
    case 'translation':
    case 'document': {
      const stored = entries.inTranslations(id, (translations) => translations.read(id));
      if (stored === null) return { text: '' };
      if (stored.document !== null) {
        const source = sourceOfText(title, stored.document);
        return { ...source, language: stored.to };
      }
      const parts = stored.lines.flatMap(partsOf);
      return { text: parts.map(({ target }) => target).join(''), language: stored.to };
    }
    case 'picture': {
      const stored = entries.inPictures(id, (pictures) => pictures.read(id));
      const said = stored?.altText ?? stored?.description?.caption ?? '';
      return {
        text: [said, stored?.description?.text ?? ''].filter((one) => one.trim() !== '').join('\n\n'),
      };
    }
    case 'summary':
      throw new ParolaError('request-invalid', 'it is a summary already; choose what it was made of');
  }
}

/** "und", of BCP 47, is a language that was not found. */
function isKnown(language: string): boolean {
  return language !== '' && language !== 'und';
}
