/** What computes: the choice, what was found out about each model and why, and trying it all again. */
import { Gauge } from 'lucide-preact';
import type { AppState, ProviderVerdict } from '../../preload/contract.ts';
import { useSurroundings } from '../context.ts';
import { providerWords as words } from '../words-provider.ts';
import { Button } from './button.tsx';
import { SettingsPart } from './settings-part.tsx';

/** The part. */
export function ProviderPart({ program }: { readonly program: AppState }) {
  const { deeds, program: engine, announcer } = useSurroundings();
  const { settings, providers } = program;
  const { available, testing, verdicts } = providers;
  const others = available.filter((name) => name !== 'cpu');
  // One that was chosen elsewhere, or is no longer there, is shown as it is.
  const choices = [...new Set(['auto', 'cpu', ...others, settings.provider])];
  const models = [...new Set(verdicts.map(({ model }) => model))];
  const test = async () => {
    const answer = await engine.call('providers.test', undefined);
    if (answer.ok) announcer.say(words.tested);
    else deeds.fail(answer.error);
  };
  return (
    <SettingsPart title={words.title} note={words.more}>
      <fieldset class="choices">
        <legend>{words.choice}</legend>
        {choices.map((name) => (
          <label key={name}>
            <input
              type="radio"
              name="provider"
              checked={settings.provider === name}
              onChange={() => void deeds.setSettings({ provider: name })}
            />
            {words.name(name)}
          </label>
        ))}
      </fieldset>
      {models.length === 0 && <p class="quiet">{words.untried}</p>}
      {models.length > 0 && (
        <ul class="verdicts" aria-label={words.list} aria-busy={testing}>
          {models.map((model) => (
            <li key={model}>
              {titleOf(program, model)}
              <ModelVerdicts verdicts={verdicts.filter((verdict) => verdict.model === model)} />
            </li>
          ))}
        </ul>
      )}
      <Button
        label={testing ? words.testing : words.test}
        icon={Gauge}
        disabled={testing}
        onPress={() => void test()}
      />
    </SettingsPart>
  );
}

/** "Taking in on the processor. WebGPU: wrong numbers, not used." */
function ModelVerdicts({ verdicts }: { readonly verdicts: readonly ProviderVerdict[] }) {
  const graphs = (['encoder', 'decoder'] as const).filter((graph) =>
    verdicts.some((verdict) => verdict.graph === graph),
  );
  return (
    <>
      {graphs.map((graph) => {
        const mine = verdicts.filter((verdict) => verdict.graph === graph);
        const running = mine.find(({ used }) => used)?.provider ?? 'cpu';
        const reasons = mine.map(({ provider, reason }) => words.tried(provider, reason));
        return (
          <p class="quiet" key={graph}>
            {`${words.graphs[graph]} ${words.on(running)}. ${reasons.join(' ')}`}
          </p>
        );
      })}
    </>
  );
}

function titleOf({ models }: AppState, id: string): string {
  return models.find((model) => model.id === id)?.title ?? id;
}
