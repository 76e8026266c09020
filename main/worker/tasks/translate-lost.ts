/**
 * Words that a translation leaves out: now and then a model skips a bracket or a long list, and looks
 * at none of its tokens. Such a sentence is better translated in halves.
 */
import type { SentenceTranslation } from '../../../preload/translation.ts';

/**
 * So many tokens in a row are not passed over by chance: of the 1994 sentences of FLORES-200 (dev,
 * English and Portuguese) two have as many, and both lack words.
 */
const leastLost = 8;

/**
 * Whether a translation looked at none of a long run of its source's tokens. Where it looked at less
 * than half of them all, its looks tell nothing.
 */
export function hasLost(translation: SentenceTranslation): boolean {
  const { sourceTokens, alignment } = translation;
  if (unreadTokens(translation) > sourceTokens.length / 2) return false;
  const read = new Set(alignment.map(([source]) => source));
  let run = 0;
  return sourceTokens.some((_, place) => {
    run = read.has(place) ? 0 : run + 1;
    return run >= leastLost;
  });
}

/** How many source tokens no token of a translation looked at. */
export function unreadTokens({ sourceTokens, alignment }: SentenceTranslation): number {
  return sourceTokens.length - new Set(alignment.map(([source]) => source)).size;
}

/** The translation of what ends no sentence, without the full stop that the model gave it. */
export function withoutAddedStop(translation: SentenceTranslation): SentenceTranslation {
  const { source, tokens, alignment } = translation;
  const last = tokens.length - 1;
  if (last < 1 || tokens[last]?.text !== '.' || /[.…]\P{L}*$/u.test(source)) return translation;
  const kept = tokens.slice(0, last);
  return {
    ...translation,
    target: kept.map(({ text }) => text).join(''),
    tokens: kept,
    alignment: alignment.filter(([, target]) => target < last),
  };
}
