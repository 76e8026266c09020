/** The models that look at a picture; the default ones are fetched first where they are missing. */
import { ParolaError } from '../errors.ts';
import { findModel, missingDefaults } from '../models.ts';
import { seeingModels, usualCaptionModel } from '../seeing-models.ts';
import type { SeeingModels } from '../worker/protocol.ts';
import { type CommandContext, installDefaultWithProgress } from './context.ts';
import { reportError } from './report.ts';

export interface SeeingOptions {
  /** The captioner's id. */
  readonly model?: string;
  readonly read: 'auto' | 'always' | 'never';
}

/**
 * Without a reader that could be had, pictures are described all the same, unless they are always to be read.
 * @throws ParolaError model-unknown, model-missing, model-wrong-task, install-failed, install-offline
 */
export async function seeingModelsFor(
  { model = usualCaptionModel, read }: SeeingOptions,
  context: CommandContext,
): Promise<SeeingModels> {
  const models = await seeingModels(context.home, model).catch(async (error: unknown) => {
    if (!(error instanceof ParolaError) || error.code !== 'model-missing') throw error;
    const manifest = findModel(model);
    // Only what every first start fetches comes unasked.
    if (!manifest.default) throw error;
    await installDefaultWithProgress(manifest, context);
    return seeingModels(context.home, model);
  });
  if (read === 'never') return { ...models, reading: [] };
  return models.reading.length > 0 ? models : withUsualReaders(models, read, context);
}

async function withUsualReaders(
  models: SeeingModels,
  read: SeeingOptions['read'],
  context: CommandContext,
): Promise<SeeingModels> {
  for (const manifest of await missingDefaults(context.home)) {
    if (manifest.task !== 'read') continue;
    try {
      await installDefaultWithProgress(manifest, context);
    } catch (error) {
      if (read === 'always' || context.signal.aborted) throw error;
      reportError(error, `${manifest.id}, without which no text is read`);
    }
  }
  const { reading } = await seeingModels(context.home, models.captioner.id);
  if (reading.length > 0 || read === 'auto') return { ...models, reading };
  throw new ParolaError(
    'model-missing',
    'no model that reads text is installed; "parola models list --task read" shows what there is',
  );
}
