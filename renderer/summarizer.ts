/**
 * What stands in Summarize: the text, what matters in it once it was read, and what went wrong. Pure. How much
 * of a digest is shown is part of it, so that a move of the slider is one change of state and nothing else.
 */
import type { ErrorData } from '../preload/error-data.ts';
import type { ShownLength, SummaryView } from '../preload/summary-calls.ts';

/** Where the text comes from; it is read again from there. */
export type SummarizerSource =
  | { readonly kind: 'typed' }
  /** Entries of the library, together. */
  | { readonly kind: 'entries'; readonly ids: readonly string[] }
  | { readonly kind: 'file'; readonly name: string };

export interface Summarizer {
  readonly source: SummarizerSource;
  /** What was typed, or is being edited. */
  readonly text: string;
  /** Counts every time that something other than typing set the text: the field then takes it over. */
  readonly given: number;
  /** The entry of the library that it is; null before the program has named it. */
  readonly entry: string | null;
  readonly offTheRecord: boolean;
  readonly phase: 'idle' | 'sending' | 'running';
  /** 0–1, or null when it is not known. */
  readonly share: number | null;
  /** What is read now; its digest is null until it was made. Null while one writes. */
  readonly view: SummaryView | null;
  readonly error: ErrorData | null;
  readonly cancelled: boolean;
}

export type SummarizerChange =
  | { readonly kind: 'typed'; readonly text: string }
  /** Another text takes the place. */
  | { readonly kind: 'given'; readonly source: SummarizerSource; readonly text?: string }
  /** The text that was read is to be written on. */
  | { readonly kind: 'edit' }
  | { readonly kind: 'sending'; readonly id: string; readonly share: number }
  /** `offTheRecord` counts where the run makes the entry. */
  | { readonly kind: 'running'; readonly offTheRecord: boolean }
  | { readonly kind: 'read'; readonly done: number; readonly total: number }
  /** Null: it was deleted in the library. */
  | { readonly kind: 'named'; readonly entry: string | null }
  /** The text as the program keeps it, and the digest where it is made. */
  | { readonly kind: 'opened'; readonly view: SummaryView }
  /** Null: it was cancelled. */
  | { readonly kind: 'failed'; readonly error: ErrorData | null }
  | { readonly kind: 'length'; readonly length: ShownLength };

export const blankSummarizer: Summarizer = {
  source: { kind: 'typed' },
  text: '',
  given: 0,
  entry: null,
  offTheRecord: false,
  phase: 'idle',
  share: null,
  view: null,
  error: null,
  cancelled: false,
};

/** The room after `change`. */
export function reduceSummarizer(now: Summarizer, change: SummarizerChange): Summarizer {
  switch (change.kind) {
    case 'typed':
      // A text that was emptied by hand is a new one, with an entry of its own.
      return {
        ...now,
        ...(/\S/.test(change.text) ? {} : { entry: null, offTheRecord: false }),
        text: change.text,
        error: null,
        cancelled: false,
      };
    case 'given':
      return { ...blankSummarizer, source: change.source, text: change.text ?? '', given: now.given + 1 };
    case 'edit':
      if (now.view === null) return now;
      return {
        ...now,
        ...{ source: { kind: 'typed' }, text: now.view.text, given: now.given + 1, view: null },
      };
    case 'sending':
      return { ...now, entry: change.id, phase: 'sending', share: change.share, error: null };
    case 'running':
      return {
        ...now,
        ...{ phase: 'running', share: null, error: null, cancelled: false },
        offTheRecord: now.entry === null ? change.offTheRecord : now.offTheRecord,
      };
    case 'read':
      return now.phase === 'running' ? { ...now, share: change.done / Math.max(1, change.total) } : now;
    case 'named':
      return { ...now, entry: change.entry };
    case 'opened':
      return withView(now, change.view);
    case 'failed':
      return {
        ...now,
        ...{ phase: 'idle', share: null, error: change.error, cancelled: change.error === null },
        // What was typed can be mended and tried again.
        ...(now.source.kind === 'typed' ? { view: null } : {}),
      };
    case 'length':
      return now.view === null ? now : { ...now, view: { ...now.view, length: change.length } };
  }
}

function withView(now: Summarizer, view: SummaryView): Summarizer {
  const { entry } = view;
  const named = { entry: entry.id, offTheRecord: entry.offTheRecord };
  if (view.digest !== null) {
    return { ...now, ...named, view, phase: 'idle', share: null, error: null, cancelled: false };
  }
  // While it is read, what one wrote stays the field that it is.
  return { ...now, ...named, view: now.source.kind === 'typed' ? null : view };
}
