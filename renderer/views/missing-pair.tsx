/** The chosen languages are not installed: what it takes, the button that gets it, and how far that is. */
import type { ModelView } from '../../preload/contract.ts';
import type { ErrorData } from '../../preload/error-data.ts';
import type { TranslationRoute } from '../../preload/translation-route.ts';
import { useSurroundings } from '../context.ts';
import { inSentences, type Sentences } from '../error-words.ts';
import { size } from '../format.ts';
import { languageNames } from '../languages.ts';
import { type ModelChoice, modelsInstead } from '../translation-languages.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { InstallProgress } from './first-start.tsx';
import { Notice } from './notice.tsx';

interface MissingPairProps {
  readonly from: string | null;
  readonly to: string;
  readonly route: TranslationRoute<ModelChoice>;
  readonly choices: readonly ModelChoice[];
}

/** The offer. */
export function MissingPair({ from, to, route, choices }: MissingPairProps) {
  if (route.kind !== 'installable') {
    if (from === null) return <Notice tone="calm" what={words.translate.missing.detectFirst} />;
    const pair = words.translate.missing.pair(...names(from, to));
    return (
      <Notice tone="calm" what={words.translate.missing.none(pair)} todo={words.translate.missing.noneMore} />
    );
  }
  const pair = words.translate.missing.pair(...names(from ?? route.steps[0]?.from ?? '', to));
  const { steps } = route;
  const missing = route.missing.map(({ model }) => model);
  const instead = route.missing.flatMap((step) => modelsInstead(choices, step));
  return <Installable {...{ pair, steps, missing, instead }} />;
}

interface InstallableProps {
  readonly pair: string;
  readonly steps: readonly ModelChoice[];
  readonly missing: readonly ModelView[];
  /** Models that could be got in their place. */
  readonly instead: readonly ModelView[];
}

function Installable({ pair, steps, missing, instead }: InstallableProps) {
  const { program } = useSurroundings();
  const coming = [...missing, ...instead].filter(({ state }) => state.kind === 'installing');
  const wanted = missing.filter(({ state }) => state.kind !== 'installing');
  const failed = wanted.find(({ state }) => state.kind === 'failed' && state.error.code !== 'cancelled');
  const bytes = size(wanted.reduce((sum, model) => sum + model.downloadBytes, 0));
  const install = (models: readonly ModelView[]) => {
    for (const { id } of models) void program.call('models.install', { id });
  };
  const other = instead.find(({ state }) => state.kind === 'absent');
  const shown = [...missing, ...coming.filter((model) => !missing.includes(model))];
  const [first] = steps;
  return (
    <div class="first missing-pair">
      <h2>{words.translate.missing.title(pair)}</h2>
      <p class="quiet">{coming.length > 0 ? words.translate.missing.coming : words.translate.missing.why}</p>
      {steps.length > 1 && first !== undefined && (
        <p class="quiet">{words.translate.missing.through(languageNames([first.to]).join(''))}</p>
      )}
      <ul class="missing-models">
        {shown.map((model) => (
          <li key={model.id}>
            {missing.length > 1 && <>{words.translate.missing.pair(...names(...directionOf(model)))} </>}
            <span class="quiet">
              {model.name} · {size(model.downloadBytes)} ·{' '}
              <span class="missing-licence">{words.translate.missing.licence(model.licence)}</span>
            </span>
            <InstallProgress
              model={model}
              label={words.translate.missing.pair(...names(...directionOf(model)))}
            />
          </li>
        ))}
      </ul>
      {failed?.state.kind === 'failed' && <Notice {...troubleOf(failed.state.error)} />}
      {wanted.length > 0 && coming.length === 0 && (
        <p class="missing-buttons">
          <Button
            look="solid"
            label={failed === undefined ? words.translate.missing.install(bytes) : words.translate.again}
            onPress={() => install(wanted)}
          />
          {failed !== undefined && other !== undefined && (
            <Button
              look="outline"
              label={words.translate.missing.instead(other.name, size(other.downloadBytes))}
              onPress={() => install([other])}
            />
          )}
        </p>
      )}
    </div>
  );
}

/** What the program says of places and commands is for a terminal; here it is folded away. */
function troubleOf(error: ErrorData): Sentences & { readonly detail?: string | undefined } {
  const isUnfetched = error.code === 'install-offline' || error.code === 'install-failed';
  return isUnfetched
    ? { ...words.models.unfetched, detail: error.message }
    : { ...inSentences(error), detail: error.detail };
}

function directionOf({ languages }: ModelView): [from: string, to: string] {
  return [languages[0] ?? '', languages[1] ?? ''];
}

function names(from: string, to: string): [from: string, to: string] {
  const [first = from, second = to] = languageNames([from, to]);
  return [first, second];
}
