/** A dictation or a recording that is open: its words, its sound, its translation. */
import { RotateCcw, Trash2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { Entry } from '../../preload/contract.ts';
import type { Transcript } from '../../preload/transcript.ts';
import { leavesOut } from '../cleaned-segments.ts';
import { useSurroundings, useView } from '../context.ts';
import { dayHeading, timeOfDay } from '../format.ts';
import { hasEnded } from '../sheet.ts';
import { plainText } from '../text.ts';
import { words } from '../words.ts';
import { Actions } from './actions.tsx';
import { Button } from './button.tsx';
import { LeftOutSwitch } from './clean-as-i-speak.tsx';
import { DeleteQuestion } from './entry-view-delete.tsx';
import { JobProgress } from './job-progress.tsx';
import { Page } from './page.tsx';
import { Player, usePlayer } from './player.tsx';
import { SpokenText } from './spoken-text.tsx';
import { ErrorNotice } from './trouble-notice.tsx';

interface HeardEntryProps {
  readonly entry: Entry;
  readonly transcript: Transcript;
  readonly title: string;
  readonly onBack: () => void;
}

/** The words and what can be done with them. */
export function HeardEntry({ entry, transcript, title, onBack }: HeardEntryProps) {
  const { program, deeds, summarize } = useSurroundings();
  const { showsLeftOut } = useView();
  const [asksDelete, setAsksDelete] = useState(false);
  const player = usePlayer(entry);
  const ended = hasEnded(entry);
  const text = plainText(transcript.segments);
  const again = async () => {
    const answer = await program.call('job.retry', { id: entry.id });
    if (!answer.ok) deeds.fail(answer.error);
  };
  return (
    <>
      <Page label={title}>
        {entry.title !== '' && (
          <p class="quiet page-note">
            {dayHeading(entry.createdAt, Date.now())}, {timeOfDay(entry.createdAt)}
          </p>
        )}
        {entry.error !== null && <ErrorNotice error={entry.error} onRetry={() => void again()} />}
        {!ended && <JobProgress entry={entry} />}
        {ended && transcript.segments.length === 0 && entry.error === null && (
          <p class="quiet">{words.speak.nothingInFile}</p>
        )}
        <SpokenText segments={transcript.segments} player={player} showsLeftOut={showsLeftOut ?? true} />
      </Page>
      <div class="actions-place">
        {asksDelete && (
          <DeleteQuestion
            id={entry.id}
            what={words.library.deleteAsk}
            onKeep={() => setAsksDelete(false)}
            onGone={onBack}
          />
        )}
        <Actions
          entryId={entry.id}
          text={text}
          isCleaned={leavesOut(transcript.segments)}
          {...(text === ''
            ? {}
            : {
                onSummarize: () => summarize.summarizeEntries([entry.id]),
                onTranslate: () => void deeds.sendToTranslator(text, transcript.language || null),
              })}
        >
          {leavesOut(transcript.segments) && <LeftOutSwitch isOn={showsLeftOut ?? true} />}
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
