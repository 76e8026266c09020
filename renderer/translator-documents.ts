/** Documents that are being translated, or were, since the window opened: what is known of each. Pure. */
import type { Entry } from '../preload/contract.ts';
import type { ErrorData } from '../preload/error-data.ts';
import type { Sendable } from './capture/send-file.ts';

export interface DocumentView {
  /** Counts up; the page's own name for it, since the program's comes later. */
  readonly key: number;
  readonly file: Sendable;
  readonly from: string | null;
  readonly to: string;
  /** `held`: its languages are to be installed first. */
  readonly step: 'held' | 'sending' | 'translating' | 'done' | 'failed';
  /** The program's name for it. */
  readonly id: string | null;
  /** Of the step under way, 0–1, or null where it is not known. */
  readonly share: number | null;
  readonly error: ErrorData | null;
}

/** `documents` with the one of `key` changed. */
export function changeDocument(
  documents: readonly DocumentView[],
  key: number,
  changes: Partial<DocumentView>,
): readonly DocumentView[] {
  return documents.map((one) => (one.key === key ? { ...one, ...changes } : one));
}

/** `documents` after the program told about `entry`. */
export function withDocumentEntry(documents: readonly DocumentView[], entry: Entry): readonly DocumentView[] {
  const one = documents.find(({ id }) => id === entry.id);
  return one === undefined ? documents : changeDocument(documents, one.key, changesOf(entry));
}

function changesOf(entry: Entry): Partial<DocumentView> {
  switch (entry.state) {
    case 'recording':
    case 'waiting':
      return { step: 'translating', share: null };
    case 'running':
      return { step: 'translating', share: entry.progress };
    case 'done':
      return { step: 'done', share: null, error: null };
    case 'failed':
      return { step: 'failed', share: null, error: entry.error };
    case 'cancelled':
    case 'interrupted':
      return { step: 'failed', share: null, error: null };
  }
}
