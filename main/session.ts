/**
 * The program behind the page: every call and event of the contract, the same for the desktop window
 * and the loopback server. What it does lies in the files it brings together.
 */
import path from 'node:path';
import type { AppState, EngineView, Program } from '../preload/contract.ts';
import { answerCall, createHandlers, type GlossaryCalls } from './calls.ts';
import { createDictations } from './dictation.ts';
import { createDictationTranslation } from './dictation-translation.ts';
import { createEntries } from './entries.ts';
import { ParolaError } from './errors.ts';
import { createListeners, throttled } from './events.ts';
import { createFiles } from './files.ts';
import { changeGlossary, glossaryFile, readGlossary, rulesFor } from './glossary.ts';
import { createHistory } from './history.ts';
import { type Inference, type InferenceOptions, startInference } from './inference.ts';
import { converterIn } from './install/convert.ts';
import { networkRequests } from './install/http.ts';
import type { Launch } from './launch.ts';
import { openLibrary } from './library.ts';
import { inMemory } from './library-schema.ts';
import { createModelViews, type ModelViews } from './model-views.ts';
import { openRecordingsFolder } from './recordings-folder.ts';
import { recoverInterrupted } from './recovery.ts';
import { changeSettings, readSettings } from './settings.ts';
import { planTranslation } from './translation-plan.ts';
import { createTranslations } from './translations.ts';
import type { ListeningModels } from './worker/protocol.ts';

export interface ProgramOptions {
  /** The user's data folder; made if missing. */
  readonly home: string;
  readonly version: string;
  readonly workerPath: string;
  readonly launch?: Launch;
  /** Other limits of the inference processes, for tests. */
  readonly limits?: Partial<Omit<InferenceOptions, 'workerPath' | 'launch'>>;
  /** A page that is gone sends no more sound; after so long its dictation is ended. */
  readonly abandonedSeconds?: number;
}

export interface RunningProgram extends Program {
  /** Closes recordings and ends every process; what is unfinished is offered again at the next start. */
  close(): Promise<void>;
  /** Of the inference processes, for tests. */
  processIds(): number[];
}

const stateMilliseconds = 100;
const defaultAbandonedSeconds = 15;

/**
 * Opens the library, mends what a crash left, and begins to load the models.
 * @throws ParolaError already-running, file-unreadable, data-malformed
 */
export async function createProgram(options: ProgramOptions): Promise<RunningProgram> {
  const stores = openStores(options.home);
  const { library, recordings } = stores;
  const listeners = createListeners();
  const entries = createEntries(library, stores.unrecorded, (name, event) => {
    listeners.emit(name, event);
    announce.want();
  });
  const inference = inferenceOf(options);
  let engine: EngineView = { kind: 'loading' };
  const models = await createModelViews({
    home: options.home,
    speechModel: () => readSettings(library).speechModel,
    runConverter: options.launch && converterIn(options.launch),
    stopUsing: async () => {
      if (entries.active().some(({ state }) => state !== 'interrupted') || translations.isBusy()) {
        throw new ParolaError(
          'request-invalid',
          'something is being heard or translated; wait until it is done',
        );
      }
      await inference.release();
    },
    onChange: () => announce.want(),
    onInstalled: () => warm(inference, models),
  });
  const state = (): AppState => ({
    version: options.version,
    settings: readSettings(library),
    engine: engineView(models, engine),
    models: models.views(),
    active: entries.active(),
    hears: models.hears(),
    networkRequests: networkRequests(),
  });
  let toldModels: AppState['models'] | null = null;
  const announce = throttled(stateMilliseconds, () => {
    const { models: present, ...rest } = state();
    listeners.emit('state', present === toldModels ? rest : { ...rest, models: present });
    toldModels = present;
  });
  inference.onState((view) => {
    engine = view;
    announce.want();
  });
  const planContext = {
    home: options.home,
    models,
    isExact: () => readSettings(library).exactTranslation,
  };
  const shared = {
    entries,
    inference,
    recordings,
    emit: listeners.emit,
    models: () => neededModels(models),
    plan: (text: string, from: string | null, to: string) => planTranslation(planContext, text, from, to),
    onProgress: announce.want,
  };
  const abandonedSeconds = options.abandonedSeconds ?? defaultAbandonedSeconds;
  const translateSegment = createDictationTranslation({
    ...shared,
    to: () => readSettings(library).dictationTranslation,
  });
  const dictations = createDictations({ ...shared, translateSegment, abandonedSeconds });
  const isOffTheRecord = () => readSettings(library).offTheRecord;
  const files = createFiles({ ...shared, isOffTheRecord });
  const translations = createTranslations(shared);
  const history = createHistory({ entries, recordings, dictations, files, translations });
  const handlers = createHandlers({
    state,
    entries,
    dictations,
    files,
    history,
    models,
    translations,
    glossary: glossaryCalls(options.home),
    async changeSettings(patch) {
      if (patch.speechModel !== undefined) models.checkSpeechModel(patch.speechModel);
      const settings = changeSettings(library, patch);
      if (patch.speechModel !== undefined) await models.refresh();
      announce.want();
      return settings;
    },
  });
  warm(inference, models);
  return {
    call: (name, input) => answerCall(handlers, name, input),
    on: listeners.on,
    processIds: () => inference.pids(),
    async close() {
      announce.stop();
      models.close();
      dictations.close();
      translations.close();
      await files.close();
      await inference.close();
      stores.close();
    },
  };
}

function openStores(home: string) {
  const library = openLibrary(path.join(home, 'library.db'));
  const unrecorded = openLibrary(inMemory);
  const recordings = openRecordingsFolder(home);
  recoverInterrupted(library, recordings);
  return {
    library,
    unrecorded,
    recordings,
    close() {
      recordings.close();
      unrecorded.close();
      library.close();
    },
  };
}

function glossaryCalls(home: string): GlossaryCalls {
  const file = glossaryFile(home);
  return {
    get: async ({ from, to }) => ({ rules: rulesFor(await readGlossary(file), from, to), file }),
    set: ({ from, to, rules }) => changeGlossary(file, from, to, rules),
  };
}

function inferenceOf({ workerPath, launch, limits }: ProgramOptions): Inference {
  return startInference({ ...limits, workerPath, ...(launch === undefined ? {} : { launch }) });
}

/** Loads the models before they are needed; why they cannot be loaded, the engine's state tells. */
function warm(inference: Inference, models: ModelViews): void {
  const present = models.listening();
  if (!('missing' in present)) inference.warm(present).catch(() => {});
}

function neededModels(models: ModelViews): ListeningModels {
  const present = models.listening();
  if (!('missing' in present)) return present;
  throw new ParolaError('model-missing', `the model ${present.missing} is not installed; install it first`);
}

function engineView(models: ModelViews, engine: EngineView): EngineView {
  const present = models.listening();
  return 'missing' in present ? { kind: 'model-missing', model: present.missing } : engine;
}
