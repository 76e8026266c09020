/**
 * The history as the program uses it: what is on the record and what is off it, side by side, each in
 * its own library. Every change is stored first and told afterwards.
 */
import type { Entry, EntryWithTranscript, Events } from '../preload/contract.ts';
import type { Segment } from '../preload/transcript.ts';
import { ParolaError } from './errors.ts';
import type { CleanedSegment, EntryChange, Library, NewEntry, SegmentTranslation } from './library.ts';
import type { LibraryPictures } from './library-pictures.ts';
import type { LibrarySummaries } from './library-summaries.ts';
import type { LibraryTranslations } from './library-translations.ts';

export type Emit = <Name extends keyof Events>(name: Name, event: Events[Name]) => void;

export interface Entries {
  add(entry: NewEntry, offTheRecord: boolean): void;
  change(id: string, change: EntryChange): void;
  addSegment(id: string, segment: Segment): void;
  /** Sets when the stretch that starts then ended; nothing is told. */
  endSegment(id: string, start: number, end: number): void;
  clearSegments(id: string): void;
  /** Does nothing where the segment is not there any more. */
  translateSegment(id: string, start: number, translation: SegmentTranslation): void;
  /** Does nothing where the segment is not there any more. */
  cleanSegment(id: string, start: number, cleaned: CleanedSegment): void;
  /** Reads or changes translations, in the library that the entry is in; nothing is told. */
  inTranslations<Result>(id: string, work: (translations: LibraryTranslations) => Result): Result;
  /** The same for pictures. */
  inPictures<Result>(id: string, work: (pictures: LibraryPictures) => Result): Result;
  /** The same for summaries. */
  inSummaries<Result>(id: string, work: (summaries: LibrarySummaries) => Result): Result;
  /** 0–1 while a file is heard; not stored. Null when it is over or not known. */
  setProgress(id: string, progress: number | null): void;
  has(id: string): boolean;
  /** @throws ParolaError job-unknown */
  get(id: string): Entry;
  /** @throws ParolaError job-unknown */
  open(id: string): EntryWithTranscript;
  recordingOf(id: string): string | null;
  list(query: string, limit: number, offset: number): { entries: Entry[]; total: number };
  /** Recordings, files in progress and those a crash interrupted, oldest first. */
  active(): Entry[];
  remove(id: string): void;
}

const activeStates = ['recording', 'waiting', 'running', 'interrupted'] as const;

/** `unrecorded` is the library in memory. */
export function createEntries(recorded: Library, unrecorded: Library, emit: Emit): Entries {
  const progress = new Map<string, number | null>();
  const withProgress = (entry: Entry): Entry => ({ ...entry, progress: progress.get(entry.id) ?? null });
  const libraryOf = (id: string): Library => (unrecorded.find(id) === null ? recorded : unrecorded);
  const get = (id: string): Entry => {
    const entry = libraryOf(id).find(id);
    if (entry === null) throw new ParolaError('job-unknown', 'it is not in the history any more');
    return withProgress(entry);
  };
  const tell = (id: string): void => emit('entry', { id, entry: get(id) });
  return {
    add(entry, offTheRecord) {
      stored(() => (offTheRecord ? unrecorded : recorded).add(entry));
      tell(entry.id);
    },
    change(id, change) {
      stored(() => libraryOf(id).change(id, change));
      tell(id);
    },
    addSegment(id, segment) {
      stored(() => libraryOf(id).addSegment(id, segment));
      emit('segment', { id, segment });
    },
    endSegment: (id, start, end) => stored(() => libraryOf(id).endSegment(id, start, end)),
    clearSegments: (id) => stored(() => libraryOf(id).clearSegments(id)),
    translateSegment(id, start, translation) {
      const isThere = stored(() => libraryOf(id).translateSegment(id, start, translation));
      if (isThere) emit('segment-translated', { id, start, ...translation });
    },
    cleanSegment(id, start, cleaned) {
      const isThere = stored(() => libraryOf(id).cleanSegment(id, start, cleaned));
      if (isThere) emit('segment-cleaned', { id, start, ...cleaned });
    },
    inTranslations: (id, work) => stored(() => work(libraryOf(id).translations)),
    inPictures: (id, work) => stored(() => work(libraryOf(id).pictures)),
    inSummaries: (id, work) => stored(() => work(libraryOf(id).summaries)),
    setProgress(id, value) {
      if (value === null) progress.delete(id);
      else progress.set(id, value);
    },
    has: (id) => libraryOf(id).find(id) !== null,
    get,
    open: (id) => ({ entry: get(id), transcript: libraryOf(id).transcriptOf(id) }),
    recordingOf: (id) => libraryOf(id).recordingOf(id),
    list: (query, limit, offset) => merge(recorded, unrecorded, query, limit, offset, withProgress),
    active: () =>
      activeStates
        .flatMap((state) => [...recorded.inState(state), ...unrecorded.inState(state)])
        .sort((a, b) => a.createdAt - b.createdAt)
        .map(withProgress),
    remove(id) {
      get(id);
      progress.delete(id);
      stored(() => libraryOf(id).remove(id));
      emit('entry', { id, entry: null });
    },
  };
}

/** Off the record there are only ever a few, so they are simply read anew for each page of the list. */
function merge(
  recorded: Library,
  unrecorded: Library,
  query: string,
  limit: number,
  offset: number,
  withProgress: (entry: Entry) => Entry,
): { entries: Entry[]; total: number } {
  const lists = [recorded, unrecorded].map((library) => library.list(query, offset + limit, 0));
  const entries = lists
    .flatMap((list) => list.entries)
    .sort((a, b) => b.createdAt - a.createdAt)
    .slice(offset, offset + limit)
    .map(withProgress);
  return { entries, total: lists.reduce((sum, list) => sum + list.total, 0) };
}

/** What the disk refuses is an error with a code, not a crash. */
function stored<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === 'SQLITE_FULL') {
      throw new ParolaError('disk-full', 'the disk is full; free some space and try again', message);
    }
    if (code?.startsWith('SQLITE_')) {
      throw new ParolaError('output-unwritable', 'the library cannot be written; check its folder', message);
    }
    throw error;
  }
}
