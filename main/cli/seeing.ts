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
  return withUsualReaders(models, read, context);
}

async function withUsualReaders(
  models: SeeingModels,
  read: SeeingOptions['read'],
  context: CommandContext,
): Promise<SeeingModels> {
  const missing = (await missingDefaults(context.home)).filter(({ task }) => task === 'read');
  // Who has readers of other languages may have none of the usual one; what finds print is of no language.
  const wanted = missing.filter(({ languages }) => languages.length === 0 || !canRead(models));
  if (wanted.length === 0) return models;
  for (const manifest of wanted) {
    try {
      await installDefaultWithProgress(manifest, context);
    } catch (error) {
      if (read === 'always' || context.signal.aborted) throw error;
      reportError(error, `${manifest.id}, without which no text is read`);
    }
  }
  return seeingModels(context.home, models.captioner.id);
}

function canRead({ reading }: SeeingModels): boolean {
  return reading.some(({ graphs }) => graphs.engine === 'tesseract');
}
