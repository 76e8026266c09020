/** The models that summarize: which are installed, and what is missing. */
import type { EncoderDecoderGraphs } from '../models/schema.ts';
import { ParolaError } from './errors.ts';
import { findModel, installedModel, missingModel, modelState } from './models.ts';
import type { InstalledModel, SummaryModels } from './worker/protocol.ts';

/** The chooser that the settings begin with, and the cleaner beside it; both come with Parola. */
export const usualSummaryModel = 'parola-chooser';
export const usualCleanModel = 'parola-cleaner';

/**
 * The chooser `model` with the cleaner whose vectors it reads; or a model that writes in its own words.
 * @throws ParolaError model-unknown, model-wrong-task, model-missing (its detail is the id of what to install)
 */
export async function summaryModels(home: string, model = usualSummaryModel): Promise<SummaryModels> {
  checkSummaryModel(model, home);
  const chosen = await runnable(home, model);
  const { pointer } = chosen.graphs;
  if (pointer === undefined) return { kind: 'written', writer: chosen };
  if (pointer.to !== 'sentences') throw wrongTask(model);
  return { kind: 'said', cleaner: await runnable(home, pointer.vectorsFrom), chooser: chosen };
}

/** @throws ParolaError model-unknown, model-wrong-task */
export function checkSummaryModel(id: string, home?: string): void {
  if (findModel(id, home).task !== 'summarize') throw wrongTask(id);
}

async function runnable(home: string, id: string): Promise<InstalledModel<EncoderDecoderGraphs>> {
  const model = await installedModel(home, id);
  if (model?.graphs.kind === 'encoder-decoder') return { ...model, graphs: model.graphs };
  const state = await modelState(home, findModel(id, home));
  if (state.kind === 'unusable') {
    throw new ParolaError(
      'model-missing',
      `the model ${id} cannot be used: ${state.reason}; run "parola models install ${id}"`,
      id,
    );
  }
  throw new ParolaError('model-missing', missingModel(id).message, id);
}

function wrongTask(id: string): ParolaError {
  return new ParolaError('model-wrong-task', `the model ${id} does not summarize; choose one that does`);
}
