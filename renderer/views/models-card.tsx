/** One model that is not one of many: what it does, whose it is, and what can be done with it. */
import type { ModelView } from '../../preload/contract.ts';
import { languageNames } from '../languages.ts';
import { inWords, words } from '../words.ts';
import { InstallProgress } from './first-start.tsx';
import { ModelButtons, ModelFailure, stateInWords } from './models-buttons.tsx';
import { useKeptFocus } from './use-kept-focus.ts';

/** The card. */
export function ModelCard({ model, inUse }: { readonly model: ModelView; readonly inUse: boolean }) {
  const card = useKeptFocus<HTMLElement>();
  const languages = languageNames(model.languages);
  return (
    <article class="model" aria-label={model.title} ref={card}>
      <div class="model-words">
        <div class="model-head">
          <h3>{shortTitle(model)}</h3>
          <span class="quiet numbers">{stateInWords(model)}</span>
          {inUse && model.state.kind === 'installed' && <span class="tag">{words.models.inUse}</span>}
        </div>
        <p>{model.description}</p>
        <p class="quiet">
          {[
            model.name,
            ...(languages.length > 1 ? [inWords(languages)] : []),
            words.models.licence(model.licence),
          ].join(' · ')}
        </p>
      </div>
      <ModelButtons model={model} inUse={inUse} />
      <InstallProgress model={model} label={model.title} />
      <ModelFailure model={model} />
    </article>
  );
}

/** The title without the job, which the section names already: `English, small` of `Hearing, English, small`. */
function shortTitle({ title, task }: ModelView): string {
  const job = words.first.jobs[task] ?? '';
  const rest = title.startsWith(job) ? title.slice(job.length).replace(/^[,:]?\s*/, '') : title;
  return rest === '' ? words.models.anyLanguage : rest.charAt(0).toUpperCase() + rest.slice(1);
}
