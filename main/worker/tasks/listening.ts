/**
 * The models that a listening job needs, loaded once and kept: creating and releasing sessions
 * leaks in the runtime, so a process unloads by ending.
 */
import { ParolaError } from '../../errors.ts';
import { createVoiceActivity, type VoiceActivity } from '../input/voice-activity.ts';
import type { ListeningModels } from '../protocol.ts';
import { loadEncoderDecoder, tokenizerOf } from '../runtime/encoder-decoder.ts';
import { openSession, readVerified } from '../runtime/session.ts';
import { readPieces } from './pieces.ts';
import { createRecogniser, type Recognise } from './recognise.ts';

/** Loaded models, shared by all jobs of this process. */
export interface Listening {
  /** BCP 47. */
  readonly language: string;
  /** What really runs the model, for example `cpu`. */
  readonly provider: string;
  readonly recognise: Recognise;
  /** Voice activity of one stream, from its beginning. */
  readonly watchVoice: () => VoiceActivity;
  readonly sampleRateHz: number;
  /** Samples in a frame of voice activity. */
  readonly frameSamples: number;
  /** The longest audio that the model hears well at once. */
  readonly maxSeconds: number;
}

export interface ListeningOptions {
  /** Threads for one operation of the speech model; 1 for batches beside live work. */
  readonly threads: number;
}

/**
 * Loads the speech and the voice-activity model.
 * @throws ParolaError `model-missing`, `model-corrupt` or `model-unsupported`
 */
export async function loadListening(models: ListeningModels, options: ListeningOptions): Promise<Listening> {
  const { speech, voiceActivity } = models;
  const { graphs } = speech;
  const { audio } = graphs;
  if (audio === undefined || audio.sampleRateHz !== voiceActivity.graphs.sampleRateHz) {
    throw new ParolaError('model-unsupported', `Model ${speech.id} does not hear speech; choose another`);
  }
  const loaded = await loadEncoderDecoder(speech, { threads: options.threads });
  const voice = voiceActivity.graphs;
  const names = { inputs: Object.values(voice.inputs), outputs: Object.values(voice.outputs) };
  const session = await openSession(voiceActivity, voice.file, names, { threads: 1 });
  const pieces = readPieces(await readVerified(speech, tokenizerOf(speech).file));
  return {
    language: models.language,
    provider: loaded.provider,
    recognise: createRecogniser({ graphs, audio, pieces, ...loaded }),
    watchVoice: () => createVoiceActivity(voice, session.run),
    sampleRateHz: audio.sampleRateHz,
    frameSamples: voice.samplesPerFrame,
    maxSeconds: audio.maxSeconds,
  };
}
