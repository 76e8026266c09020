/** One entry of the library as it is now: what was heard, or what was translated. */
import { useEffect, useState } from 'preact/hooks';
import type { Entry, Events, Program, Translation } from '../../preload/contract.ts';
import type { ErrorData } from '../../preload/error-data.ts';
import type { PictureView } from '../../preload/picture-calls.ts';
import type { SummaryView } from '../../preload/summary-calls.ts';
import type { Transcript } from '../../preload/transcript.ts';
import { withCleaned } from '../cleaned-segments.ts';
import { useSurroundings } from '../context.ts';
import { keepTranslations, withTranslation } from '../translated-segments.ts';

export type OpenedEntry =
  | { readonly kind: 'heard'; readonly entry: Entry; readonly transcript: Transcript }
  | { readonly kind: 'watched'; readonly entry: Entry; readonly transcript: Transcript }
  | { readonly kind: 'seen'; readonly seen: PictureView }
  | { readonly kind: 'summarized'; readonly view: SummaryView }
  | { readonly kind: 'translated'; readonly entry: Entry; readonly translation: Translation };

interface EntryReading {
  /** Null until it has been read. */
  readonly opened: OpenedEntry | null;
  readonly error: ErrorData | null;
}

/** The entry, read again when it changes; `onGone` when it is deleted elsewhere. */
export function useEntry(id: string, onGone: () => void): EntryReading {
  const { program } = useSurroundings();
  const [reading, setReading] = useState<EntryReading>({ opened: null, error: null });
  useEffect(() => {
    let current = true;
    const read = async () => {
      const next = await readEntry(program, id);
      if (current) setReading((before) => merged(before, next));
    };
    void read();
    const change = (edit: (opened: OpenedEntry) => OpenedEntry) =>
      setReading((before) => (before.opened === null ? before : { ...before, opened: edit(before.opened) }));
    const forget = [
      program.on('entry', (event) => {
        if (event.id !== id) return;
        if (event.entry === null) onGone();
        else void read();
      }),
      program.on('described', (event) => {
        if (event.id === id) void read();
      }),
      program.on('summarized', (event) => {
        if (event.id === id) void read();
      }),
      program.on('segment-translated', (event) => {
        if (event.id === id) change((opened) => withTranslatedSegment(opened, event));
      }),
      program.on('segment-cleaned', (event) => {
        if (event.id === id) change((opened) => withCleanedSegment(opened, event));
      }),
      program.on('translated', (event) => {
        if (event.id === id) change((opened) => withParts(opened, event));
      }),
    ];
    return () => {
      current = false;
      for (const stop of forget) stop();
    };
  }, [program, id]);
  return reading;
}

async function readEntry(program: Program, id: string): Promise<EntryReading> {
  const heard = await program.call('history.open', { id });
  const kind = heard.ok ? heard.value.entry.kind : null;
  if (kind === null || kind === 'picture') {
    const seen = await program.call('picture.open', { id });
    if (seen.ok && seen.value !== null) return { opened: { kind: 'seen', seen: seen.value }, error: null };
  }
  if (kind === 'summary') {
    const summary = await program.call('summary.open', { id });
    if (summary.ok) return { opened: { kind: 'summarized', view: summary.value }, error: null };
    return { opened: null, error: summary.error };
  }
  if (heard.ok && kind === 'watch') return { opened: { kind: 'watched', ...heard.value }, error: null };
  if (heard.ok && !isTranslation(heard.value.entry)) {
    return { opened: { kind: 'heard', ...heard.value }, error: null };
  }
  const translated = await program.call('translation.open', { id });
  if (translated.ok) return { opened: { kind: 'translated', ...translated.value }, error: null };
  return { opened: null, error: translated.error };
}

/** Text and documents, in contrast to what was heard. */
export function isTranslation({ kind }: Entry): boolean {
  return kind === 'translation' || kind === 'document';
}

/** What is shown is not rewritten by an answer that is older than it. */
function merged({ opened: before }: EntryReading, next: EntryReading): EntryReading {
  const { opened } = next;
  if (opened?.kind !== 'heard' || before?.kind !== 'heard') return next;
  const segments = keepTranslations(opened.transcript.segments, before.transcript.segments);
  return { ...next, opened: { ...opened, transcript: { ...opened.transcript, segments } } };
}

function withTranslatedSegment(opened: OpenedEntry, event: Events['segment-translated']): OpenedEntry {
  if (opened.kind !== 'heard') return opened;
  const segments = withTranslation(opened.transcript.segments, event);
  return { ...opened, transcript: { ...opened.transcript, segments } };
}

function withCleanedSegment(opened: OpenedEntry, event: Events['segment-cleaned']): OpenedEntry {
  if (opened.kind !== 'heard') return opened;
  const segments = withCleaned(opened.transcript.segments, event);
  return { ...opened, transcript: { ...opened.transcript, segments } };
}

function withParts(opened: OpenedEntry, { index, parts }: Events['translated']): OpenedEntry {
  if (opened.kind !== 'translated') return opened;
  const known = opened.translation.parts;
  const all = [...known.slice(0, index), ...parts, ...known.slice(index + parts.length)];
  return { ...opened, translation: { ...opened.translation, parts: all } };
}
