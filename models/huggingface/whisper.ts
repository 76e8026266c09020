/** Whisper: a model that reads the spectrum of speech and is told by tokens which language it hears and what to do. */
import * as v from 'valibot';
import { ParolaError } from '../../main/errors.ts';
import type { EncoderDecoderGraphs, Manifest, SpeechTokens, StepGraph } from '../schema.ts';
import { type ExportFolder, fileOf, malformed, needFile, readSettings } from './folder.ts';
import { decodeOf } from './generation.ts';
import { readGraphs } from './graphs.ts';
import type { ImportWishes, ReadExport } from './manifest.ts';
import { endTokenOf, type Settings, startTokenOf } from './settings.ts';
import {
  checkTokens,
  speechTokens,
  tokensByName,
  type WhisperGeneration,
  whisperGeneration,
} from './whisper-tokens.ts';

const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000));

const preprocessing = v.object({
  feature_size: v.nullish(size),
  hop_length: v.nullish(size),
  n_fft: v.nullish(size),
  chunk_length: v.nullish(size),
  sampling_rate: v.nullish(size),
});
type Preprocessing = v.InferOutput<typeof preprocessing>;

/** As all of Whisper's sizes have it. */
const usual = { bins: 80, hopSamples: 160, windowSamples: 400, seconds: 30, sampleRateHz: 16_000 };
/** The encoder halves the frames of the spectrum. */
const framesPerPlace = 2;

/** See `manifestFrom`. */
export async function whisperManifest(
  folder: ExportFolder,
  settings: Settings,
  wishes: ImportWishes,
): Promise<ReadExport> {
  if (wishes.task !== undefined && wishes.task !== 'transcribe') {
    throw new ParolaError(
      'model-wrong-task',
      `a Whisper model does not ${wishes.task}; it writes down speech`,
    );
  }
  const { config } = settings;
  const own = await optional(folder, 'generation_config.json', whisperGeneration);
  const heads = config.decoder_attention_heads ?? 1;
  const cache = { heads, headSize: Math.floor((config.d_model ?? heads) / heads) };
  const graphs = await readGraphs(folder, 'input_features', cache, wishes.variant);
  const tokenizer = needFile(folder, 'tokenizer.json');
  const names = tokensByName(await readSettings(tokenizer, mostTokenizerBytes));
  const speech = speechTokens(settings, own, names);
  const vocabularySize = graphs.vocabularySize ?? config.vocab_size ?? 0;
  checkTokens(speech, vocabularySize);
  const audio = audioOf(await optional(folder, 'preprocessor_config.json', preprocessing), settings);
  const attention = attentionOf(own, graphs.outputs);
  const positions = speech.positions;
  const files = [...graphs.files, tokenizer];
  return {
    manifest: {
      ...namesOf(settings, speech, wishes),
      revision: 'imported',
      task: 'transcribe',
      default: false,
      languages: languagesOf(speech, wishes),
      licence: { spdx: wishes.licence ?? 'NOASSERTION', credit: nameOf(settings), url: '' },
      description: 'Imported from files on this machine (whisper).',
      quality: [],
      files: files.map(({ name, bytes }) => ({
        name,
        bytes,
        sha256: null,
        sources: [`file:${folder.path}`],
      })),
      graphs: {
        kind: 'encoder-decoder',
        encoder: graphs.encoder,
        decoder: withAttention(graphs.decoder, attention),
        tokenizer: { file: tokenizer.name },
        tokens: {
          start: startTokenOf(settings),
          end: endTokenOf(settings),
          vocabularySize,
        },
        decode: {
          ...decodeOf(settings.generation, endTokenOf(settings), positions),
          // The other half is for what was said before (Radford et al. 2022: text as long as 224 tokens).
          maxTokens: Math.floor(positions / 2),
        },
        audio,
        speech,
      },
    },
    files,
    notes: [
      `it runs ${graphs.files.map(({ name }) => name).join(', ')}`,
      attention.length > 0
        ? 'words get their times from where the model listened'
        : 'the export does not tell where the model listened (no cross_attentions outputs, or no alignment_heads in generation_config.json): words share the time of their sentence',
    ],
  };
}

/** A vocabulary of fifty thousand pieces and their merges takes about 2.5 MB, laid out for reading 4. */
const mostTokenizerBytes = 32 * 1024 * 1024;

async function optional<Schema extends v.GenericSchema>(
  folder: ExportFolder,
  name: string,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const file = fileOf(folder, name);
  const result = v.safeParse(schema, file === null ? {} : await readSettings(file));
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw malformed({ name }, `${v.getDotPath(issue) ?? 'it'} is wrong (${issue.message})`);
}

function languagesOf({ languages }: SpeechTokens, { from }: ImportWishes): string[] {
  const all = Object.keys(languages);
  return all.length > 0 ? all : [from ?? 'en'];
}

function audioOf(
  {
    feature_size: own,
    hop_length: hop,
    n_fft: window,
    chunk_length: seconds,
    sampling_rate: rate,
  }: Preprocessing,
  { config }: Settings,
): NonNullable<EncoderDecoderGraphs['audio']> {
  const features = {
    kind: 'log-mel',
    bins: own ?? config.num_mel_bins ?? usual.bins,
    windowSamples: window ?? usual.windowSamples,
    hopSamples: hop ?? usual.hopSamples,
    seconds: seconds ?? usual.seconds,
  } as const;
  const sampleRateHz = rate ?? usual.sampleRateHz;
  if (
    sampleRateHz !== usual.sampleRateHz ||
    features.windowSamples % 2 !== 0 ||
    features.windowSamples > 4096
  ) {
    throw new ParolaError(
      'model-unsupported',
      `preprocessor_config.json asks for ${sampleRateHz} Hz and a window of ${features.windowSamples} samples; only 16,000 Hz and even windows up to 4,096 are known`,
    );
  }
  return {
    sampleRateHz,
    samplesPerFrame: features.hopSamples * framesPerPlace,
    minSeconds: 0,
    maxSeconds: features.seconds,
    features,
  };
}

/** The heads that follow the speech, by the settings, of the layers whose attention the graph gives. */
function attentionOf(
  { alignment_heads: heads }: WhisperGeneration,
  outputs: readonly string[],
): StepGraph['attention'] {
  const given = outputs.filter((name) => /^cross_attentions\.\d{1,3}$/.test(name));
  return given.flatMap((output) => {
    const layer = Number(output.split('.')[1]);
    const own = (heads ?? []).filter(([one]) => one === layer).map(([, head]) => head);
    return own.length > 0 ? [{ output, heads: own }] : [];
  });
}

function withAttention(
  { first, step }: EncoderDecoderGraphs['decoder'],
  attention: StepGraph['attention'],
): EncoderDecoderGraphs['decoder'] {
  return first
    ? { first: { ...first, attention }, step: { ...step, attention } }
    : { step: { ...step, attention } };
}

function nameOf({ config: { _name_or_path: name } }: Settings): string {
  const plain = (name ?? '').split(/[/\\]/).filter(Boolean).slice(-2).join('/');
  return /^[\w.-]+(?:\/[\w.-]+)?$/.test(plain) && !/^[./]|^[A-Za-z]:/.test(name ?? '') ? plain : 'whisper';
}

function namesOf(
  settings: Settings,
  { languages }: SpeechTokens,
  wishes: ImportWishes,
): Pick<Manifest, 'id' | 'title' | 'name'> {
  const name = nameOf(settings);
  const id = (wishes.id ?? name.split('/').pop() ?? '').toLowerCase().replace(/[^a-z0-9.-]+/g, '-');
  const hears = Object.keys(languages).length > 1 ? 'many languages' : 'one language';
  return { id: id.slice(0, 64), title: wishes.title ?? `Hearing: ${hears} (${name})`, name };
}
