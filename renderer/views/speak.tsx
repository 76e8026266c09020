/** The room where one speaks: the page, what can be done with it, and the one button below. */
import { FileAudio, RotateCcw } from 'lucide-preact';
import type { AppState } from '../../preload/contract.ts';
import { leavesOut } from '../cleaned-segments.ts';
import { useSurroundings, useView } from '../context.ts';
import { dayAndTime } from '../format.ts';
import { hasEnded, hasWords, type Sheet } from '../sheet.ts';
import { plainText } from '../text.ts';
import { interruptedEntries, otherJobs } from '../view-state.ts';
import { inWords, words } from '../words.ts';
import { Actions } from './actions.tsx';
import { Button, Switch } from './button.tsx';
import { LeftOutSwitch } from './clean-as-i-speak.tsx';
import { FirstStart } from './first-start.tsx';
import { HeardText } from './heard-text.tsx';
import { Interrupted } from './interrupted.tsx';
import { JobProgress } from './job-progress.tsx';
import { Notice } from './notice.tsx';
import { Page } from './page.tsx';
import { SpeakBar } from './speak-bar.tsx';
import { ErrorNotice, TroubleNotice } from './trouble-notice.tsx';

/** The room. */
export function Speak({ program }: { readonly program: AppState }) {
  const view = useView();
  const { deeds, summarize } = useSurroundings();
  const { sheet, showsLeftOut } = view;
  return (
    <>
      <SpeakHeader program={program} sheet={sheet} />
      <Page label={words.speak.page} follows={sheet !== null && hasWords(sheet)}>
        {interruptedEntries(view).map((entry) => (
          <Interrupted key={entry.id} entry={entry} />
        ))}
        <TroubleNotice />
        <EngineNotice program={program} />
        {sheet === null ? <EmptyPage program={program} /> : <WrittenPage program={program} sheet={sheet} />}
        {otherJobs(view).length > 0 && (
          <section class="also" aria-label={words.speak.also}>
            {otherJobs(view).map((entry) => (
              <JobProgress key={entry.id} entry={entry} label={entry.title} />
            ))}
          </section>
        )}
      </Page>
      {sheet !== null && sheet.segments.length > 0 && hasEnded(sheet.entry) && (
        <div class="actions-place">
          <Actions
            entryId={sheet.entry.id}
            isCleaned={leavesOut(sheet.segments)}
            text={plainText(sheet.segments)}
            onSummarize={() => summarize.summarizeEntries([sheet.entry.id])}
            onTranslate={() => void deeds.sendToTranslator(plainText(sheet.segments), null)}
          >
            {leavesOut(sheet.segments) && <LeftOutSwitch isOn={showsLeftOut ?? true} />}
          </Actions>
        </div>
      )}
      <SpeakBar program={program} />
    </>
  );
}

function SpeakHeader({ program, sheet }: { readonly program: AppState; readonly sheet: Sheet | null }) {
  const { deeds } = useSurroundings();
  const { take } = useView();
  const offTheRecord =
    sheet !== null && !hasEnded(sheet.entry) ? sheet.entry.offTheRecord : program.settings.offTheRecord;
  return (
    <header class="header">
      <h1>{sheet === null ? words.speak.title : sheet.entry.title || dayAndTime(sheet.entry.createdAt)}</h1>
      {program.hears.length > 0 && <span class="quiet">{words.speak.hears(inWords(program.hears))}</span>}
      <Switch
        label={words.speak.offTheRecord}
        checked={offTheRecord}
        keyAction="record"
        onChange={(on) => take === 'idle' && void deeds.setSettings({ offTheRecord: on })}
      />
      <Button
        look="icon"
        icon={FileAudio}
        label={words.speak.open}
        keyAction="open"
        onPress={deeds.chooseFiles}
      />
    </header>
  );
}

function EmptyPage({ program }: { readonly program: AppState }) {
  const { deeds } = useSurroundings();
  const { take, trouble } = useView();
  if (program.engine.kind === 'model-missing') return <FirstStart models={program.models} />;
  if (take !== 'idle') return <HeardText segments={[]} isLive />;
  if (trouble !== null) return null;
  return (
    <div class="empty">
      <p class="empty-say">{words.speak.empty}</p>
      <p class="quiet">{words.speak.emptyMore}</p>
      <p>
        <Button
          look="outline"
          icon={FileAudio}
          label={words.speak.open}
          keyAction="open"
          onPress={deeds.chooseFiles}
        />
      </p>
      <p class="quiet">
        {program.hears.length > 0 ? words.speak.hearsLong(inWords(program.hears)) : words.speak.hearsNothing}
      </p>
    </div>
  );
}

function WrittenPage({ program, sheet }: { readonly program: AppState; readonly sheet: Sheet }) {
  const { take, showsLeftOut } = useView();
  const surroundings = useSurroundings();
  const { entry } = sheet;
  const ended = hasEnded(entry);
  const retry = () => void surroundings.program.call('job.retry', { id: entry.id });
  return (
    <>
      {entry.offTheRecord && <p class="quiet page-note">{words.speak.offTheRecordOn}</p>}
      {(hasWords(sheet) || entry.kind === 'dictation') && (
        <HeardText
          segments={sheet.segments}
          settled={sheet.settled}
          unsettled={sheet.unsettled}
          isLive={take !== 'idle' && !ended}
          translates={entry.kind === 'dictation' && !ended && program.settings.dictationTranslation !== null}
          // While one speaks nothing is taken away: what is left out is struck through where it stands.
          showsLeftOut={take !== 'idle' || !ended || (showsLeftOut ?? true)}
          key={entry.id}
        />
      )}
      {entry.kind === 'file' && !ended && <JobProgress entry={entry} />}
      {entry.kind === 'dictation' && take === 'idle' && !ended && entry.state !== 'recording' && (
        <JobProgress entry={entry} />
      )}
      {entry.state === 'done' && sheet.segments.length === 0 && (
        <Notice
          tone="calm"
          what={entry.kind === 'file' ? words.speak.nothingInFile : words.speak.nothingHeard}
          {...(entry.kind === 'file' ? {} : { todo: words.speak.nothingHeardMore })}
        />
      )}
      {entry.state === 'cancelled' && (
        <Notice tone="calm" what={hasWords(sheet) ? words.job.cancelled : words.job.cancelledEmpty}>
          {entry.hasRecording && (
            <Button look="outline" icon={RotateCcw} label={words.actions.again} onPress={retry} />
          )}
        </Notice>
      )}
      {entry.state === 'failed' && entry.error !== null && (
        <ErrorNotice error={entry.error} {...(entry.hasRecording ? { onRetry: retry } : {})} />
      )}
    </>
  );
}

function EngineNotice({ program }: { readonly program: AppState }) {
  const { take, sheet } = useView();
  const { engine } = program;
  if (engine.kind === 'restarting') return <Notice tone="calm" what={words.speak.engineRestarting} />;
  if (engine.kind === 'failed') return <ErrorNotice error={engine.error} />;
  const isWaiting = take !== 'idle' || (sheet !== null && !hasEnded(sheet.entry));
  if (engine.kind === 'loading' && isWaiting)
    return <p class="quiet page-note">{words.speak.engineLoading}</p>;
  return null;
}
