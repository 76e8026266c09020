/** A dropped document, translated into a document of its own kind. */
import { readFile } from 'node:fs/promises';
import type { SentenceTranslation } from '../preload/translation.ts';
import { documentKind, readText, translateDocument } from './documents/documents.ts';
import type { Entries } from './entries.ts';
import { ParolaError } from './errors.ts';
import type { Inference } from './inference.ts';
import type { TextLine, TranslationFacts } from './library-translations.ts';
import { shortened } from './text-lines.ts';
import { translateTexts } from './translate-texts.ts';
import type { TranslationPlan } from './translation-plan.ts';

export interface DocumentContext {
  readonly entries: Entries;
  readonly inference: Pick<Inference, 'translate'>;
  /** @throws ParolaError language-unclear, language-unsupported, model-missing, request-invalid */
  readonly plan: (text: string, from: string | null, to: string) => Promise<TranslationPlan>;
}

/** Some seven novels. Each sentence is in memory with its words, their figures and what belongs to what. */
export const maxDocumentBytes = 4 * 2 ** 20;

/** What is known of a document before it is looked into. @param from null where it is to be found */
export function factsBefore(from: string | null, to: string): TranslationFacts {
  return { from: from ?? '', to, detected: from === null, models: [], madeWith: '' };
}

/**
 * Translates the file at `path`, from and to what its entry says; when this returns, the result is stored.
 * @param onProgress 0–1
 * @returns the language it is in, BCP 47
 * @throws ParolaError text-unreadable, data-malformed, file-not-found; as the plan and the engine; disk-full
 */
export async function translateDocumentFile(
  { entries, inference, plan }: DocumentContext,
  id: string,
  path: string,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (share: number) => void },
): Promise<{ language: string }> {
  const asked = entries.inTranslations(id, (translations) => translations.read(id));
  if (asked === null) throw new ParolaError('job-unknown', 'it is not in the library any more');
  const bytes = await readFile(path).catch((error: Error) => {
    throw new ParolaError('file-not-found', 'the document is not there any more', error.message);
  });
  const text = readText(bytes);
  const { models, options, facts } = await plan(text, asked.detected ? null : asked.from, asked.to);
  const parts: (readonly SentenceTranslation[])[] = [];
  let before = 0;
  const translate = async (texts: readonly string[]): Promise<SentenceTranslation[][]> => {
    const share = texts.reduce((sum, { length }) => sum + length, 0) / Math.max(1, text.length);
    const results = await translateTexts(inference, models, texts, options, {
      signal,
      onProgress: (done) => onProgress(Math.min(1, before + done * share)),
    });
    before += share;
    parts.push(...results);
    return results;
  };
  const kind = documentKind(entries.get(id).title);
  const { from, to } = facts;
  const document = await translateDocument({ kind, text, from, to }, translate);
  if (signal.aborted) throw new ParolaError('cancelled', 'stopped');
  entries.inTranslations(id, (translations) => {
    translations.writeLines(id, 0, asked.lines.length, parts.map(asLine));
    translations.describe(id, facts);
    translations.keepDocument(id, document);
  });
  return { language: from };
}

/** What was translated stands in the library line by line, without what stands around it in the document. */
function asLine(parts: readonly SentenceTranslation[]): TextLine {
  const text = parts.map(({ source }) => source).join('');
  if (text.endsWith('\n')) return { text, parts: parts.map(shortened) };
  const end = {
    source: '\n',
    target: '\n',
    score: 0,
    sourceTokens: [],
    tokens: [],
    alternatives: [],
    alignment: [],
  };
  return { text: `${text}\n`, parts: [...parts.map(shortened), end] };
}
