/** A camera, screen or video that was watched: what was seen, each with its time. */
import { Trash2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { EntryWithTranscript } from '../../preload/contract.ts';
import { useSurroundings } from '../context.ts';
import { hasEnded } from '../sheet.ts';
import { plainText } from '../text.ts';
import { words } from '../words.ts';
import { Actions } from './actions.tsx';
import { Button } from './button.tsx';
import { DeleteQuestion } from './entry-view-delete.tsx';
import { JobProgress } from './job-progress.tsx';
import { Page } from './page.tsx';
import { ErrorNotice } from './trouble-notice.tsx';
import { WatchedCaptions } from './watched-captions.tsx';

interface WatchedEntryProps extends EntryWithTranscript {
  readonly title: string;
  readonly onBack: () => void;
}

/** The captions in their order. */
export function WatchedEntry({ entry, transcript, title, onBack }: WatchedEntryProps) {
  const { deeds, summarize } = useSurroundings();
  const [asksDelete, setAsksDelete] = useState(false);
  const { segments } = transcript;
  const text = plainText(segments);
  return (
    <>
      <Page label={title}>
        {entry.error !== null && <ErrorNotice error={entry.error} />}
        {!hasEnded(entry) && <JobProgress entry={entry} />}
        {segments.length === 0 && hasEnded(entry) && <p class="quiet">{words.see.nothingWatched}</p>}
        <WatchedCaptions segments={segments} />
      </Page>
      <div class="actions-place">
        {asksDelete && (
          <DeleteQuestion
            id={entry.id}
            what={words.library.deletePictureAsk}
            onKeep={() => setAsksDelete(false)}
            onGone={onBack}
          />
        )}
        <Actions
          entryId={entry.id}
          text={text}
          {...(text === ''
            ? {}
            : {
                onSummarize: () => summarize.summarizeEntries([entry.id]),
                onTranslate: () => void deeds.sendToTranslator(text, 'en'),
              })}
        >
          <Button label={words.actions.delete} icon={Trash2} onPress={() => setAsksDelete(true)} />
        </Actions>
      </div>
    </>
  );
}
