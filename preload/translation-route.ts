/**
 * How to get from one language to another with the models there are: straight, or through English.
 * Pure, because main chooses with it what runs and the page what it offers.
 */

/** A translation model as far as choosing it goes. */
export interface TranslationChoice {
  readonly id: string;
  /** BCP 47. */
  readonly from: string;
  readonly to: string;
  readonly installed: boolean;
  /** BLEU as published, for comparing models of one pair; 0 where there is none. */
  readonly quality: number;
}

export type TranslationRoute<Choice extends TranslationChoice> =
  /** One model, or two with English between. */
  | { readonly kind: 'ready'; readonly steps: readonly Choice[] }
  /** There are models, and `missing` of them are to be installed. */
  | { readonly kind: 'installable'; readonly steps: readonly Choice[]; readonly missing: readonly Choice[] }
  /** No models known to Parola lead there. */
  | { readonly kind: 'none' };

const between = 'en';

/**
 * The best way from `from` to `to`: what is installed goes before what is not, straight before through
 * English, then the better model.
 */
export function routeBetween<Choice extends TranslationChoice>(
  models: readonly Choice[],
  from: string,
  to: string,
): TranslationRoute<Choice> {
  const ways = [waysOf(models, from, to), waysThrough(models, from, to)];
  const installed = ways.find((steps) => steps?.every((step) => step.installed));
  if (installed) return { kind: 'ready', steps: installed };
  const possible = ways.find((steps) => steps !== null);
  if (!possible) return { kind: 'none' };
  return { kind: 'installable', steps: possible, missing: possible.filter((step) => !step.installed) };
}

/** Languages that `from` can be translated into with models installed or not, in no order. */
export function targetsFrom(models: readonly TranslationChoice[], from: string): string[] {
  const all = new Set(models.flatMap((model) => [model.from, model.to]));
  return [...all].filter((to) => to !== from && routeBetween(models, from, to).kind !== 'none');
}

function waysOf<Choice extends TranslationChoice>(
  models: readonly Choice[],
  from: string,
  to: string,
): readonly Choice[] | null {
  const best = models
    .filter((model) => model.from === from && model.to === to)
    .sort((a, b) => Number(b.installed) - Number(a.installed) || b.quality - a.quality)[0];
  return best === undefined ? null : [best];
}

function waysThrough<Choice extends TranslationChoice>(
  models: readonly Choice[],
  from: string,
  to: string,
): readonly Choice[] | null {
  if (from === between || to === between) return null;
  const first = waysOf(models, from, between);
  const second = waysOf(models, between, to);
  return first && second && [...first, ...second];
}
