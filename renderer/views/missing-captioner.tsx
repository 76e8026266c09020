/** What describes pictures is not installed: the button that gets it, and how far that is. */
import type { AppState, ModelView } from '../../preload/contract.ts';
import { useSurroundings } from '../context.ts';
import { size } from '../format.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { InstallProgress } from './first-start.tsx';
import { ModelFailure } from './models-buttons.tsx';

/** It came with Parola: nothing has to be fetched. Its licence note stands in Settings and Models. */
export const ownCaptioner = 'parola-captioner';

/** The chosen model that describes pictures; null where the catalogue has none. */
export function captionModel({ models, settings }: AppState): ModelView | null {
  return models.find(({ id }) => id === settings.captionModel) ?? null;
}

/** The offer; nothing where it is installed. */
export function MissingCaptioner({ program }: { readonly program: AppState }) {
  const { program: calls, deeds } = useSurroundings();
  const model = captionModel(program);
  if (model === null || model.state.kind === 'installed') return null;
  const isComing = model.state.kind === 'installing';
  const isHere = model.id === ownCaptioner;
  const why = isHere ? words.see.missing.bundled : words.see.missing.why;
  const install = async () => {
    const answer = await calls.call('models.install', { id: model.id });
    if (!answer.ok && answer.error.code !== 'cancelled') deeds.fail(answer.error);
  };
  return (
    <div class="first missing-captioner">
      <h2>{words.see.missing.title}</h2>
      <p class="quiet">{isComing ? words.see.missing.coming : why}</p>
      <p class="quiet">
        {model.name} · {size(model.downloadBytes)} · {words.see.missing.licence(model.licence)}
      </p>
      <InstallProgress model={model} label={words.first.jobs.caption ?? model.title} />
      <ModelFailure model={model} />
      {!isComing && (
        <Button
          look="solid"
          label={
            model.state.kind === 'failed'
              ? words.models.again
              : isHere
                ? words.see.missing.ready
                : words.see.missing.install(size(model.downloadBytes))
          }
          onPress={() => void install()}
        />
      )}
    </div>
  );
}
