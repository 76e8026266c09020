/**
 * The page being written: what one dictation or file has said so far, and how events change it.
 * Pure: settled text only grows, and a late or repeated event never duplicates or reorders words.
 */
import type { Entry } from '../preload/contract.ts';
import type { Segment, Word } from '../preload/transcript.ts';
import { keepTranslations } from './translated-segments.ts';

export interface Sheet {
  readonly entry: Entry;
  readonly segments: readonly Segment[];
  /** Words of the stretch being spoken that will not change. */
  readonly settled: readonly Word[];
  /** Words of that stretch that may. */
  readonly unsettled: string;
}

/** An empty sheet for `entry`. */
export function blankSheet(entry: Entry): Sheet {
  return { entry, segments: [], settled: [], unsettled: '' };
}

/** A finished stretch takes its place by its time; the same stretch again replaces itself. */
export function withSegment(sheet: Sheet, segment: Segment): Sheet {
  const before = sheet.segments.filter((other) => other.start < segment.start);
  const after = sheet.segments.filter((other) => other.start > segment.start);
  const [kept = segment] = keepTranslations([segment], sheet.segments);
  return { ...sheet, segments: [...before, kept, ...after], settled: [], unsettled: '' };
}

/** New words of the stretch being spoken. Fewer settled words than before is a late event and is ignored. */
export function withPartial(sheet: Sheet, settled: readonly Word[], unsettled: string): Sheet {
  const sameStretch = sheet.settled[0]?.start === settled[0]?.start;
  if (sameStretch && settled.length < sheet.settled.length) return sheet;
  return { ...sheet, settled, unsettled };
}

/** The entry changed; once it has ended nothing stays unsettled. */
export function withEntry(sheet: Sheet, entry: Entry): Sheet {
  return hasEnded(entry) ? { ...sheet, entry, settled: [], unsettled: '' } : { ...sheet, entry };
}

/** Is no more to come for this entry? */
export function hasEnded(entry: Entry): boolean {
  switch (entry.state) {
    case 'recording':
    case 'waiting':
    case 'running':
      return false;
    case 'done':
    case 'failed':
    case 'cancelled':
    case 'interrupted':
      return true;
  }
}

/** Are there words on it, settled or not? */
export function hasWords(sheet: Sheet): boolean {
  return sheet.segments.length > 0 || sheet.settled.length > 0 || sheet.unsettled !== '';
}
