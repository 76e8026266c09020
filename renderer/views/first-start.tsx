/** Before Parola can hear: what is missing, the button that gets it, and how far that is. */
import type { ModelView } from '../../preload/contract.ts';
import { useSurroundings } from '../context.ts';
import { inSentences } from '../error-words.ts';
import { size, sizeOf } from '../format.ts';
import { languageNames } from '../languages.ts';
import { inWords, words } from '../words.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { Progress } from './progress.tsx';

/** The models that hearing needs, and those of translation that come with them. */
export function FirstStart({ models }: { readonly models: readonly ModelView[] }) {
  const { program } = useSurroundings();
  const needed = models.filter((model) => model.default && model.state.kind !== 'installed');
  const coming = needed.filter((model) => model.state.kind === 'installing');
  const absent = needed.filter((model) => model.state.kind === 'absent' || model.state.kind === 'failed');
  const translating = needed.filter(({ task }) => task === 'translate');
  const both = translating.length > 0;
  const install = () => {
    for (const model of absent) void program.call('models.install', { id: model.id });
  };
  return (
    <div class="first">
      <h2>{both ? words.first.titleBoth : words.first.title}</h2>
      <p class="quiet">{coming.length > 0 ? comingInWords(both) : missingInWords(absent)}</p>
      {coming.map((model) => (
        <InstallProgress key={model.id} model={model} label={jobOf(model)} />
      ))}
      {needed.map(
        (model) =>
          model.state.kind === 'failed' &&
          model.state.error.code !== 'cancelled' && (
            <Notice key={model.id} {...inSentences(model.state.error)} detail={model.state.error.detail} />
          ),
      )}
      {absent.length > 0 && (
        <Button look="solid" label={getInWords(absent, coming.length > 0)} onPress={install} />
      )}
    </div>
  );
}

/** `Hearing: 12 of 28 MB · Cancel`, over its line. */
export function InstallProgress({ model, label }: { readonly model: ModelView; readonly label: string }) {
  const { program } = useSurroundings();
  if (model.state.kind !== 'installing') return null;
  const { doneBytes, totalBytes, step } = model.state;
  const share = totalBytes > 0 ? Math.min(1, doneBytes / totalBytes) : null;
  const how = share !== null && share < 1 ? sizeOf(doneBytes, totalBytes) : step;
  return (
    <Progress label={`${label}:`} share={share} words={how}>
      <span aria-hidden="true" class="quiet">
        {' '}
        ·{' '}
      </span>
      <button
        type="button"
        class="link"
        aria-label={words.first.cancel(label)}
        onClick={() => void program.call('models.cancel', { id: model.id })}
      >
        {words.actions.cancel}
      </button>
    </Progress>
  );
}

function comingInWords(both: boolean): string {
  return both ? words.first.comingBoth : words.first.coming;
}

/** What is to be fetched: its size, and where translation comes with hearing, how much each takes. */
function missingInWords(absent: readonly ModelView[]): string {
  if (!hasBoth(absent)) return words.first.missing(sizeTogether(absent));
  const translating = absent.filter(({ task }) => task === 'translate');
  const codes = [...new Set(translating.flatMap(({ languages }) => languages))];
  return words.first.missingBoth(
    sizeTogether(absent.filter(({ task }) => task !== 'translate')),
    inWords(languageNames(codes)),
    sizeTogether(translating),
  );
}

function getInWords(absent: readonly ModelView[], isRest: boolean): string {
  const all = sizeTogether(absent);
  if (isRest || absent.every(({ task }) => task === 'translate')) return words.first.getRest(all);
  return hasBoth(absent) ? words.first.getBoth(all) : words.first.get(all);
}

function hasBoth(models: readonly ModelView[]): boolean {
  return models.some(({ task }) => task === 'translate') && models.some(({ task }) => task !== 'translate');
}

function sizeTogether(models: readonly ModelView[]): string {
  return size(models.reduce((sum, { downloadBytes }) => sum + downloadBytes, 0));
}

function jobOf({ task, languages, title }: ModelView): string {
  if (task !== 'translate') return words.first.jobs[task] ?? title;
  const [from = '', to = ''] = languageNames(languages);
  return words.first.translating(words.models.direction(from, to));
}
