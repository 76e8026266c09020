/** What Parola can do and with what: installed or not, how large, whose, in which languages. */
import { useState } from 'preact/hooks';
import type { AppState, CallResults, ModelView } from '../../preload/contract.ts';
import { useSurroundings } from '../context.ts';
import { inSentences } from '../error-words.ts';
import { size } from '../format.ts';
import { languageNames } from '../languages.ts';
import { inWords, words } from '../words.ts';
import { Button } from './button.tsx';
import { InstallProgress } from './first-start.tsx';
import { Page } from './page.tsx';

/** The room. */
export function Models({ program }: { readonly program: AppState }) {
  return (
    <>
      <header class="header">
        <h1>{words.models.title}</h1>
        {program.hears.length > 0 && <span class="quiet">{words.models.hears(inWords(program.hears))}</span>}
      </header>
      <Page label={words.models.title}>
        <p class="quiet lead">{words.models.intro}</p>
        <ul class="models">
          {program.models.map((model) => (
            <li key={model.id}>
              <ModelCard model={model} inUse={model.id === program.settings.speechModel} />
            </li>
          ))}
        </ul>
      </Page>
    </>
  );
}

function ModelCard({ model, inUse }: { readonly model: ModelView; readonly inUse: boolean }) {
  const languages = languageNames(model.languages);
  return (
    <article class="model" aria-label={model.title}>
      <div class="model-head">
        <h2>{model.title}</h2>
        <span class="quiet">{stateInWords(model)}</span>
        {inUse && model.state.kind === 'installed' && <span class="tag">{words.models.inUse}</span>}
      </div>
      <p>{model.description}</p>
      <p class="quiet">
        {[
          model.name,
          languages.length === 0 ? words.models.anyLanguage : inWords(languages),
          words.models.licence(model.licence),
        ].join(' · ')}
      </p>
      <InstallProgress model={model} label={model.title} />
      {model.state.kind === 'failed' && model.state.error.code !== 'cancelled' && (
        <p class="model-error">{Object.values(inSentences(model.state.error)).join(' ')}</p>
      )}
      <ModelButtons model={model} inUse={inUse} />
    </article>
  );
}

type Check = 'none' | 'checking' | CallResults['models.verify'];

function ModelButtons({ model, inUse }: { readonly model: ModelView; readonly inUse: boolean }) {
  const { program, deeds, announcer } = useSurroundings();
  const [check, setCheck] = useState<Check>('none');
  const call = async (name: 'models.install' | 'models.remove') => {
    setCheck('none');
    const answer = await program.call(name, { id: model.id });
    if (!answer.ok) deeds.fail(answer.error);
  };
  const verify = async () => {
    setCheck('checking');
    const answer = await program.call('models.verify', { id: model.id });
    setCheck(answer.ok ? answer.value : { intact: false, problems: [answer.error.message] });
    announcer.say(answer.ok && answer.value.intact ? words.models.intact : words.models.broken);
  };
  const { kind } = model.state;
  if (kind === 'installing') return null;
  return (
    <div class="model-buttons">
      {(kind === 'absent' || kind === 'failed') && (
        <Button
          look="outline"
          label={kind === 'failed' ? words.models.again : words.models.install(size(model.downloadBytes))}
          onPress={() => void call('models.install')}
        />
      )}
      {kind === 'installed' && (
        <>
          {model.task === 'transcribe' && model.runnable && !inUse && (
            <Button
              look="outline"
              label={words.models.use}
              onPress={() => void deeds.setSettings({ speechModel: model.id })}
            />
          )}
          <Button
            label={check === 'checking' ? words.models.verifying : words.models.verify}
            onPress={() => void verify()}
          />
          <Button label={words.models.remove} onPress={() => void call('models.remove')} />
          {typeof check === 'object' && (
            <span class="quiet">
              {check.intact ? words.models.intact : [words.models.broken, ...check.problems].join(' ')}
            </span>
          )}
        </>
      )}
    </div>
  );
}

function stateInWords(model: ModelView): string {
  if (model.state.kind === 'installed') return words.models.installed(size(model.state.bytes));
  return model.state.kind === 'installing' ? '' : words.models.absent;
}
