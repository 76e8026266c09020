/**
 * What stands in the translator: the text, what it is translated into so far, and what went wrong with it.
 * Pure. While a newer text is being translated the older translation stays, and gives way part by part.
 */
import type { Translation } from '../preload/contract.ts';
import type { ErrorData } from '../preload/error-data.ts';
import type { SentenceTranslation } from '../preload/translation.ts';
import type { DocumentView } from './translator-documents.ts';

export interface Translator {
  readonly text: string;
  /** Counts every time that something other than typing set the text: the field then takes it over. */
  readonly given: number;
  /** The entry of the library that it is; null before its first translation. */
  readonly entry: string | null;
  /** Whether that entry is off the record, which is settled when it is made. */
  readonly offTheRecord: boolean;
  readonly phase: 'idle' | 'waiting' | 'running';
  /** How much of the text has been translated in the run under way, 0–1. */
  readonly share: number;
  /** The last answer, but for its parts. */
  readonly about: Omit<Translation, 'parts'> | null;
  /** The last answer's parts, or those that have come of the run under way and after them the rest of the old. */
  readonly parts: readonly SentenceTranslation[];
  readonly error: ErrorData | null;
  /** Why the user's terms did not count in the last answer. */
  readonly glossaryError: ErrorData | null;
  readonly documents: readonly DocumentView[];
}

export type TranslatorChange =
  /** A text that was emptied by hand is a new one, with an entry of its own. */
  | { readonly kind: 'typed'; readonly text: string }
  | { readonly kind: 'given'; readonly text: string }
  /** `offTheRecord` counts where the run makes the entry. */
  | { readonly kind: 'running'; readonly offTheRecord: boolean }
  /** Null: it was deleted in the library. */
  | { readonly kind: 'named'; readonly entry: string | null }
  | { readonly kind: 'arrived'; readonly index: number; readonly parts: readonly SentenceTranslation[] }
  | {
      readonly kind: 'translated';
      readonly entry: string;
      readonly translation: Translation;
      readonly glossaryError: ErrorData | null;
    }
  | { readonly kind: 'chosen'; readonly index: number; readonly part: SentenceTranslation }
  | { readonly kind: 'failed'; readonly error: ErrorData | null }
  /** The languages changed: what there is does not fit them any more. */
  | { readonly kind: 'languages' }
  | { readonly kind: 'documents'; readonly documents: readonly DocumentView[] };

export const blankTranslator: Translator = {
  text: '',
  given: 0,
  entry: null,
  offTheRecord: false,
  phase: 'idle',
  share: 0,
  about: null,
  parts: [],
  error: null,
  glossaryError: null,
  documents: [],
};

/** The translator after `change`. */
export function reduceTranslator(translator: Translator, change: TranslatorChange): Translator {
  switch (change.kind) {
    case 'typed':
      return withText(translator, change.text);
    case 'given':
      return {
        ...blankTranslator,
        text: change.text,
        given: translator.given + 1,
        phase: isBlank(change.text) ? 'idle' : 'waiting',
        documents: translator.documents,
      };
    case 'running':
      return {
        ...translator,
        phase: 'running',
        share: 0,
        error: null,
        offTheRecord: translator.entry === null ? change.offTheRecord : translator.offTheRecord,
      };
    case 'named':
      return { ...translator, entry: change.entry };
    case 'arrived':
      return withArrived(translator, change.index, change.parts);
    case 'translated':
      return {
        ...withTranslation(translator, change.entry, change.translation),
        glossaryError: change.glossaryError,
      };
    case 'chosen':
      return withChosen(translator, change.index, change.part);
    case 'failed':
      return { ...translator, phase: 'idle', share: 0, error: change.error };
    case 'languages':
      return { ...translator, error: null, phase: isBlank(translator.text) ? 'idle' : 'waiting' };
    case 'documents':
      return { ...translator, documents: change.documents };
  }
}

/** Is there nothing to translate in it? */
export function isBlank(text: string): boolean {
  return !/\S/.test(text);
}

/** The whole translation as text. */
export function targetText(parts: readonly SentenceTranslation[]): string {
  return parts.map(({ target }) => target).join('');
}

function withText(translator: Translator, text: string): Translator {
  if (text === translator.text) return translator;
  if (isBlank(text)) {
    return { ...blankTranslator, text, given: translator.given, documents: translator.documents };
  }
  return { ...translator, text, phase: translator.phase === 'running' ? 'running' : 'waiting', error: null };
}

/**
 * Parts of the run under way, from `index` on. After them stays the end of the older translation: of as many
 * characters of source as are still to come, so that what has not changed stays where it is.
 */
function withArrived(
  translator: Translator,
  index: number,
  parts: readonly SentenceTranslation[],
): Translator {
  if (translator.phase !== 'running') return translator;
  const arrived = [...translator.parts.slice(0, index), ...parts];
  const come = lengthOf(arrived);
  const left = Math.max(0, translator.text.length - come);
  return {
    ...translator,
    share: come / Math.max(1, come + left),
    parts: [...arrived, ...endOf(translator.parts.slice(index), left)],
  };
}

/** The last parts, of at most `characters` of source together. */
function endOf(parts: readonly SentenceTranslation[], characters: number): readonly SentenceTranslation[] {
  let from = parts.length;
  for (let left = characters; from > 0; from -= 1) {
    left -= parts[from - 1]?.source.length ?? 0;
    if (left < 0) break;
  }
  return parts.slice(from);
}

function lengthOf(parts: readonly SentenceTranslation[]): number {
  return parts.reduce((sum, { source }) => sum + source.length, 0);
}

function withTranslation(translator: Translator, entry: string, translation: Translation): Translator {
  const { parts, ...about } = translation;
  const known = new Map(translator.parts.map((part) => [part.source, part]));
  return {
    ...translator,
    entry,
    about,
    parts: parts.map((part) => kept(part, known)),
    phase: 'idle',
    share: 0,
    error: null,
  };
}

/** A part that is the same as before stays the same object, so that only changed sentences are drawn again. */
function kept(
  part: SentenceTranslation,
  known: ReadonlyMap<string, SentenceTranslation>,
): SentenceTranslation {
  const old = known.get(part.source);
  return old !== undefined && old.target === part.target && old.score === part.score ? old : part;
}

function withChosen(translator: Translator, index: number, part: SentenceTranslation): Translator {
  if (translator.parts[index]?.source !== part.source) return translator;
  return { ...translator, parts: translator.parts.map((one, at) => (at === index ? part : one)) };
}
