/** All that the program works on: dictations, files, pictures, texts, summaries, and the history of them. */
import { createDictations, type Dictations } from './dictation.ts';
import { createDictationCleaning } from './dictation-cleaning.ts';
import { createDictationTranslation } from './dictation-translation.ts';
import type { Emit, Entries } from './entries.ts';
import { createFiles, type Files } from './files.ts';
import { createHistory, type History } from './history.ts';
import type { Inference } from './inference.ts';
import type { Library } from './library.ts';
import type { ModelViews } from './model-views.ts';
import { createPictures, type Pictures } from './pictures.ts';
import type { RecordingsFolder } from './recordings-folder.ts';
import { seeingModels } from './seeing-models.ts';
import { readSettings } from './settings.ts';
import { createSummaries, type Summaries } from './summaries.ts';
import type { summaryModels } from './summary-models.ts';
import { planTranslation } from './translation-plan.ts';
import { createTranslations, type Translations } from './translations.ts';
import { createWatches, type Watches } from './watches.ts';
import type { ListeningModels } from './worker/protocol.ts';

export interface WorkContext {
  readonly home: string;
  /** Where the settings are. */
  readonly library: Library;
  readonly entries: Entries;
  readonly recordings: RecordingsFolder;
  readonly inference: Inference;
  readonly models: ModelViews;
  readonly emit: Emit;
  /** Something that is not stored changed: progress. */
  readonly onProgress: () => void;
  /** @throws ParolaError model-missing */
  readonly listeningModels: () => ListeningModels;
  readonly abandonedSeconds: number;
  readonly summaryModels: typeof summaryModels;
}

export interface Work {
  readonly dictations: Dictations;
  readonly files: Files;
  readonly translations: Translations;
  readonly pictures: Pictures;
  readonly watches: Watches;
  readonly summaries: Summaries;
  readonly history: History;
  /** What is unfinished is offered again at the next start. */
  close(): Promise<void>;
}

export function createWork({
  home,
  library,
  listeningModels,
  abandonedSeconds,
  summaryModels,
  ...context
}: WorkContext): Work {
  const isExact = () => readSettings(library).exactTranslation;
  const planContext = { home, models: context.models, isExact };
  const shared = {
    ...context,
    models: listeningModels,
    summaryModels: (model: string | null) => summaryModels(home, model ?? undefined),
    summaryModel: () => readSettings(library).summaryModel,
    plan: (text: string, from: string | null, to: string) => planTranslation(planContext, text, from, to),
  };
  const to = () => readSettings(library).dictationTranslation;
  const translateSegment = createDictationTranslation({ ...shared, to });
  const isWanted = () => readSettings(library).cleanDictation;
  const cleanSegment = createDictationCleaning({ ...shared, isWanted });
  const dictations = createDictations({ ...shared, translateSegment, cleanSegment, abandonedSeconds });
  const files = createFiles({ ...shared, isOffTheRecord: () => readSettings(library).offTheRecord });
  const translations = createTranslations(shared);
  const seeing = () => seeingModels(home, readSettings(library).captionModel);
  const pictures = createPictures({ ...shared, seeing });
  const watches = createWatches({ ...shared, seeing });
  const summaries = createSummaries(shared);
  return {
    dictations,
    files,
    translations,
    pictures,
    watches,
    summaries,
    history: createHistory({ ...shared, dictations, files, translations, pictures, watches, summaries }),
    async close() {
      dictations.close();
      translations.close();
      watches.close();
      summaries.close();
      await pictures.close();
      await files.close();
    },
  };
}
