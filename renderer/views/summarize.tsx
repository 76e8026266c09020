/** The room where a text is made short: the text on the left, what matters in it on the right, how much of it below. */
import { FilePlus2, FileText } from 'lucide-preact';
import type { AppState } from '../../preload/contract.ts';
import { useSurroundings, useView } from '../context.ts';
import type { Summarizer } from '../summarizer.ts';
import { isSummaryReady } from '../summary-models.ts';
import { words } from '../words.ts';
import { Button, Switch } from './button.tsx';
import { SummaryBar } from './summary-bar.tsx';
import { SummaryPages } from './summary-pages.tsx';
import { SummaryWriting } from './summary-writing.tsx';

/** The room. */
export function Summarize({ program }: { readonly program: AppState }) {
  const { summarizer } = useView();
  const { summarize } = useSurroundings();
  const { view } = summarizer;
  return (
    <>
      <SummarizeHeader program={program} summarizer={summarizer} />
      {view?.digest == null ? (
        <>
          <SummaryWriting program={program} summarizer={summarizer} />
          <RunBar program={program} summarizer={summarizer} />
        </>
      ) : (
        <>
          <SummaryPages
            key={view.entry.id}
            view={view}
            onDeleted={() => summarize.give('')}
            {...(canEdit(summarizer) ? { onEdit: summarize.edit } : {})}
          />
          <SummaryBar view={view} onLength={summarize.setLength} />
        </>
      )}
    </>
  );
}

function SummarizeHeader(props: { readonly program: AppState; readonly summarizer: Summarizer }) {
  const { deeds, summarize } = useSurroundings();
  const { text, view, entry, source } = props.summarizer;
  const title = view?.entry.title || (source.kind === 'file' ? source.name : '');
  return (
    <header class="header translator-header">
      <h1>{title || words.summarize.title}</h1>
      {(text !== '' || view !== null || entry !== null) && (
        <Button
          icon={FilePlus2}
          label={words.summarize.new}
          description={words.summarize.newLong}
          onPress={() => {
            summarize.give('');
            requestAnimationFrame(() => document.querySelector<HTMLElement>('#summary-text')?.focus());
          }}
        />
      )}
      <Switch
        label={words.speak.offTheRecord}
        checked={props.program.settings.offTheRecord}
        keyAction="record"
        onChange={(offTheRecord) => void deeds.setSettings({ offTheRecord })}
      />
      <Button
        look="icon"
        icon={FileText}
        label={words.summarize.open}
        keyAction="open"
        onPress={deeds.chooseFiles}
      />
    </header>
  );
}

/** The one action while there are no points yet. */
function RunBar(props: { readonly program: AppState; readonly summarizer: Summarizer }) {
  const { summarize } = useSurroundings();
  const { text, phase, source } = props.summarizer;
  const isBlank = source.kind === 'typed' && !/\S/.test(text);
  const isReady = isSummaryReady(props.program);
  const cannot = isBlank || phase !== 'idle' || !isReady;
  const why = isBlank ? words.summarize.blank : isReady ? undefined : words.summarize.missing.title;
  return (
    <div class="bar summary-bar">
      <button
        type="button"
        class="button solid summarize-button"
        aria-disabled={cannot || undefined}
        aria-description={phase === 'idle' ? why : undefined}
        aria-keyshortcuts="Control+Enter"
        data-tip="Ctrl+Enter"
        onClick={() => !cannot && summarize.run()}
      >
        {words.summarize.run}
      </button>
    </div>
  );
}

/** What was typed or dropped as plain text; what was said would lose its moments. */
function canEdit({ view }: Summarizer): boolean {
  if (view?.digest == null || view.texts.length !== 1 || view.texts[0]?.entry !== null) return false;
  return view.digest.sentences.every(({ seconds }) => seconds === null);
}
