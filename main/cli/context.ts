/** What every command needs: where the models are, how to stop, and the default models when they are missing. */
import type { EncoderDecoderGraphs, VoiceActivityGraphs } from '../../models/schema.ts';
import { ParolaError } from '../errors.ts';
import { installModel } from '../install.ts';
import { catalogue, installedModel } from '../models.ts';
import type { InstalledModel, ListeningModels } from '../worker/protocol.ts';
import { clearStatus, megabytes, say, showStatus } from './report.ts';
import { checkLanguage } from './transcribe.ts';

export interface CommandContext {
  readonly home: string;
  readonly offline: boolean;
  readonly signal: AbortSignal;
  /** The bundled inference process. */
  readonly workerPath: string;
}

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
): Promise<ListeningModels> {
  const id = speechId ?? defaultSpeechModel;
  const manifest = catalogue().find((one) => one.id === id);
  if (manifest === undefined) {
    throw new ParolaError('model-unknown', `there is no model "${id}"; "parola models list" shows what there is`);
  }
  if (manifest.task !== 'transcribe') {
    throw new ParolaError('model-wrong-task', `the model ${id} does not turn speech into text; choose one that does`);
  }
  const heard = checkLanguage(language, manifest.languages, id);
  const speech = await need<EncoderDecoderGraphs>(id, 'encoder-decoder', context);
  const voiceActivity = await need<VoiceActivityGraphs>(voiceActivityModel, 'voice-activity', context);
  return { speech, voiceActivity, language: heard };
}

async function need<Graphs extends EncoderDecoderGraphs | VoiceActivityGraphs>(
  id: string,
  kind: Graphs['kind'],
  context: CommandContext,
): Promise<InstalledModel<Graphs>> {
  const there = await installedModel(context.home, id);
  if (there === null && catalogue().find((one) => one.id === id)?.default !== true) {
    throw new ParolaError('model-missing', `the model ${id} is not installed; run "parola models install ${id}"`);
  }
  if (there === null) await installWithProgress(id, context);
  const model = there ?? (await installedModel(context.home, id));
  if (model === null || model.graphs.kind !== kind) {
    throw new ParolaError('model-unsupported', `the model ${id} cannot be run by this version of Parola`);
  }
  return model as InstalledModel<Graphs>;
}

/** Installs a model and shows how far it is. */
export async function installWithProgress(id: string, context: CommandContext): Promise<void> {
  await installModel(id, {
    home: context.home,
    offline: context.offline,
    signal: context.signal,
    onProgress: ({ step, doneBytes, totalBytes }) => {
      const share = totalBytes > 0 ? `${megabytes(doneBytes)} of ${megabytes(totalBytes)}` : megabytes(doneBytes);
      showStatus(`${id}: ${step}: ${share}`);
    },
    onNote: say,
  });
  clearStatus();
}
