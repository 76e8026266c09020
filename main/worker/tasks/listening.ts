/**
 * The models that a listening job needs, loaded once and kept: creating and releasing sessions
 * leaks in the runtime, so a process unloads by ending.
 */
import type { EncoderDecoderGraphs } from '../../../models/schema.ts';
import { ParolaError } from '../../errors.ts';
import { readModelTokenizer } from '../input/model-tokenizer.ts';
import { createVoiceActivity, type VoiceActivity } from '../input/voice-activity.ts';
import type { ListeningModels } from '../protocol.ts';
import { type LoadedEncoderDecoder, loadEncoderDecoder, tokenizerOf } from '../runtime/encoder-decoder.ts';
import { openSession, readVerified } from '../runtime/session.ts';
import { type Hearer, plainHearer } from './hearer.ts';
import { readPieces } from './pieces.ts';
import { createRecogniser } from './recognise.ts';
import { createWhisper } from './whisper.ts';

/** Loaded models, shared by all jobs of this process. */
export interface Listening {
  /** What really runs the model, for example `cpu`. */
  readonly provider: string;
  /** What listens to one recording, from its beginning. */
  readonly openHearer: () => Hearer;
  /** Voice activity of one stream, from its beginning. */
  readonly watchVoice: () => VoiceActivity;
  readonly sampleRateHz: number;
  /** Samples in a frame of voice activity. */
  readonly frameSamples: number;
  /** The longest audio that the model hears well at once. */
  readonly maxSeconds: number;
  /** The model takes so much each time, however little is said in it. */
  readonly isWindowed: boolean;
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
  const tokenizer = await readVerified(speech, tokenizerOf(speech).file);
  return {
    provider: loaded.provider,
    openHearer: hearerOf(models, audio, loaded, tokenizer),
    watchVoice: () => createVoiceActivity(voice, session.run),
    sampleRateHz: audio.sampleRateHz,
    frameSamples: voice.samplesPerFrame,
    maxSeconds: audio.maxSeconds,
    isWindowed: audio.features !== undefined,
  };
}

type Audio = NonNullable<EncoderDecoderGraphs['audio']>;

/** A model that is told its language by tokens listens as Whisper does, any other as Moonshine. */
function hearerOf(
  { speech: { graphs }, language, toEnglish = false }: ListeningModels,
  audio: Audio,
  loaded: LoadedEncoderDecoder,
  tokenizer: Uint8Array,
): () => Hearer {
  const { decoder, encode, encodeFeatures } = loaded;
  if (graphs.speech === undefined) {
    const recognise = createRecogniser({ graphs, audio, pieces: readPieces(tokenizer), decoder, encode });
    return () => plainHearer(recognise, language ?? 'und', audio.sampleRateHz);
  }
  const { decode, tokenTexts } = readModelTokenizer(tokenizer);
  const model = {
    graphs,
    audio,
    speech: graphs.speech,
    decoder,
    encodeFeatures,
    decodeText: decode,
    tokenTexts,
  };
  return createWhisper(model, { language, toEnglish });
}
