/** A summary that is open in the library: the same two pages as in its room. */
import { RotateCcw, Trash2 } from 'lucide-preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ShownLength, SummaryView } from '../../preload/summary-calls.ts';
import { useSurroundings } from '../context.ts';
import { hasEnded } from '../sheet.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { DeleteQuestion } from './entry-view-delete.tsx';
import { JobProgress } from './job-progress.tsx';
import { Notice } from './notice.tsx';
import { Page } from './page.tsx';
import { SummaryBar } from './summary-bar.tsx';
import { SummaryPages } from './summary-pages.tsx';
import { SummaryText } from './summary-text.tsx';
import { ErrorNotice } from './trouble-notice.tsx';

interface SummarizedEntryProps {
  readonly view: SummaryView;
  readonly title: string;
  readonly onBack: () => void;
}

/** How long the slider rests before its place is kept. */
const keptAfterMs = 400;

/** The pages, or how far they are. */
export function SummarizedEntry({ view, title, onBack }: SummarizedEntryProps) {
  const { program } = useSurroundings();
  const [length, setLength] = useState<ShownLength>(view.length);
  const keeping = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(keeping.current), []);
  if (view.digest === null) return <Unsummarized view={view} title={title} onBack={onBack} />;
  const shown = { ...view, length };
  const change = (next: ShownLength) => {
    setLength(next);
    clearTimeout(keeping.current);
    keeping.current = setTimeout(() => {
      void program.call('summary.set-length', { id: view.entry.id, length: next });
    }, keptAfterMs);
  };
  return (
    <>
      <SummaryPages view={shown} onDeleted={onBack} />
      <SummaryBar view={shown} onLength={change} />
    </>
  );
}

/** Its text, and why it has no points. */
function Unsummarized({ view, title, onBack }: SummarizedEntryProps) {
  const { program, deeds } = useSurroundings();
  const [asksDelete, setAsksDelete] = useState(false);
  const { entry } = view;
  const again = async () => {
    const answer = await program.call('job.retry', { id: entry.id });
    if (!answer.ok) deeds.fail(answer.error);
  };
  return (
    <>
      <Page label={title}>
        {entry.error !== null && <ErrorNotice error={entry.error} onRetry={() => void again()} />}
        {!hasEnded(entry) && <JobProgress entry={entry} />}
        {entry.state === 'cancelled' && <Notice tone="calm" what={words.summarize.cancelled} />}
        <SummaryText view={view} lit={null} />
      </Page>
      <div class="actions-place">
        {asksDelete && (
          <DeleteQuestion
            id={entry.id}
            what={words.library.deleteSummaryAsk}
            onKeep={() => setAsksDelete(false)}
            onGone={onBack}
          />
        )}
        <div class="actions">
          {hasEnded(entry) && (
            <Button label={words.actions.again} icon={RotateCcw} onPress={() => void again()} />
          )}
          <Button label={words.actions.delete} icon={Trash2} onPress={() => setAsksDelete(true)} />
        </div>
      </div>
    </>
  );
}
