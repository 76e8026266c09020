/** A translated text or document that is open: each line beside its translation, or above it where it is narrow. */
import { RotateCcw, Trash2 } from 'lucide-preact';
import { memo } from 'preact/compat';
import { useMemo, useState } from 'preact/hooks';
import type { Entry, Translation, TranslationFormat } from '../../preload/contract.ts';
import { useSurroundings } from '../context.ts';
import { type FacingLine, facingLines } from '../facing-lines.ts';
import { dayHeading, timeOfDay } from '../format.ts';
import { languageNames } from '../languages.ts';
import { hasEnded } from '../sheet.ts';
import { targetText } from '../translator.ts';
import { words } from '../words.ts';
import { Actions } from './actions.tsx';
import { Button } from './button.tsx';
import { DeleteQuestion } from './entry-view-delete.tsx';
import { JobProgress } from './job-progress.tsx';
import { Page } from './page.tsx';
import { ErrorNotice } from './trouble-notice.tsx';

interface TranslatedEntryProps {
  readonly entry: Entry;
  readonly translation: Translation;
  readonly title: string;
  readonly onBack: () => void;
}

/** Both texts and what can be done with them. */
export function TranslatedEntry({ entry, translation, title, onBack }: TranslatedEntryProps) {
  const { program, deeds, summarize } = useSurroundings();
  const [asksDelete, setAsksDelete] = useState(false);
  const { from, to, parts } = translation;
  const lines = useMemo(() => facingLines(parts), [parts]);
  const [fromName = from, toName = to] = languageNames([from, to]);
  const again = async () => {
    const answer = await program.call('job.retry', { id: entry.id });
    if (!answer.ok) deeds.fail(answer.error);
  };
  const buttons = (
    <>
      {entry.hasRecording && hasEnded(entry) && (
        <Button label={words.actions.again} icon={RotateCcw} onPress={() => void again()} />
      )}
      <Button label={words.actions.delete} icon={Trash2} onPress={() => setAsksDelete(true)} />
    </>
  );
  return (
    <>
      <Page label={title}>
        <p class="quiet page-note">
          {[
            from === '' ? words.library.into(toName) : words.library.languages(fromName, toName),
            ...(entry.title === ''
              ? []
              : [`${dayHeading(entry.createdAt, Date.now())}, ${timeOfDay(entry.createdAt)}`]),
          ].join(' · ')}
        </p>
        {entry.error !== null && <ErrorNotice error={entry.error} onRetry={() => void again()} />}
        {!hasEnded(entry) && <JobProgress entry={entry} />}
        <FacingText lines={lines} from={from} to={to} />
      </Page>
      <div class="actions-place">
        {asksDelete && (
          <DeleteQuestion
            id={entry.id}
            what={words.library.deleteTranslationAsk}
            onKeep={() => setAsksDelete(false)}
            onGone={onBack}
          />
        )}
        {parts.length === 0 ? (
          <div class="actions">{buttons}</div>
        ) : (
          <Actions
            text={() => targetText(parts)}
            onSummarize={() => summarize.summarizeEntries([entry.id])}
            onTranslate={() => void deeds.sendToTranslator(parts.map(({ source }) => source).join(''), from)}
            saves={formatsOf(entry).map((format) => ({
              label: formatInWords(format, entry),
              choose: () => void deeds.saveTranslation(entry.id, format),
            }))}
          >
            {buttons}
          </Actions>
        )}
      </div>
    </>
  );
}

interface FacingTextProps {
  readonly lines: readonly FacingLine[];
  readonly from: string;
  readonly to: string;
}

/** A long document has thousands of lines: they change only together. */
const FacingText = memo(({ lines, from, to }: FacingTextProps) => (
  <div class="facing">
    {lines.map(({ source, target, begins }, index) => (
      <div key={index} class={begins && index > 0 ? 'facing-line begins' : 'facing-line'}>
        <p lang={from} dir="auto">
          {source}
        </p>
        <p class="facing-target" lang={to} dir="auto">
          {target}
        </p>
      </div>
    ))}
  </div>
));

function formatsOf({ kind, state }: Entry): readonly TranslationFormat[] {
  return kind === 'document' && state === 'done' ? ['document', 'text', 'json'] : ['text', 'json'];
}

function formatInWords(format: TranslationFormat, entry: Entry): string {
  const { formats } = words.translate;
  return format === 'document' ? formats.document(entry.title) : formats[format];
}
