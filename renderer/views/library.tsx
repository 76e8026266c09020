/** Everything heard and translated, as a diary: one search field, days with their entries, and each entry to open. */
import {
  Eye,
  FileAudio,
  FileText,
  Image,
  Languages,
  ListChecks,
  type LucideIcon,
  Mic,
  Search,
} from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Entry } from '../../preload/contract.ts';
import { useKeyHint, useSurroundings, useView } from '../context.ts';
import { clock, dayHeading, spokenDuration, timeOfDay } from '../format.ts';
import { interruptedEntries } from '../view-state.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { EntryView } from './entry-view.tsx';
import { Interrupted } from './interrupted.tsx';
import { LibraryChoice, toggled } from './library-choice.tsx';
import { Page } from './page.tsx';
import { ErrorNotice } from './trouble-notice.tsx';
import { isTranslation } from './use-entry.ts';
import { useHistory } from './use-history.ts';
import { useNear } from './use-near.ts';
import { usePreview } from './use-preview.ts';

const pageSize = 50;

/** The room: the list, or the entry that is open. */
export function Library() {
  const { openEntry } = useView();
  const { deeds } = useSurroundings();
  const [query, setQuery] = useState('');
  const cameFrom = useRef<string | null>(null);
  if (openEntry === null) {
    return <Diary query={query} onQuery={setQuery} onOpen={deeds.openEntry} focusFirst={cameFrom.current} />;
  }
  cameFrom.current = openEntry;
  return <EntryView key={openEntry} id={openEntry} onBack={() => deeds.openEntry(null)} />;
}

interface DiaryProps {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly onOpen: (id: string) => void;
  /** The entry that was open before: the focus goes back to it, or to the heading where it was deleted. */
  readonly focusFirst: string | null;
}

function Diary({ query, onQuery, onOpen, focusFirst }: DiaryProps) {
  const view = useView();
  const { announcer } = useSurroundings();
  const searchKey = useKeyHint()('search') || undefined;
  const [limit, setLimit] = useState(pageSize);
  const heading = useRef<HTMLHeadingElement>(null);
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const { entries, total, error } = useHistory(query, limit);
  useEffect(() => {
    // Only the focus that went with the entry's page is put back; who types already goes on typing.
    if (focusFirst === null || entries === null || document.activeElement !== document.body) return;
    const line = document.querySelector<HTMLElement>(`[data-entry="${focusFirst}"]`);
    (line ?? heading.current)?.focus();
  }, [entries === null]);
  useEffect(() => {
    if (query !== '' && entries !== null) announcer.say(words.library.found(total));
  }, [entries]);
  return (
    <>
      <header class="header">
        <h1 ref={heading} tabIndex={-1}>
          {words.library.title}
        </h1>
        <label class="search" data-tip={searchKey}>
          <Search size={18} strokeWidth={1.5} aria-hidden="true" />
          <input
            type="search"
            id="search"
            aria-label={words.library.search}
            aria-keyshortcuts={searchKey}
            placeholder={words.library.search}
            value={query}
            maxLength={500}
            onInput={(event) => onQuery(event.currentTarget.value)}
          />
        </label>
        {entries !== null && entries.length > 0 && <LibraryChoice chosen={chosen} onChange={setChosen} />}
      </header>
      <Page label={words.library.list}>
        {interruptedEntries(view).map((entry) => (
          <Interrupted key={entry.id} entry={entry} />
        ))}
        {error !== null && <ErrorNotice error={error} />}
        {entries !== null && entries.length === 0 && <EmptyDiary query={query} />}
        {entries !== null && <Days entries={entries} onOpen={onOpen} chosen={chosen} onChoose={setChosen} />}
        {entries !== null && entries.length < total && (
          <p class="more">
            <Button look="outline" label={words.library.more} onPress={() => setLimit(limit + pageSize)} />
            <span class="quiet numbers">{words.library.count(entries.length, total)}</span>
          </p>
        )}
      </Page>
    </>
  );
}

function EmptyDiary({ query }: { readonly query: string }) {
  return (
    <div class="empty">
      <p class="empty-say">{query === '' ? words.library.empty : words.library.noMatch(query)}</p>
      {query === '' && <p class="quiet">{words.library.emptyMore}</p>}
    </div>
  );
}

interface DaysProps {
  readonly entries: readonly Entry[];
  readonly onOpen: (id: string) => void;
  /** Null while nothing is being picked. */
  readonly chosen: readonly string[] | null;
  readonly onChoose: (chosen: readonly string[]) => void;
}

function Days({ entries, onOpen, chosen, onChoose }: DaysProps) {
  const now = Date.now();
  const days = new Map<string, Entry[]>();
  for (const entry of entries) {
    const heading = dayHeading(entry.createdAt, now);
    days.set(heading, [...(days.get(heading) ?? []), entry]);
  }
  return (
    <>
      {[...days].map(([heading, ofDay]) => (
        <section key={heading} class="day" aria-label={heading}>
          <h2>{heading}</h2>
          <ul>
            {ofDay.map((entry) => (
              <li key={entry.id} class={chosen === null ? undefined : 'diary-choice'}>
                {chosen !== null && (
                  <input
                    type="checkbox"
                    aria-label={words.summarize.chosen(
                      entry.title || entry.excerpt || timeOfDay(entry.createdAt),
                    )}
                    checked={chosen.includes(entry.id)}
                    // What is a summary already is not summarized again.
                    disabled={entry.kind === 'summary'}
                    onChange={() => onChoose(toggled(chosen, entry.id))}
                  />
                )}
                <DiaryLine entry={entry} onOpen={onOpen} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}

function DiaryLine({ entry, onOpen }: { readonly entry: Entry; readonly onOpen: (id: string) => void }) {
  const note = stateNote(entry);
  return (
    <button type="button" class="diary-line" data-entry={entry.id} onClick={() => onOpen(entry.id)}>
      <time class="quiet numbers" dateTime={new Date(entry.createdAt).toISOString()}>
        {timeOfDay(entry.createdAt)}
      </time>
      <KindMark entry={entry} />
      <span class="diary-words">
        {entry.title !== '' && <span class="diary-title">{entry.title}</span>}
        <span class={entry.excerpt === '' ? 'diary-excerpt quiet' : 'diary-excerpt'}>
          {entry.excerpt === '' ? words.library.wordless : entry.excerpt}
        </span>
        {note !== null && <span class="quiet diary-note">{note}</span>}
      </span>
      {entry.kind === 'picture' && <DiaryPicture id={entry.id} />}
      {hasDuration(entry) && (
        <span class="quiet numbers">
          <span aria-hidden="true">{clock(entry.durationSeconds)}</span>
          <span class="visually-hidden">{spokenDuration(entry.durationSeconds)}</span>
        </span>
      )}
    </button>
  );
}

/** What has a sound or was watched. */
function hasDuration(entry: Entry): boolean {
  return !isTranslation(entry) && entry.kind !== 'picture' && entry.kind !== 'summary';
}

/** A described picture, small; fetched once it is nearly in view. */
function DiaryPicture({ id }: { readonly id: string }) {
  const place = useRef<HTMLSpanElement>(null);
  const preview = usePreview(useNear(place, false) ? id : null);
  return (
    <span ref={place} class="diary-picture">
      {preview.kind === 'ready' && <img src={preview.address} alt="" />}
    </span>
  );
}

const kindIcons: Record<Entry['kind'], LucideIcon> = {
  dictation: Mic,
  file: FileAudio,
  translation: Languages,
  document: FileText,
  picture: Image,
  summary: ListChecks,
  watch: Eye,
};

/** What kind of thing it is: an icon, and a word for who cannot see it. */
function KindMark({ entry: { kind } }: { readonly entry: Entry }) {
  const Icon = kindIcons[kind];
  return (
    <span class="quiet diary-kind">
      <Icon size={16} strokeWidth={1.5} aria-hidden="true" />
      <span class="visually-hidden">{words.library.kinds[kind]}</span>
    </span>
  );
}

function stateNote(entry: Entry): string | null {
  switch (entry.state) {
    case 'done':
      return entry.offTheRecord ? words.library.offTheRecord : null;
    case 'recording':
      return words.library.recordingNow;
    case 'waiting':
      return words.library.waiting;
    case 'running':
      return words.library.working;
    case 'failed':
      return words.library.failed;
    case 'cancelled':
      return words.library.cancelled;
    case 'interrupted':
      return words.library.interrupted;
  }
}
