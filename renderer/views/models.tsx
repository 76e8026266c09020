/** What Parola can do and with what: by what it is for, installed or not, how large, whose. */
import type { AppState, ModelView } from '../../preload/contract.ts';
import { size } from '../format.ts';
import { ownSummaryModels } from '../summary-models.ts';
import { inWords, words } from '../words.ts';
import { ModelCard } from './models-card.tsx';
import { ModelsLanguages } from './models-languages.tsx';
import { Page } from './page.tsx';

/** The room. */
export function Models({ program }: { readonly program: AppState }) {
  const { models, settings, hears } = program;
  const used = models.reduce((sum, { state }) => sum + (state.kind === 'installed' ? state.bytes : 0), 0);
  const translating = models.filter(({ task }) => task === 'translate');
  return (
    <>
      <header class="header">
        <h1>{words.models.title}</h1>
        {used > 0 && <span class="quiet numbers">{words.models.used(size(used))}</span>}
      </header>
      <Page label={words.models.title}>
        <p class="quiet lead">
          {words.models.intro} {hears.length > 0 && words.models.hears(inWords(hears))}
        </p>
        {tasksBeside(models).map((task) => (
          <section key={task} class="models-section" aria-labelledby={`models-${task}`}>
            <h2 id={`models-${task}`}>{words.first.jobs[task] ?? task}</h2>
            <ul class="models">
              {models
                .filter((model) => model.task === task)
                .map((model) => (
                  <li key={model.id}>
                    <ModelCard model={model} inUse={isInUse(model, settings)} />
                  </li>
                ))}
            </ul>
          </section>
        ))}
        {translating.length > 0 && <ModelsLanguages models={translating} />}
      </Page>
    </>
  );
}

function isInUse({ id, task }: ModelView, settings: AppState['settings']): boolean {
  if (task === 'summarize') return settings.summaryModel === (ownSummaryModels.includes(id) ? null : id);
  return id === settings.speechModel || id === settings.captionModel;
}

/** The tasks there are models for, but for translation, which is listed by languages; in their order. */
function tasksBeside(models: readonly ModelView[]): readonly string[] {
  return [...new Set(models.map(({ task }) => task))].filter((task) => task !== 'translate');
}
