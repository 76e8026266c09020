/** One entry of the library: its words, its sound, and what can be done with it. */
import { ArrowLeft, RotateCcw, Trash2 } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { EntryWithTranscript } from '../../preload/contract.ts';
import type { ErrorData } from '../../preload/error-data.ts';
import { useSurroundings } from '../context.ts';
import { dayAndTime, dayHeading, timeOfDay } from '../format.ts';
import { hasEnded } from '../sheet.ts';
import { plainText } from '../text.ts';
import { words } from '../words.ts';
import { Actions } from './actions.tsx';
import { Button } from './button.tsx';
import { JobProgress } from './job-progress.tsx';
import { Notice } from './notice.tsx';
import { Page } from './page.tsx';
import { Player, usePlayer } from './player.tsx';
import { SpokenText } from './spoken-text.tsx';
import { ErrorNotice } from './trouble-notice.tsx';

interface EntryViewProps {
  readonly id: string;
  readonly onBack: () => void;
}

/** The open entry. */
export function EntryView({ id, onBack }: EntryViewProps) {
  const { opened, error } = useEntry(id, onBack);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), [opened === null]);
  return (
    <>
      <header class="header">
        <Button look="icon" icon={ArrowLeft} label={words.library.back} keyAction="stop" onPress={onBack} />
        <h1 ref={title} tabIndex={-1}>
          {opened === null ? words.library.loading : titleOf(opened)}
        </h1>
      </header>
      {opened !== null && <OpenEntry opened={opened} onBack={onBack} />}
      {error !== null && (
        <Page label={words.library.title}>
          <ErrorNotice error={error} />
        </Page>
      )}
    </>
  );
}

function OpenEntry({
  opened,
  onBack,
}: {
  readonly opened: EntryWithTranscript;
  readonly onBack: () => void;
}) {
  const { entry, transcript } = opened;
  const { program, deeds } = useSurroundings();
  const [asksDelete, setAsksDelete] = useState(false);
  const player = usePlayer(entry);
  const ended = hasEnded(entry);
  const again = async () => {
    const answer = await program.call('job.retry', { id: entry.id });
    if (!answer.ok) deeds.fail(answer.error);
  };
  return (
    <>
      <Page label={titleOf(opened)}>
        {entry.title !== '' && (
          <p class="quiet">
            {dayHeading(entry.createdAt, Date.now())}, {timeOfDay(entry.createdAt)}
          </p>
        )}
        {entry.error !== null && <ErrorNotice error={entry.error} onRetry={() => void again()} />}
        {!ended && <JobProgress entry={entry} />}
        {ended && transcript.segments.length === 0 && entry.error === null && (
          <p class="quiet">{words.speak.nothingInFile}</p>
        )}
        <SpokenText segments={transcript.segments} player={player} />
      </Page>
      <div class="actions-place">
        {asksDelete && <DeleteQuestion id={entry.id} onKeep={() => setAsksDelete(false)} onGone={onBack} />}
        <Actions entryId={entry.id} text={plainText(transcript.segments)}>
          {entry.hasRecording && ended && (
            <Button label={words.actions.again} icon={RotateCcw} onPress={() => void again()} />
          )}
          <Button label={words.actions.delete} icon={Trash2} onPress={() => setAsksDelete(true)} />
        </Actions>
      </div>
      <div class="bar">
        <Player player={player} entry={entry} />
      </div>
    </>
  );
}

/** Data leaves for good here, so this one time the question is asked, in its place. */
function DeleteQuestion(props: {
  readonly id: string;
  readonly onKeep: () => void;
  readonly onGone: () => void;
}) {
  const { program, deeds, announcer, store } = useSurroundings();
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    keep.current?.focus();
  }, []);
  const remove = async () => {
    const answer = await program.call('history.delete', { id: props.id });
    if (!answer.ok) return deeds.fail(answer.error);
    if (store.get().sheet?.entry.id === props.id) store.change({ kind: 'sheet', entry: null });
    announcer.say(words.library.deleted);
    props.onGone();
  };
  return (
    <Notice what={words.library.deleteAsk}>
      <Button look="outline" label={words.library.deleteYes} onPress={() => void remove()} />
      <Button label={words.library.deleteNo} onPress={props.onKeep} buttonRef={keep} />
    </Notice>
  );
}

/** The entry as it is now, read again when it changes; when it is deleted elsewhere the view goes back. */
function useEntry(id: string, onGone: () => void) {
  const { program } = useSurroundings();
  const [opened, setOpened] = useState<EntryWithTranscript | null>(null);
  const [error, setError] = useState<ErrorData | null>(null);
  useEffect(() => {
    let current = true;
    const read = async () => {
      const answer = await program.call('history.open', { id });
      if (!current) return;
      if (answer.ok) setOpened(answer.value);
      else setError(answer.error);
    };
    void read();
    const forget = program.on('entry', (event) => {
      if (event.id !== id) return;
      if (event.entry === null) onGone();
      else void read();
    });
    return () => {
      current = false;
      forget();
    };
  }, [program, id]);
  return { opened, error };
}

function titleOf({ entry }: EntryWithTranscript): string {
  return entry.title || dayAndTime(entry.createdAt);
}
