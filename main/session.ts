/**
 * The program behind the page: every call and event of the contract, the same for the desktop window
 * and the loopback server. What it does lies in the files it brings together.
 */
import path from 'node:path';
import type { AppState, EngineView, Program } from '../preload/contract.ts';
import { answerCall, createHandlers, type GlossaryCalls } from './calls.ts';
import { createEntries } from './entries.ts';
import { ParolaError } from './errors.ts';
import { createListeners, type Listeners, type Throttled, throttled } from './events.ts';
import { changeGlossary, glossaryFile, readGlossary, rulesFor } from './glossary.ts';
import { type Inference, type InferenceOptions, startInference } from './inference.ts';
import { converterIn } from './install/convert.ts';
import { networkRequests } from './install/http.ts';
import type { Launch } from './launch.ts';
import { openLibrary } from './library.ts';
import { inMemory } from './library-schema.ts';
import { createModelViews, type ModelViews } from './model-views.ts';
import { createProviders, type Providers, wantedProvider } from './providers.ts';
import { scheduleTrials } from './providers-schedule.ts';
import { openRecordingsFolder } from './recordings-folder.ts';
import { recoverInterrupted } from './recovery.ts';
import { checkCaptionModel } from './seeing-models.ts';
import { changeSettings, readSettings } from './settings.ts';
import { summaryModels } from './summary-models.ts';
import { createWork } from './work.ts';
import type { ListeningModels } from './worker/protocol.ts';

export interface ProgramOptions {
  /** The user's data folder; made if missing. */
  readonly home: string;
  readonly version: string;
  readonly workerPath: string;
  readonly launch?: Launch;
  /** Other limits of the inference processes, for tests. */
  readonly limits?: Partial<Omit<InferenceOptions, 'workerPath' | 'launch' | 'providers'>>;
  /** A page that is gone sends no more sound; after so long its dictation is ended. */
  readonly abandonedSeconds?: number;
  /** Others than those installed in `home`, for tests. */
  readonly summaryModels?: typeof summaryModels;
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
  const wantedNow = () => wantedProvider(readSettings(library).provider);
  const providers = createProviders({
    ...options,
    wanted: wantedNow,
    onChange: () => announce.want(),
  });
  const inference = inferenceOf(options, providers);
  const findSummaryModels = options.summaryModels ?? summaryModels;
  let engine: EngineView = { kind: 'loading' };
  const models = await createModelViews({
    home: options.home,
    speechModel: () => readSettings(library).speechModel,
    runConverter: options.launch && converterIn(options.launch),
    async stopUsing() {
      const isAtWork = entries.active().some((entry) => entry.state !== 'interrupted');
      if (isAtWork || work.translations.isBusy()) throw atWork();
      await inference.release();
    },
    onChange: () => announce.want(),
    onInstalled: () => {
      warm(inference, models);
      trials.later();
    },
  });
  const state = (): AppState => ({
    version: options.version,
    settings: readSettings(library),
    engine: engineView(models, engine),
    models: models.views(),
    active: entries.active(),
    hears: models.hears(),
    providers: providers.view(),
    networkRequests: networkRequests(),
  });
  const announce = announceChanges(state, listeners);
  inference.onState((view) => {
    engine = view;
    announce.want();
  });
  const work = createWork({
    ...{ home: options.home, library, entries, recordings, inference, models },
    emit: listeners.emit,
    onProgress: announce.want,
    listeningModels: () => neededModels(models),
    abandonedSeconds: options.abandonedSeconds ?? defaultAbandonedSeconds,
    summaryModels: findSummaryModels,
  });
  const isBusy = () =>
    work.translations.isBusy() || entries.active().some((entry) => entry.state !== 'interrupted');
  const loadAnew = async () => {
    await inference.release();
    warm(inference, models);
  };
  const trials = scheduleTrials(providers, wantedNow, isBusy, loadAnew);
  const handlers = createHandlers({
    ...work,
    state,
    entries,
    models,
    glossary: glossaryCalls(options.home),
    testProviders: () => trials.now(),
    async changeSettings(patch) {
      if (patch.speechModel !== undefined) models.checkSpeechModel(patch.speechModel);
      if (patch.captionModel !== undefined) checkCaptionModel(patch.captionModel);
      if (patch.summaryModel) await findSummaryModels(options.home, patch.summaryModel);
      const settings = changeSettings(library, patch);
      if (patch.speechModel !== undefined) await models.refresh();
      if (patch.provider !== undefined) {
        await loadAnew();
        trials.later();
      }
      announce.want();
      return settings;
    },
  });
  warm(inference, models);
  trials.later();
  return {
    call: (name, input) => answerCall(handlers, name, input),
    on: listeners.on,
    processIds: () => inference.pids(),
    async close() {
      announce.stop();
      trials.stop();
      providers.close();
      models.close();
      await work.close();
      await inference.close();
      stores.close();
    },
  };
}

/** Tells the state at most ten times a second, and with it the models where they are others than before. */
function announceChanges(state: () => AppState, listeners: Listeners): Throttled {
  let told: AppState['models'] | null = null;
  return throttled(stateMilliseconds, () => {
    const { models, ...rest } = state();
    listeners.emit('state', models === told ? rest : { ...rest, models });
    told = models;
  });
}

function atWork(): ParolaError {
  return new ParolaError(
    'request-invalid',
    'something is being heard, seen, translated or summarized; wait until it is done',
  );
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

function inferenceOf({ workerPath, launch, limits }: ProgramOptions, providers: Providers): Inference {
  return startInference({ ...limits, workerPath, providers, ...(launch === undefined ? {} : { launch }) });
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
