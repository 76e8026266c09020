/** A described picture that is open in the library. */
import { RotateCcw, Trash2 } from 'lucide-preact';
import { useState } from 'preact/hooks';
import type { PictureView } from '../../preload/picture-calls.ts';
import { useSurroundings } from '../context.ts';
import { dayHeading, timeOfDay } from '../format.ts';
import { hasEnded } from '../sheet.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { DescribedPicture } from './described-picture.tsx';
import { DeleteQuestion } from './entry-view-delete.tsx';
import { JobProgress } from './job-progress.tsx';
import { Notice } from './notice.tsx';
import { Page } from './page.tsx';
import { PictureActions } from './picture-actions.tsx';
import { ErrorNotice } from './trouble-notice.tsx';

interface SeenEntryProps {
  readonly seen: PictureView;
  readonly title: string;
  readonly onBack: () => void;
}

/** The picture and what can be done with it. */
export function SeenEntry({ seen, title, onBack }: SeenEntryProps) {
  const { entry, description, altText } = seen;
  const { program, deeds } = useSurroundings();
  const [asksDelete, setAsksDelete] = useState(false);
  const again = async () => {
    const answer = await program.call('job.retry', { id: entry.id });
    if (!answer.ok) deeds.fail(answer.error);
  };
  const buttons = (
    <>
      {hasEnded(entry) && (
        <Button label={words.actions.again} icon={RotateCcw} onPress={() => void again()} />
      )}
      <Button label={words.actions.delete} icon={Trash2} onPress={() => setAsksDelete(true)} />
    </>
  );
  return (
    <>
      <Page label={title}>
        {entry.title !== '' && (
          <p class="quiet page-note">
            {dayHeading(entry.createdAt, Date.now())}, {timeOfDay(entry.createdAt)}
          </p>
        )}
        {entry.error !== null && <ErrorNotice error={entry.error} onRetry={() => void again()} />}
        {!hasEnded(entry) && <JobProgress entry={entry} />}
        {entry.state === 'cancelled' && description === null && (
          <Notice tone="calm" what={words.see.cancelled} />
        )}
        {description !== null && (
          <DescribedPicture id={entry.id} description={description} altText={altText} />
        )}
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
        {description === null ? (
          <div class="actions">{buttons}</div>
        ) : (
          <PictureActions id={entry.id} description={description} altText={altText}>
            {buttons}
          </PictureActions>
        )}
      </div>
    </>
  );
}
