/** The chosen languages are not installed: what it takes, the button that gets it, and how far that is. */
import type { ModelView } from '../../preload/contract.ts';
import type { ErrorData } from '../../preload/error-data.ts';
import type { TranslationRoute } from '../../preload/translation-route.ts';
import { useSurroundings } from '../context.ts';
import { inSentences, type Sentences } from '../error-words.ts';
import { size } from '../format.ts';
import { languageNames } from '../languages.ts';
import type { ModelChoice } from '../translation-languages.ts';
import { words } from '../words.ts';
import { Button } from './button.tsx';
import { InstallProgress } from './first-start.tsx';
import { Notice } from './notice.tsx';

interface MissingPairProps {
  readonly from: string | null;
  readonly to: string;
  readonly route: TranslationRoute<ModelChoice>;
}

/** The offer. */
export function MissingPair({ from, to, route }: MissingPairProps) {
  if (route.kind !== 'installable') {
    if (from === null) return <Notice tone="calm" what={words.translate.missing.detectFirst} />;
    const pair = words.translate.missing.pair(...names(from, to));
    return (
      <Notice tone="calm" what={words.translate.missing.none(pair)} todo={words.translate.missing.noneMore} />
    );
  }
  const pair = words.translate.missing.pair(...names(from ?? route.steps[0]?.from ?? '', to));
  return <Installable pair={pair} steps={route.steps} missing={route.missing.map(({ model }) => model)} />;
}

interface InstallableProps {
  readonly pair: string;
  readonly steps: readonly ModelChoice[];
  readonly missing: readonly ModelView[];
}

function Installable({ pair, steps, missing }: InstallableProps) {
  const { program } = useSurroundings();
  const coming = missing.filter(({ state }) => state.kind === 'installing');
  const wanted = missing.filter(({ state }) => state.kind !== 'installing');
  const failed = wanted.find(({ state }) => state.kind === 'failed' && state.error.code !== 'cancelled');
  const bytes = size(wanted.reduce((sum, model) => sum + model.downloadBytes, 0));
  const install = () => {
    for (const model of wanted) void program.call('models.install', { id: model.id });
  };
  const [first] = steps;
  return (
    <div class="first missing-pair">
      <h2>{words.translate.missing.title(pair)}</h2>
      <p class="quiet">{coming.length > 0 ? words.translate.missing.coming : words.translate.missing.why}</p>
      {steps.length > 1 && first !== undefined && (
        <p class="quiet">{words.translate.missing.through(languageNames([first.to]).join(''))}</p>
      )}
      <ul class="missing-models">
        {missing.map((model) => (
          <li key={model.id}>
            {missing.length > 1 && <>{words.translate.missing.pair(...names(...directionOf(model)))} </>}
            <span class="quiet">
              {[model.name, size(model.downloadBytes), words.translate.missing.licence(model.licence)].join(
                ' · ',
              )}
            </span>
            <InstallProgress
              model={model}
              label={words.translate.missing.pair(...names(...directionOf(model)))}
            />
          </li>
        ))}
      </ul>
      {failed?.state.kind === 'failed' && <Notice {...troubleOf(failed.state.error)} />}
      {wanted.length > 0 && (
        <Button
          look="solid"
          label={failed === undefined ? words.translate.missing.install(bytes) : words.translate.again}
          onPress={install}
        />
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
