/** Before Parola can hear: what is missing, the button that gets it, and how far that is. */
import type { ModelView } from '../../preload/contract.ts';
import { useSurroundings } from '../context.ts';
import { inSentences } from '../error-words.ts';
import { size, sizeOf } from '../format.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { Progress } from './progress.tsx';

/** The models that hearing needs, and how they come. */
export function FirstStart({ models }: { readonly models: readonly ModelView[] }) {
  const { program } = useSurroundings();
  const needed = models.filter((model) => model.default && model.state.kind !== 'installed');
  const coming = needed.filter((model) => model.state.kind === 'installing');
  const absent = needed.filter((model) => model.state.kind === 'absent' || model.state.kind === 'failed');
  const absentSize = size(absent.reduce((sum, model) => sum + model.downloadBytes, 0));
  const install = () => {
    for (const model of absent) void program.call('models.install', { id: model.id });
  };
  return (
    <div class="first">
      <h2>{words.first.title}</h2>
      <p class="quiet">{coming.length > 0 ? words.first.coming : words.first.missing(absentSize)}</p>
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
      {absent.length > 0 && <Button look="solid" label={words.first.get(absentSize)} onPress={install} />}
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

function jobOf(model: ModelView): string {
  return words.first.jobs[model.task] ?? model.title;
}
