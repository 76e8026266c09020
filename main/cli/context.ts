/** What every command needs: where the models are, how to stop, and the default models when they are missing. */
import { Presets, SingleBar } from 'cli-progress';
import type { EncoderDecoderGraphs, Manifest, VoiceActivityGraphs } from '../../models/schema.ts';
import { plainLanguage } from '../../preload/plain-language.ts';
import { ParolaError } from '../errors.ts';
import { hearsIntoEnglish, usualLanguage } from '../heard-language.ts';
import type { InstallOptions } from '../install/fetch-files.ts';
import { installModel } from '../install.ts';
import { installDefault } from '../install-defaults.ts';
import { forkWorker } from '../launch.ts';
import { catalogue, downloadBytes, findModel, installedModel } from '../models.ts';
import type { InstalledModel, ListeningModels } from '../worker/protocol.ts';
import { say } from './report.ts';

/** As shells count it: 128 and the number of SIGINT. */
export const interruptedExitCode = 130;

export interface CommandContext {
  readonly home: string;
  readonly offline: boolean;
  readonly signal: AbortSignal;
  /** The bundled inference process. */
  readonly workerPath: string;
}

/** What a command does; its exit code. */
export type Run = (context: CommandContext) => Promise<number>;

const voiceActivityModel = 'silero-vad';
const defaultSpeechModel = 'moonshine-tiny';

/**
 * The models that listening needs, fetched first where a default one is missing.
 * @throws ParolaError model-unknown, model-missing, model-wrong-task, language-unsupported, install-failed, install-offline
 */
export async function listeningModels(
  speechId: string | undefined,
  language: string | undefined,
  context: CommandContext,
  toEnglish = false,
): Promise<ListeningModels> {
  const id = speechId ?? defaultSpeechModel;
  const manifest = findModel(id, context.home);
  if (manifest.task !== 'transcribe') {
    throw new ParolaError(
      'model-wrong-task',
      `the model ${id} does not turn speech into text; choose one that does`,
    );
  }
  const heard =
    language === undefined ? usualLanguage(manifest) : checkLanguage(language, manifest.languages, id);
  if (toEnglish && !hearsIntoEnglish(manifest)) {
    throw new ParolaError(
      'model-wrong-task',
      `the model ${id} writes down what is said in its own language; "parola models list" shows models of many languages, which can write English`,
    );
  }
  const speech = await need<EncoderDecoderGraphs>(id, 'encoder-decoder', context);
  const voiceActivity = await need<VoiceActivityGraphs>(voiceActivityModel, 'voice-activity', context);
  return { speech, voiceActivity, language: heard, toEnglish };
}

async function need<Graphs extends EncoderDecoderGraphs | VoiceActivityGraphs>(
  id: string,
  kind: Graphs['kind'],
  context: CommandContext,
): Promise<InstalledModel<Graphs>> {
  const there = await installedModel(context.home, id);
  if (there === null && !findModel(id, context.home).default) {
    throw new ParolaError(
      'model-missing',
      `the model ${id} is not installed; run "parola models install ${id}"`,
    );
  }
  if (there === null) await installWithProgress(id, context);
  const model = there ?? (await installedModel(context.home, id));
  if (model === null || model.graphs.kind !== kind) {
    throw new ParolaError('model-unsupported', `the model ${id} cannot be run by this version of Parola`);
  }
  return model as InstalledModel<Graphs>;
}

/** @throws ParolaError language-unsupported, naming what would hear it */
function checkLanguage(language: string, languages: readonly string[], model: string): string {
  const primary = language.toLowerCase().split(/[-_]/)[0] ?? '';
  const found = languages.find((one) => one.toLowerCase() === primary);
  if (found !== undefined) return found;
  throw new ParolaError(
    'language-unsupported',
    `the model ${model} hears ${languages.join(', ')}; see "parola models list" for models of other languages`,
  );
}

/**
 * Fetches what the first start would have fetched for translating between these languages.
 * @returns false where that is nothing
 * @throws ParolaError as `installModel`
 */
export async function installMissingDefaults(
  from: string,
  to: string,
  context: CommandContext,
): Promise<boolean> {
  const wanted = [plainLanguage(from), plainLanguage(to)].join();
  const [manifest] = catalogue().filter((one) => one.default && one.languages.join() === wanted);
  if (manifest === undefined) return false;
  await installDefaultWithProgress(manifest, context);
  return true;
}

/** Installs a model, with a progress bar on a terminal. */
export async function installWithProgress(id: string, context: CommandContext): Promise<void> {
  await withProgress(id, context, (options) => installModel(id, options));
}

/** The same for a default model, or for what serves in its place; answers which of them it is. */
export async function installDefaultWithProgress(
  manifest: Manifest,
  context: CommandContext,
): Promise<string> {
  return withProgress(manifest.id, context, (options) => installDefault(manifest, options));
}

async function withProgress<Result>(
  id: string,
  context: CommandContext,
  install: (options: InstallOptions) => Promise<Result>,
): Promise<Result> {
  // On anything but a terminal the bar prints nothing.
  const bar = new SingleBar(
    { format: `${id} {bar} {step} {value} of {total} MB`, stream: process.stderr, clearOnComplete: true },
    Presets.shades_classic,
  );
  bar.start(megabytesOf(findModel(id, context.home)), 0, { step: 'fetching' });
  try {
    return await install({
      home: context.home,
      offline: context.offline,
      signal: context.signal,
      trial: { launch: forkWorker, workerPath: context.workerPath },
      onProgress: ({ step, doneBytes, totalBytes }) => {
        bar.setTotal(Math.ceil(totalBytes / 1e6));
        bar.update(Math.round(doneBytes / 1e6), { step });
      },
      onNote: say,
    });
  } finally {
    bar.stop();
  }
}

function megabytesOf(manifest: Manifest): number {
  return Math.ceil(downloadBytes(manifest) / 1e6);
}
