/** Whisper: a model that reads the spectrum of speech and is told by tokens which language it hears and what to do. */
import * as v from 'valibot';
import { ParolaError } from '../../main/errors.ts';
import type { EncoderDecoderGraphs, Manifest, SpeechTokens, StepGraph } from '../schema.ts';
import { type ExportFolder, fileOf, malformed, needFile, readSettings } from './folder.ts';
import { decodeOf } from './generation.ts';
import { readGraphs } from './graphs.ts';
import type { ImportWishes, ReadExport } from './manifest.ts';
import { endTokenOf, type Settings, startTokenOf } from './settings.ts';
import { tokensByName } from './whisper-tokens.ts';

const token = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000));
const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000));
const named = v.record(v.pipe(v.string(), v.maxLength(40)), token);

/** What only Whisper's `generation_config.json` has; older exports lack most of it. */
const ownGeneration = v.object({
  is_multilingual: v.nullish(v.boolean()),
  lang_to_id: v.nullish(named),
  task_to_id: v.nullish(named),
  no_timestamps_token_id: v.nullish(token),
  max_initial_timestamp_index: v.nullish(token),
  alignment_heads: v.nullish(v.pipe(v.array(v.tuple([token, token])), v.maxLength(1000))),
});
type OwnGeneration = v.InferOutput<typeof ownGeneration>;

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
const stepSeconds = 0.02;

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
  const own = await optional(folder, 'generation_config.json', ownGeneration);
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

/** @throws ParolaError model-unsupported where there is no token for times */
function speechTokens(
  { config }: Settings,
  own: OwnGeneration,
  names: ReadonlyMap<string, number>,
): SpeechTokens {
  const noTimestamps = own.no_timestamps_token_id ?? names.get('<|notimestamps|>');
  if (noTimestamps === undefined) {
    throw new ParolaError(
      'model-unsupported',
      'the settings name no token for times (no_timestamps_token_id in generation_config.json, or <|notimestamps|> in tokenizer.json); take the model’s own files',
    );
  }
  const tasks = own.task_to_id ?? Object.fromEntries(names);
  const noSpeech = names.get('<|nospeech|>') ?? names.get('<|nocaptions|>');
  const [transcribe, translate] = ['transcribe', 'translate'].map(
    (task) => tasks[task] ?? tasks[`<|${task}|>`],
  );
  const languages = isEnglishOnly(own, names, config) ? {} : languageTokens(own, names);
  const several = Object.keys(languages).length > 0;
  return {
    languages,
    tasks: {
      ...(several && transcribe !== undefined ? { transcribe } : {}),
      ...(several && translate !== undefined ? { translate } : {}),
    },
    ...(noSpeech === undefined ? {} : { noSpeech }),
    noTimestamps,
    timestamps: {
      begin: noTimestamps + 1,
      stepSeconds,
      ...(typeof own.max_initial_timestamp_index === 'number'
        ? { latestFirst: own.max_initial_timestamp_index }
        : {}),
    },
    positions: config.max_target_positions ?? 448,
  };
}

/**
 * English models have the tokens of all languages too, and were never taught to write them. Where the settings
 * do not say so, their vocabulary does: one piece is missing in it, which moves the end token.
 */
function isEnglishOnly(
  { is_multilingual: isMultilingual, lang_to_id: languages }: OwnGeneration,
  names: ReadonlyMap<string, number>,
  { vocab_size: vocabulary }: Settings['config'],
): boolean {
  if (typeof isMultilingual === 'boolean') return !isMultilingual;
  return !languages && (names.get('<|endoftext|>') === 50_256 || vocabulary === 51_864);
}

/** @throws ParolaError model-unsupported where the settings name tokens that the graphs do not have */
function checkTokens(
  { languages, tasks, noSpeech = 0, timestamps }: SpeechTokens,
  vocabularySize: number,
): void {
  const highest = Math.max(
    noSpeech,
    timestamps.begin,
    ...Object.values(languages),
    ...Object.values(tasks).map((id) => id ?? 0),
  );
  if (highest < vocabularySize) return;
  throw new ParolaError(
    'model-unsupported',
    `the settings do not fit the graphs: token ${highest} is not among ${vocabularySize}; take all files from one export`,
  );
}

function languageTokens(own: OwnGeneration, names: ReadonlyMap<string, number>): Record<string, number> {
  const all = own.lang_to_id ? Object.entries(own.lang_to_id) : [...names];
  return Object.fromEntries(
    // In the order of the tokens, which is that of how much of each the model has heard.
    all
      .sort(([, one], [, other]) => one - other)
      .flatMap(([name, id]): [string, number][] => {
        const code = /^<\|([a-z]{2,3})\|>$/.exec(name)?.[1];
        return code === undefined ? [] : [[renamed.get(code) ?? code, id]];
      }),
  );
}

/** Codes that are others by now. */
const renamed: ReadonlyMap<string, string> = new Map([
  ['jw', 'jv'],
  ['iw', 'he'],
]);

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
  { alignment_heads: heads }: OwnGeneration,
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
