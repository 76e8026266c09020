/** The models that summarize: which are installed, and what is missing. */
import { ParolaError } from './errors.ts';
import { findModel } from './models.ts';
import { runnableModel } from './runnable-model.ts';
import type { SummaryModels } from './worker/protocol.ts';

/** The chooser that the settings begin with, and the cleaner beside it; both come with Parola. */
export const usualSummaryModel = 'parola-chooser';
export const usualCleanModel = 'parola-cleaner';

/**
 * The chooser `model` with the cleaner whose vectors it reads; or a model that writes in its own words.
 * @throws ParolaError model-unknown, model-wrong-task, model-missing (its detail is the id of what to install)
 */
export async function summaryModels(home: string, model = usualSummaryModel): Promise<SummaryModels> {
  checkSummaryModel(model, home);
  const chosen = await runnableModel(home, model);
  const { pointer } = chosen.graphs;
  if (pointer === undefined) return { kind: 'written', writer: chosen };
  if (pointer.to !== 'sentences') throw wrongTask(model);
  return { kind: 'said', cleaner: await runnableModel(home, pointer.vectorsFrom), chooser: chosen };
}

/** @throws ParolaError model-unknown, model-wrong-task */
export function checkSummaryModel(id: string, home?: string): void {
  if (findModel(id, home).task !== 'summarize') throw wrongTask(id);
}

function wrongTask(id: string): ParolaError {
  return new ParolaError('model-wrong-task', `the model ${id} does not summarize; choose one that does`);
}
