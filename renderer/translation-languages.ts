/** Which languages the translator can be set to: what is installed first, then what can be. Pure. */
import type { ModelView, Settings } from '../preload/contract.ts';
import type { ErrorData } from '../preload/error-data.ts';
import { plainLanguage } from '../preload/plain-language.ts';
import { routeBetween, type TranslationChoice, type TranslationRoute } from '../preload/translation-route.ts';
import { languageNames } from './languages.ts';

export interface ModelChoice extends TranslationChoice {
  readonly model: ModelView;
}

export interface LanguageOption {
  /** BCP 47. */
  readonly code: string;
  readonly name: string;
  /** Of what is to be fetched first; 0 where it can be used now. */
  readonly missingBytes: number;
}

export interface LanguageList {
  readonly installed: readonly LanguageOption[];
  readonly installable: readonly LanguageOption[];
}

/** The translation models as the choosing of routes wants them. */
export function modelChoices(models: readonly ModelView[]): readonly ModelChoice[] {
  return models.flatMap((model) => {
    const [from = '', to = ''] = model.languages.map(plainLanguage);
    if (model.task !== 'translate' || from === '' || to === '') return [];
    const installed = model.state.kind === 'installed';
    return [{ id: model.id, from, to, installed, quality: model.quality ?? 0, model }];
  });
}

/** The languages that can be translated from, when `to` is what one reads; `to` itself is there to be swapped. */
export function sourceLanguages(choices: readonly ModelChoice[], to: string): LanguageList {
  return listed(choices, (code) => (code === to ? bestOf(choices, code) : routeBetween(choices, code, to)));
}

/** The languages that can be translated into; from any that is installed where the source is to be detected. */
export function targetLanguages(choices: readonly ModelChoice[], from: string | null): LanguageList {
  return listed(choices, (code) => {
    if (from === null || from === code) return bestInto(choices, code);
    return routeBetween(choices, from, code);
  });
}

/** How the chosen languages come together; where the text's language is to be found, as far as `error` tells. */
export function chosenRoute(
  choices: readonly ModelChoice[],
  { translateFrom: from, translateTo: to }: Pick<Settings, 'translateFrom' | 'translateTo'>,
  error: ErrorData | null,
): TranslationRoute<ModelChoice> {
  if (from !== null) return routeBetween(choices, from, to);
  // The program names the models that a text in the language it found would need.
  const named = error?.code === 'model-missing' ? (error.detail ?? '').split(' ') : [];
  const steps = named.flatMap((id) => choices.filter((choice) => choice.id === id));
  const missing = steps.filter(({ installed }) => !installed);
  if (missing.length > 0) return { kind: 'installable', steps, missing };
  const [any] = choices.filter(({ installed }) => installed);
  if (any !== undefined) return { kind: 'ready', steps: [any] };
  // Nothing is there to translate with: what the first start would have brought is the first thing to get.
  const usual = choices.find((choice) => choice.model.default && choice.to === to);
  return usual === undefined ? { kind: 'none' } : routeBetween(choices, usual.from, to);
}

/** Models that do the same as `step`, the better first: for where its own cannot be had. */
export function modelsInstead(choices: readonly ModelChoice[], step: ModelChoice): readonly ModelView[] {
  return choices
    .filter(({ id, from, to }) => id !== step.id && from === step.from && to === step.to)
    .sort((a, b) => b.quality - a.quality)
    .map(({ model }) => model);
}

/** What is to be fetched of a route, in bytes. */
export function missingBytes(route: TranslationRoute<ModelChoice>): number {
  if (route.kind !== 'installable') return 0;
  return route.missing.reduce((sum, { model }) => sum + model.downloadBytes, 0);
}

function listed(
  choices: readonly ModelChoice[],
  routeOf: (code: string) => TranslationRoute<ModelChoice>,
): LanguageList {
  const codes = [...new Set(choices.flatMap(({ from, to }) => [from, to]))];
  const options = codes.flatMap((code) => {
    const route = routeOf(code);
    if (route.kind === 'none') return [];
    const name = languageNames([code])[0] ?? code;
    return [{ option: { code, name, missingBytes: missingBytes(route) }, ready: route.kind === 'ready' }];
  });
  options.sort((a, b) => a.option.name.localeCompare(b.option.name, 'en'));
  return {
    installed: options.filter(({ ready }) => ready).map(({ option }) => option),
    installable: options.filter(({ ready }) => !ready).map(({ option }) => option),
  };
}

/** The best route from `code` to anywhere. */
function bestOf(choices: readonly ModelChoice[], code: string): TranslationRoute<ModelChoice> {
  return best(choices.filter(({ from }) => from === code).map((one) => routeBetween(choices, code, one.to)));
}

function bestInto(choices: readonly ModelChoice[], code: string): TranslationRoute<ModelChoice> {
  return best(choices.filter(({ to }) => to === code).map((one) => routeBetween(choices, one.from, code)));
}

function best(routes: readonly TranslationRoute<ModelChoice>[]): TranslationRoute<ModelChoice> {
  return routes.find(({ kind }) => kind === 'ready') ?? routes[0] ?? { kind: 'none' };
}
