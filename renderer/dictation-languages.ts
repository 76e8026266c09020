/** Into which languages a dictation can be translated. Pure. */
import type { AppState } from '../preload/contract.ts';
import { type LanguageOption, modelChoices, targetLanguages } from './translation-languages.ts';

/** The language that dictations are heard in, BCP 47. */
export function heardLanguage({ models, settings }: AppState): string {
  return models.find(({ id }) => id === settings.speechModel)?.languages[0] ?? 'en';
}

/**
 * The languages that can be had below the words now, with the models that are installed; where any language
 * may be spoken, those that anything can be translated into.
 */
export function dictationLanguages(program: AppState): readonly LanguageOption[] {
  const { models, settings } = program;
  const spoken = models.find(({ id }) => id === settings.speechModel)?.languages ?? [];
  if (spoken.length > 1) return targetLanguages(modelChoices(models), null).installed;
  const heard = heardLanguage(program);
  return targetLanguages(modelChoices(program.models), heard).installed.filter(({ code }) => code !== heard);
}
