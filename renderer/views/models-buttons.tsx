/** What can be done with one model, wherever it is listed. */
import { useState } from 'preact/hooks';
import type { CallResults, ModelView } from '../../preload/contract.ts';
import type { ErrorCode } from '../../preload/error-data.ts';
import { useSurroundings } from '../context.ts';
import { inSentences } from '../error-words.ts';
import { size } from '../format.ts';
import { ownSummaryModels } from '../summary-models.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';

interface ModelButtonsProps {
  readonly model: ModelView;
  readonly inUse: boolean;
  /** What a screen reader hears after the button's own words, where several stand close together. */
  readonly about?: string;
}

/** Where there are several models for a task: the setting that names the one in use. */
const settingOf: Partial<Record<string, 'speechModel' | 'captionModel' | 'summaryModel'>> = {
  transcribe: 'speechModel',
  caption: 'captionModel',
  summarize: 'summaryModel',
};

/** Sentences that were really said are what is used where no model is named. */
function settingFor({ id }: ModelView): string | null {
  return ownSummaryModels.includes(id) ? null : id;
}

/** Install, Try again, Use, Check, Remove: those that its state allows. */
export function ModelButtons({ model, inUse, about }: ModelButtonsProps) {
  const { program, deeds } = useSurroundings();
  const [check, begin, forget] = useCheck(model.id);
  const call = async (name: 'models.install' | 'models.remove') => {
    forget();
    const answer = await program.call(name, { id: model.id });
    if (!answer.ok && answer.error.code !== 'cancelled') deeds.fail(answer.error);
  };
  const description = about === undefined ? {} : { description: about };
  switch (model.state.kind) {
    case 'installing':
      return null;
    case 'absent':
    case 'failed': {
      const label =
        model.state.kind === 'failed' ? words.models.again : words.models.install(size(model.downloadBytes));
      return (
        <div class="model-buttons">
          <Button look="outline" label={label} onPress={() => void call('models.install')} {...description} />
        </div>
      );
    }
    case 'installed':
      return (
        <div class="model-buttons">
          {settingOf[model.task] !== undefined && model.runnable && !inUse && (
            <Button
              look="outline"
              label={words.models.use}
              onPress={() =>
                void deeds.setSettings({ [settingOf[model.task] ?? 'speechModel']: settingFor(model) })
              }
            />
          )}
          <Button
            label={check === 'checking' ? words.models.verifying : words.models.verify}
            onPress={begin}
            {...description}
          />
          <Button label={words.models.remove} onPress={() => void call('models.remove')} {...description} />
          {typeof check === 'object' && (
            <span class="quiet">
              {check.intact ? words.models.intact : [words.models.broken, ...check.problems].join(' ')}
            </span>
          )}
        </div>
      );
  }
}

/** Their messages tell of places and commands, which are for a terminal. */
const unfetched: ReadonlySet<ErrorCode> = new Set(['install-failed', 'install-offline']);

/** Why it could not be installed; nothing where it was not tried, or was given up by hand. */
export function ModelFailure({ model }: { readonly model: ModelView }) {
  if (model.state.kind !== 'failed' || model.state.error.code === 'cancelled') return null;
  const { error } = model.state;
  const { what, todo } = unfetched.has(error.code) ? words.models.unfetched : inSentences(error);
  return (
    <div class="model-error">
      <p>
        {what} {todo}
      </p>
      {unfetched.has(error.code) && (
        <details>
          <summary>{words.trouble.details}</summary>
          <p>{error.message}</p>
        </details>
      )}
    </div>
  );
}

/** `Installed, 39 MB`; nothing while it is on its way. */
export function stateInWords({ state }: ModelView): string {
  if (state.kind === 'installed') return words.models.installed(size(state.bytes));
  return state.kind === 'installing' ? '' : words.models.absent;
}

type Check = 'none' | 'checking' | CallResults['models.verify'];

function useCheck(id: string): readonly [Check, () => void, () => void] {
  const { program, announcer } = useSurroundings();
  const [check, setCheck] = useState<Check>('none');
  const verify = async () => {
    setCheck('checking');
    const answer = await program.call('models.verify', { id });
    setCheck(answer.ok ? answer.value : { intact: false, problems: [answer.error.message] });
    announcer.say(answer.ok && answer.value.intact ? words.models.intact : words.models.broken);
  };
  return [check, () => void verify(), () => setCheck('none')];
}
