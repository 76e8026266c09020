/** Opens what summarizes: a cleaner and a chooser, or a model that writes in its own words. */
import { ParolaError } from '../../errors.ts';
import type { SummaryModels } from '../protocol.ts';
import { loadChooser } from './choose.ts';
import { loadCleaner } from './clean.ts';
import { digestSaid, prepareSaid, type Summarizer } from './summarize.ts';
import { digestWritten } from './summarize-written.ts';
import { loadTextModel } from './text-model.ts';

/**
 * @param options.threads for one operation; the runtime's own choice where absent
 * @throws ParolaError `model-missing`, `model-corrupt`, `model-unsupported`, `model-wrong-task`
 */
export async function loadSummarizer(
  models: SummaryModels,
  options: { readonly threads?: number } = {},
): Promise<Summarizer> {
  if (models.kind === 'written') {
    const writer = await loadTextModel(models.writer, options);
    return {
      get provider() {
        return writer.provider;
      },
      digest: (sources, run) => digestWritten(writer, models.writer.id, sources, run),
      prepare: async () => {
        throw new ParolaError('model-wrong-task', `the model ${models.writer.id} does not clean sentences`);
      },
      dispose: () => writer.dispose(),
    };
  }
  const cleaner = await loadCleaner(models.cleaner, options);
  try {
    const chooser = await loadChooser(models.chooser, options);
    return {
      get provider() {
        return cleaner.provider;
      },
      digest: (sources, run, prepared) => digestSaid({ cleaner, chooser }, sources, run, prepared),
      prepare: (sources, run, share) => prepareSaid({ cleaner }, sources, run, share),
      dispose: async () => {
        await Promise.all([cleaner.dispose(), chooser.dispose()]);
      },
    };
  } catch (error) {
    await cleaner.dispose();
    throw error;
  }
}
