/** One entry of the library: what was heard or translated, and what can be done with it. */
import { ArrowLeft } from 'lucide-preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Entry } from '../../preload/contract.ts';
import { dayAndTime } from '../format.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { HeardEntry } from './entry-view-heard.tsx';
import { SeenEntry } from './entry-view-seen.tsx';
import { SummarizedEntry } from './entry-view-summary.tsx';
import { TranslatedEntry } from './entry-view-translated.tsx';
import { WatchedEntry } from './entry-view-watched.tsx';
import { Page } from './page.tsx';
import { ErrorNotice } from './trouble-notice.tsx';
import { type OpenedEntry, useEntry } from './use-entry.ts';

interface EntryViewProps {
  readonly id: string;
  readonly onBack: () => void;
}

/** The open entry. */
export function EntryView({ id, onBack }: EntryViewProps) {
  const { opened, error } = useEntry(id, onBack);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [opened === null]);
  const title = opened === null ? words.library.loading : titleOf(entryOf(opened));
  return (
    <>
      <header class="header">
        <Button look="icon" icon={ArrowLeft} label={words.library.back} keyAction="stop" onPress={onBack} />
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
      </header>
      {opened?.kind === 'heard' && <HeardEntry {...opened} title={title} onBack={onBack} />}
      {opened?.kind === 'translated' && <TranslatedEntry {...opened} title={title} onBack={onBack} />}
      {opened?.kind === 'seen' && <SeenEntry seen={opened.seen} title={title} onBack={onBack} />}
      {opened?.kind === 'watched' && <WatchedEntry {...opened} title={title} onBack={onBack} />}
      {opened?.kind === 'summarized' && <SummarizedEntry view={opened.view} title={title} onBack={onBack} />}
      {error !== null && (
        <Page label={words.library.title}>
          <ErrorNotice error={error} />
        </Page>
      )}
    </>
  );
}

function entryOf(opened: OpenedEntry): Entry {
  if (opened.kind === 'seen') return opened.seen.entry;
  return opened.kind === 'summarized' ? opened.view.entry : opened.entry;
}

function titleOf(entry: Entry): string {
  return entry.title || dayAndTime(entry.createdAt);
}
