/** Both pages while there are no points yet: where one writes, and on the right what is to come, or why it does not. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { AppState } from '../../preload/contract.ts';
import { useSurroundings } from '../context.ts';
import { percent } from '../format.ts';
import type { Summarizer } from '../summarizer.ts';
import { isSummaryReady } from '../summary-models.ts';
import { words } from '../words.ts';
import { MissingSummarizer } from './missing-summarizer.tsx';
import { Notice } from './notice.tsx';
import { Progress } from './progress.tsx';
import { ScrollPlace } from './scroll-place.tsx';
import { SummaryText } from './summary-text.tsx';
import { ErrorNotice } from './trouble-notice.tsx';

interface WritingProps {
  readonly program: AppState;
  readonly summarizer: Summarizer;
}

/** The pages. */
export function SummaryWriting({ program, summarizer }: WritingProps) {
  const { view, phase, source } = summarizer;
  const { offTheRecord } = program.settings;
  return (
    <div class="translator summary">
      <div class="sides">
        <section class="side" aria-label={words.summarize.source}>
          {view !== null ? (
            <ScrollPlace>
              <SummaryText view={view} lit={null} />
            </ScrollPlace>
          ) : source.kind === 'typed' ? (
            <WritingField summarizer={summarizer} />
          ) : (
            <div class="side-body">{phase !== 'idle' && <p class="quiet">{words.summarize.finding}</p>}</div>
          )}
          <div class="side-foot">
            {recordNote(summarizer, offTheRecord) !== '' && (
              <p class="quiet">{recordNote(summarizer, offTheRecord)}</p>
            )}
          </div>
        </section>
        <section class="side" aria-label={words.summarize.points} aria-busy={phase !== 'idle'}>
          <ScrollPlace>
            <Coming program={program} summarizer={summarizer} />
          </ScrollPlace>
        </section>
      </div>
    </div>
  );
}

function WritingField({ summarizer: { text, given, phase } }: { readonly summarizer: Summarizer }) {
  const { summarize } = useSurroundings();
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    if (field.current !== null && field.current.value !== text) field.current.value = text;
  }, [given]);
  return (
    <div class="field">
      <textarea
        ref={field}
        id="summary-text"
        class="side-scroll"
        aria-label={words.summarize.source}
        placeholder={words.summarize.placeholder}
        dir="auto"
        spellcheck={false}
        // What is being read does not change under it.
        readOnly={phase !== 'idle'}
        onInput={(event) => summarize.type(event.currentTarget.value)}
      />
    </div>
  );
}

/** How far it is, what is wrong, or what this room does. */
function Coming({ program, summarizer }: WritingProps) {
  const { summarize } = useSurroundings();
  const { phase, error, cancelled, share } = summarizer;
  if (phase !== 'idle') {
    return (
      <Progress
        label={phase === 'sending' ? words.summarize.sending : words.summarize.working}
        share={share}
        words={share === null ? '' : words.job.progress(percent(share))}
      >
        <span aria-hidden="true" class="quiet">
          {' '}
          ·{' '}
        </span>
        <button type="button" class="link" onClick={summarize.cancel}>
          {words.actions.cancel}
        </button>
      </Progress>
    );
  }
  const isReady = isSummaryReady(program);
  return (
    <>
      {!isReady && <MissingSummarizer program={program} />}
      {error !== null && (isReady || error.code !== 'model-missing') && (
        <ErrorNotice error={error} onRetry={summarize.run} />
      )}
      {cancelled && <Notice tone="calm" what={words.summarize.cancelled} />}
      {isReady && error === null && !cancelled && (
        <div class="side-empty">
          <p>{words.summarize.empty}</p>
          <p class="quiet">{words.summarize.emptyMore}</p>
          <p class="quiet">{words.summarize.private}</p>
        </div>
      )}
    </>
  );
}

/** Whether this text is kept: it may not be as the switch, which counts for the next one. */
export function recordNote({ entry, offTheRecord: isOff }: Summarizer, next: boolean): string {
  if (entry === null) return next ? words.summarize.offTheRecordOn : '';
  if (isOff) return words.summarize.offTheRecordOn;
  return next ? words.summarize.offTheRecordNext : '';
}
