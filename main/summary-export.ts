/** A summary of the library as a file. */
import type { CallInput, CallResults, Entry } from '../preload/contract.ts';
import { ParolaError } from './errors.ts';
import { entryFileName } from './history.ts';
import type { StoredSummary } from './library-summaries.ts';
import {
  shownPoints,
  summaryAsJson,
  summaryAsMarkdown,
  summaryAsText,
  summaryFacts,
  summaryRecord,
} from './summary-formats.ts';

/** @throws ParolaError request-invalid where there is no digest yet */
export function exportSummary(
  entry: Entry,
  { text, texts, digest }: StoredSummary,
  { format, length, clean }: Omit<CallInput<'summary.export'>, 'id'>,
): CallResults['summary.export'] {
  if (digest === null) throw new ParolaError('request-invalid', 'it has not been summarized yet');
  const summary = {
    points: shownPoints(digest, length, clean),
    textNames: texts.map(({ title }, number) => (title === '' ? `text ${number + 1}` : title)),
  };
  const named = texts.map(({ title, startCharacter, endCharacter }) => ({
    file: title === '' ? null : title,
    text: text.slice(startCharacter, endCharacter),
  }));
  const writers = {
    text: () => summaryAsText(summary),
    markdown: () => summaryAsMarkdown(summary),
    json: () => summaryAsJson([summaryRecord(digest, length, named, clean)]),
  };
  const { extension, mimeType } = summaryFacts[format];
  const kind = entry.title === '' ? '' : '.summary';
  return { name: `${entryFileName(entry)}${kind}.${extension}`, mimeType, text: writers[format]() };
}
