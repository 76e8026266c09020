/** A model that is installed and has an encoder and a decoder, or the error that says what to do about it. */
import type { EncoderDecoderGraphs } from '../models/schema.ts';
import { ParolaError } from './errors.ts';
import { findModel, installedModel, missingModel, modelState } from './models.ts';
import type { InstalledModel } from './worker/protocol.ts';

/** @throws ParolaError model-unknown; model-missing where it is not here, or is and cannot be used */
export async function runnableModel(home: string, id: string): Promise<InstalledModel<EncoderDecoderGraphs>> {
  const model = await installedModel(home, id);
  if (model?.graphs.kind === 'encoder-decoder') return { ...model, graphs: model.graphs };
  const state = await modelState(home, findModel(id, home));
  if (state.kind === 'unusable') throw unusableModel(id, state.reason);
  throw new ParolaError('model-missing', missingModel(id).message, id);
}

/** The error of a model that is there and cannot be used. */
export function unusableModel(id: string, reason: string): ParolaError {
  return new ParolaError(
    'model-missing',
    `the model ${id} cannot be used: ${reason}; run "parola models install ${id}"`,
    id,
  );
}
