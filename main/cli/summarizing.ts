/** The models that summarize; the default ones are installed first where they are missing. */
import { ParolaError } from '../errors.ts';
import { findModel } from '../models.ts';
import { summaryModels, usualSummaryModel } from '../summary-models.ts';
import type { SummaryModels } from '../worker/protocol.ts';
import { type CommandContext, installDefaultWithProgress } from './context.ts';

/** @throws ParolaError model-unknown, model-missing, model-wrong-task, install-failed, install-offline */
export async function summaryModelsFor(
  model: string | undefined,
  context: CommandContext,
): Promise<SummaryModels> {
  for (;;) {
    try {
      return await summaryModels(context.home, model ?? usualSummaryModel);
    } catch (error) {
      if (!(error instanceof ParolaError) || error.code !== 'model-missing') throw error;
      const manifest = findModel(error.detail ?? usualSummaryModel);
      // Only what every first start fetches comes unasked.
      if (!manifest.default) throw error;
      await installDefaultWithProgress(manifest, context);
    }
  }
}
