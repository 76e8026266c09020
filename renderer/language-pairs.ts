/** Translation models as a person looks for them: by language, each with its directions, the better model first. */
import type { ModelView } from '../preload/contract.ts';
import { isLanguageNamed, languageNames } from './languages.ts';

/** The language that nearly every model leads to or from. */
const between = 'en';

export interface Direction {
  /** BCP 47. */
  readonly from: string;
  readonly to: string;
  /** At least one, the better first. */
  readonly models: readonly ModelView[];
}

/** Two languages and the models between them. */
export interface Pair {
  /** Both codes, in order of the alphabet: the same for either direction. */
  readonly key: string;
  /** The language it is listed under, and the other one; BCP 47. */
  readonly language: string;
  readonly other: string;
  /** One or two; from `language` first. */
  readonly directions: readonly Direction[];
}

/** All pairs of `models`, in the order of their languages' names. */
export function pairsOf(models: readonly ModelView[]): readonly Pair[] {
  const groups = new Map<string, ModelView[]>();
  for (const model of models) {
    if (model.task !== 'translate' || model.languages.length !== 2) continue;
    const key = [...model.languages].sort().join(' ');
    groups.set(key, [...(groups.get(key) ?? []), model]);
  }
  return [...groups]
    .map(([key, ofPair]) => pairOf(key, ofPair))
    .sort((a, b) => nameOf(a.language).localeCompare(nameOf(b.language), 'en'));
}

/** Is the pair found by `query`: an English name, the language's own name, or a code? */
export function matchesQuery({ language, other }: Pair, query: string): boolean {
  const named = other === between ? [language] : [language, other];
  return named.some((code) => isLanguageNamed(code, query));
}

/**
 * What is to be installed so that each direction has a model: what was begun and failed, else
 * what the first start fetches (something serves in its place where it cannot be had), else the best.
 */
export function wantedModels({ directions }: Pair): readonly ModelView[] {
  return directions.flatMap(({ models }) => {
    const wanted =
      models.find(({ state }) => state.kind === 'failed') ??
      models.find((model) => model.default) ??
      models[0];
    const isThere = models.some(({ state }) => state.kind === 'installed' || state.kind === 'installing');
    return isThere || wanted === undefined ? [] : [wanted];
  });
}

/** Of a direction's models the one that translates: the best of those installed. */
export function modelInUse({ models }: Direction): ModelView | undefined {
  return models.find(({ state }) => state.kind === 'installed');
}

/** Is anything of it installed, on its way, or did an installation fail? */
export function isBegun({ directions }: Pair): boolean {
  return directions.some(({ models }) => models.some(({ state }) => state.kind !== 'absent'));
}

function pairOf(key: string, models: readonly ModelView[]): Pair {
  const [first = '', second = ''] = key.split(' ');
  const [language, other] = first === between ? [second, first] : [first, second];
  const directions = [
    { from: language, to: other },
    { from: other, to: language },
  ].map(({ from, to }) => ({
    from,
    to,
    models: models.filter((model) => leads(model, from, to)).sort(betterFirst),
  }));
  return { key, language, other, directions: directions.filter((direction) => direction.models.length > 0) };
}

function leads({ languages }: ModelView, from: string, to: string): boolean {
  return languages[0] === from && languages[1] === to;
}

/** By published BLEU, as the program itself chooses; what has none comes last. */
function betterFirst(a: ModelView, b: ModelView): number {
  return (b.quality ?? 0) - (a.quality ?? 0);
}

function nameOf(code: string): string {
  return languageNames([code])[0] ?? code;
}
