/** Which models a summary needs, and which of them are missing. */
import type { AppState, ModelView } from '../preload/contract.ts';

/** Said in one's own words: what cleans, and what chooses; both come with Parola. */
export const ownSummaryModels = ['parola-cleaner', 'parola-chooser'];

/** Those of the catalogue that the chosen way needs. */
export function neededSummaryModels({ models, settings }: AppState): readonly ModelView[] {
  const ids = settings.summaryModel === null ? ownSummaryModels : [settings.summaryModel];
  return models.filter(({ id }) => ids.includes(id));
}

/** Those that are not installed. */
export function missingSummaryModels(program: AppState): readonly ModelView[] {
  return neededSummaryModels(program).filter(({ state }) => state.kind !== 'installed');
}

/** What the catalogue does not list the program itself answers for. */
export function isSummaryReady(program: AppState): boolean {
  return missingSummaryModels(program).length === 0;
}

/** Is what cleans a dictation there? */
export function canClean({ models }: AppState): boolean {
  return ownSummaryModels.every((id) =>
    models.some((model) => model.id === id && model.state.kind === 'installed'),
  );
}

/** Installed models that summarize in their own words. */
export function writers({ models }: AppState): readonly ModelView[] {
  return models.filter(
    ({ id, task, state }) =>
      task === 'summarize' && state.kind === 'installed' && !ownSummaryModels.includes(id),
  );
}
