/** The models as the page sees and handles them, and those that recognition uses now. */
import type { EncoderDecoderGraphs, Manifest, VoiceActivityGraphs } from '../models/schema.ts';
import type { ModelView } from '../preload/contract.ts';
import { ParolaError, toErrorData } from './errors.ts';
import { usualLanguage } from './heard-language.ts';
import type { RunConverter } from './install/convert.ts';
import type { InstallOptions } from './install/fetch-files.ts';
import { installModel } from './install.ts';
import { installDefault } from './install-defaults.ts';
import { catalogue, findModel, installedModel, listModels, type ModelRow, verifyModel } from './models.ts';
import { removeModel } from './remove-model.ts';
import { translationChoices, translationModels } from './translation-models.ts';
import type { InstalledModel, ListeningModels, TranslationModels } from './worker/protocol.ts';

export interface ModelViewsContext {
  readonly home: string;
  readonly speechModel: () => string;
  /** How a converter is run; absent: as plain Node runs a program. */
  readonly runConverter?: RunConverter | undefined;
  /** Ends the processes that may hold a model's files open. @throws ParolaError request-invalid while one is at work */
  readonly stopUsing: () => Promise<void>;
  /** The views, or what recognition uses, changed. */
  readonly onChange: () => void;
  /** What recognition uses is there now, or is another one. */
  readonly onInstalled: () => void;
}

export interface ModelViews {
  /** The same array until something changes. */
  views(): readonly ModelView[];
  /** The languages that can be heard now, in words. */
  hears(): readonly string[];
  /** What recognition uses, or the id of a model it lacks. */
  listening(): ListeningModels | { readonly missing: string };
  /**
   * The models that lead from one language to the other. @throws ParolaError language-unsupported,
   * request-invalid (the same language twice), model-missing
   */
  translation(
    from: string,
    to: string,
    precision: TranslationModels['precision'],
  ): Promise<TranslationModels>;
  /** The languages, BCP 47, that texts can be translated from. */
  translatesFrom(): { readonly known: readonly string[]; readonly installed: readonly string[] };
  /** Resolves when it is installed. @throws ParolaError as `installModel`; request-invalid while it is under way */
  install(id: string): Promise<void>;
  cancel(id: string): void;
  remove(id: string): Promise<void>;
  verify(id: string): Promise<{ intact: boolean; problems: readonly string[] }>;
  /** @throws ParolaError model-unknown, model-wrong-task */
  checkSpeechModel(id: string): void;
  /** Reads the disk again, for instance when another speech model was chosen. */
  refresh(): Promise<void>;
  close(): void;
}

interface State {
  rows: ModelRow[];
  views: readonly ModelView[] | null;
  translates: { readonly known: readonly string[]; readonly installed: readonly string[] };
  /** By languages and precision; asked for with every word that is typed. */
  readonly translations: Map<string, Promise<TranslationModels>>;
  listening: ListeningModels | { readonly missing: string };
  readonly passing: Map<string, ModelView['state']>;
  readonly installs: Map<string, AbortController>;
}

/** Reads the disk once, then answers from memory. */
export async function createModelViews(context: ModelViewsContext): Promise<ModelViews> {
  const state: State = {
    rows: [],
    views: null,
    translates: { known: [], installed: [] },
    translations: new Map(),
    listening: { missing: context.speechModel() },
    passing: new Map(),
    installs: new Map(),
  };
  const read = async (): Promise<void> => {
    state.rows = await listModels(context.home);
    state.listening = await findListening(context.home, context.speechModel());
    const choices = await translationChoices(context.home);
    const installed = choices.filter((one) => one.installed);
    state.translates = { known: sourcesOf(choices), installed: sourcesOf(installed) };
    state.translations.clear();
  };
  const change = (): void => {
    state.views = null;
    context.onChange();
  };
  const refresh = () => read().then(change);
  await read();
  return {
    views() {
      state.views ??= state.rows.map((row) => viewOf(row, state.passing.get(row.manifest.id)));
      return state.views;
    },
    hears: () => {
      const heard = state.rows.filter(({ runnable, state: { kind } }) => runnable && kind === 'installed');
      return [...new Set(heard.flatMap((row) => row.hears))];
    },
    listening: () => state.listening,
    translation(from, to, precision) {
      const key = `${from} ${to} ${precision}`;
      const found = state.translations.get(key) ?? translationModels(context.home, from, to, precision);
      state.translations.set(key, found);
      // What is missing may be installed by hand meanwhile.
      found.catch(() => {
        if (state.translations.get(key) === found) state.translations.delete(key);
      });
      return found;
    },
    translatesFrom: () => state.translates,
    install: (id) => install(context, state, { refresh, change }, id),
    cancel: (id) => state.installs.get(findModel(id).id)?.abort(),
    async remove(id) {
      await context.stopUsing();
      await removeModel(context.home, findModel(id));
      state.passing.delete(id);
      await refresh();
    },
    async verify(id) {
      const result = await verifyModel(context.home, findModel(id));
      await refresh();
      return result;
    },
    checkSpeechModel(id) {
      if (findModel(id, context.home).task === 'transcribe') return;
      throw new ParolaError('model-wrong-task', `the model ${id} does not turn speech into text`);
    },
    async refresh() {
      await refresh();
      context.onInstalled();
    },
    close: () => {
      for (const controller of state.installs.values()) controller.abort();
    },
  };
}

async function install(
  context: ModelViewsContext,
  state: State,
  { refresh, change }: { readonly refresh: () => Promise<void>; readonly change: () => void },
  id: string,
): Promise<void> {
  const manifest = findModel(id);
  if (state.installs.has(id)) throw new ParolaError('request-invalid', 'it is being installed already');
  const controller = new AbortController();
  state.installs.set(id, controller);
  const show = (view: ModelView['state'] | null): void => {
    if (view === null) state.passing.delete(id);
    else state.passing.set(id, view);
    change();
  };
  show({ kind: 'installing', doneBytes: 0, totalBytes: 0, step: 'fetching' });
  try {
    const options: InstallOptions = {
      home: context.home,
      signal: controller.signal,
      runConverter: context.runConverter,
      onProgress: (progress) => show({ kind: 'installing', ...progress }),
    };
    const isDefault = state.rows.some((row) => row.default && row.manifest.id === id);
    await (isDefault ? installDefault(manifest, options) : installModel(id, options));
  } catch (thrown) {
    const error = toErrorData(thrown);
    show(error.code === 'cancelled' ? null : { kind: 'failed', error });
    throw thrown;
  } finally {
    state.installs.delete(id);
    await refresh();
  }
  // Only now, or for a moment it would look as if it were not there.
  show(null);
  context.onInstalled();
}

function sourcesOf(choices: readonly { readonly from: string }[]): readonly string[] {
  return [...new Set(choices.map(({ from }) => from))];
}

function viewOf(
  { manifest, downloadBytes, runnable, default: isDefault, state }: ModelRow,
  passing: ModelView['state'] | undefined,
): ModelView {
  const { id, title, name, task, languages, licence, description } = manifest;
  return {
    id,
    title,
    name,
    task,
    languages,
    licence: licence.spdx,
    licenceUrl: licence.url,
    description,
    downloadBytes,
    quality: published(manifest, 'BLEU'),
    comet: published(manifest, 'COMET'),
    default: isDefault,
    runnable,
    state: passing ?? restingState(id, state),
  };
}

function published({ quality }: ModelRow['manifest'], wanted: string): number | null {
  return quality.find(({ measure }) => measure === wanted)?.value ?? null;
}

function restingState(id: string, state: ModelRow['state']): ModelView['state'] {
  if (state.kind !== 'unusable') return state;
  const message = `it cannot be used: ${state.reason}; install it again`;
  return { kind: 'failed', error: { code: 'model-corrupt', message, detail: id } };
}

/** One of the catalogue, or an imported one; null where there is none. */
function knownModel(id: string, home: string): Manifest | null {
  try {
    return findModel(id, home);
  } catch {
    return null;
  }
}

async function findListening(
  home: string,
  speechModel: string,
): Promise<ListeningModels | { missing: string }> {
  const manifest = knownModel(speechModel, home);
  const detector = catalogue().find((one) => one.task === 'voice-activity' && one.default);
  if (manifest?.task !== 'transcribe' || detector === undefined) return { missing: speechModel };
  const speech = await installedModel(home, manifest.id);
  if (speech?.graphs.kind !== 'encoder-decoder') return { missing: manifest.id };
  const voiceActivity = await installedModel(home, detector.id);
  if (voiceActivity?.graphs.kind !== 'voice-activity') return { missing: detector.id };
  return {
    speech: speech as InstalledModel<EncoderDecoderGraphs>,
    voiceActivity: voiceActivity as InstalledModel<VoiceActivityGraphs>,
    language: usualLanguage(manifest),
  };
}
