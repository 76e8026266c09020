/** The models that look at a picture: which are installed, and what is missing. */
import type { EncoderDecoderGraphs, ReadingGraphs } from '../models/schema.ts';
import { ParolaError } from './errors.ts';
import { findModel, type Graphs, installedModel, listModels, missingModel } from './models.ts';
import { runnableModel } from './runnable-model.ts';
import type { InstalledModel, SeeingModels } from './worker/protocol.ts';

/** The captioner that the settings begin with and the first start fetches. */
export const usualCaptionModel = 'parola-captioner';

/**
 * The captioner and every reader of text that is installed; without a reader pictures are described and
 * not read.
 * @throws ParolaError model-unknown, model-wrong-task, model-missing (its detail is the id of what to install)
 */
export async function seeingModels(home: string, captionModel = usualCaptionModel): Promise<SeeingModels> {
  return { captioner: await captionerOf(home, captionModel), reading: await readersOf(home) };
}

/** @throws ParolaError model-unknown, model-wrong-task */
export function checkCaptionModel(id: string): void {
  if (findModel(id).task === 'caption') return;
  throw new ParolaError('model-wrong-task', `the model ${id} does not describe pictures`);
}

async function captionerOf(home: string, id: string): Promise<InstalledModel<EncoderDecoderGraphs>> {
  checkCaptionModel(id);
  const model = await runnableModel(home, id);
  if (model.graphs.image !== undefined) return model;
  throw new ParolaError('model-missing', missingModel(id).message, id);
}

async function readersOf(home: string): Promise<InstalledModel<ReadingGraphs>[]> {
  const installed = (await listModels(home, 'read')).filter(({ state }) => state.kind === 'installed');
  const models = await Promise.all(installed.map(({ manifest }) => installedModel(home, manifest.id)));
  return models.filter(isReader);
}

function isReader(model: InstalledModel<Graphs> | null): model is InstalledModel<ReadingGraphs> {
  return model?.graphs.kind === 'reading';
}
