/**
 * What is read of an export's settings: `config.json`, `generation_config.json`, `tokenizer_config.json`.
 * Only these fields count; each is checked, because a file may hold anything.
 */
import * as v from 'valibot';
import { ParolaError } from '../../main/errors.ts';
import { type ExportFolder, fileOf, malformed, needFile, readSettings } from './folder.ts';

const token = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000));
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000));
const size = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000));
const tokens = v.pipe(v.array(token), v.maxLength(10_000));
const shortText = v.pipe(v.string(), v.maxLength(200));

/** How answers are written; in `generation_config.json`, or in `config.json` where there is none. */
const generationFields = {
  decoder_start_token_id: v.nullish(token),
  eos_token_id: v.nullish(v.union([token, tokens])),
  bos_token_id: v.nullish(token),
  pad_token_id: v.nullish(token),
  forced_bos_token_id: v.nullish(token),
  forced_eos_token_id: v.nullish(v.union([token, tokens])),
  suppress_tokens: v.nullish(tokens),
  begin_suppress_tokens: v.nullish(tokens),
  bad_words_ids: v.nullish(v.pipe(v.array(v.pipe(tokens, v.minLength(1))), v.maxLength(10_000))),
  min_length: v.nullish(count),
  min_new_tokens: v.nullish(count),
  max_length: v.nullish(count),
  max_new_tokens: v.nullish(count),
  num_beams: v.nullish(v.pipe(size, v.maxValue(64))),
  length_penalty: v.nullish(v.pipe(v.number(), v.minValue(-10), v.maxValue(10))),
  early_stopping: v.nullish(v.union([v.boolean(), v.literal('never')])),
  no_repeat_ngram_size: v.nullish(v.pipe(count, v.maxValue(1000))),
  repetition_penalty: v.nullish(v.pipe(v.number(), v.minValue(0.01), v.maxValue(100))),
  renormalize_logits: v.nullish(v.boolean()),
  prefix: v.nullish(shortText),
};

const generation = v.object(generationFields);
export type Generation = v.InferOutput<typeof generation>;

const configuration = v.object({
  ...generationFields,
  model_type: v.pipe(v.string(), v.maxLength(100)),
  architectures: v.nullish(v.pipe(v.array(shortText), v.maxLength(20))),
  is_encoder_decoder: v.nullish(v.boolean()),
  _name_or_path: v.nullish(v.pipe(v.string(), v.maxLength(1000))),
  vocab_size: v.nullish(size),
  d_model: v.nullish(size),
  d_kv: v.nullish(size),
  num_heads: v.nullish(size),
  decoder_attention_heads: v.nullish(size),
  n_positions: v.nullish(size),
  max_position_embeddings: v.nullish(size),
  max_source_positions: v.nullish(size),
  max_target_positions: v.nullish(size),
  num_mel_bins: v.nullish(size),
  task_specific_params: v.nullish(v.record(shortText, v.unknown())),
});
export type Configuration = v.InferOutput<typeof configuration>;

const tokenizerSettings = v.object({
  /** Some exports say "very large" by a number of thirty digits. */
  model_max_length: v.nullish(v.pipe(v.number(), v.minValue(1))),
  source_lang: v.nullish(shortText),
  target_lang: v.nullish(shortText),
});
export type TokenizerSettings = v.InferOutput<typeof tokenizerSettings>;

export interface Settings {
  readonly config: Configuration;
  /** `generation_config.json`; without it what `config.json` says of generation. */
  readonly generation: Generation;
  readonly tokenizer: TokenizerSettings;
}

/** @throws ParolaError file-not-found, file-unreadable, data-malformed */
export async function readAllSettings(folder: ExportFolder): Promise<Settings> {
  const config = await parsed(configuration, folder, 'config.json');
  const own = fileOf(folder, 'generation_config.json') !== null;
  return {
    config,
    generation: own ? await parsed(generation, folder, 'generation_config.json') : config,
    tokenizer:
      fileOf(folder, 'tokenizer_config.json') === null
        ? {}
        : await parsed(tokenizerSettings, folder, 'tokenizer_config.json'),
  };
}

async function parsed<Schema extends v.GenericSchema>(
  schema: Schema,
  folder: ExportFolder,
  name: string,
): Promise<v.InferOutput<Schema>> {
  const file = needFile(folder, name);
  return fieldsOf(schema, await readSettings(file), name);
}

function fieldsOf<Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  name: string,
): v.InferOutput<Schema> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const place = v.getDotPath(issue) ?? 'it';
  throw malformed({ name }, `${place} is wrong (${issue.message})`);
}

/** `generation` with what the settings say of one task ("summarization") in its place. @throws ParolaError data-malformed */
export function generationFor(
  { config, generation: usual }: Pick<Settings, 'config' | 'generation'>,
  task: string,
): Generation {
  const own = config.task_specific_params?.[task];
  if (own === undefined || own === null) return usual;
  const given = fieldsOf(generation, own, 'config.json');
  const said = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  return { ...usual, ...Object.fromEntries(said) };
}

/** The first of one or more end tokens. @throws ParolaError model-unsupported where there is none, or several */
export function endTokenOf({ config, generation: { eos_token_id: own } }: Settings): number {
  const end = own ?? config.eos_token_id;
  const all = Array.isArray(end) ? end : [end];
  if (all.length === 1 && typeof all[0] === 'number') return all[0];
  throw new ParolaError(
    'model-unsupported',
    `the settings name ${all.length > 1 ? 'several end tokens' : 'no end token'} (eos_token_id); only models with one can be run`,
  );
}

/** @throws ParolaError model-unsupported where there is none */
export function startTokenOf({ config, generation: { decoder_start_token_id: own } }: Settings): number {
  const start = own ?? config.decoder_start_token_id ?? config.bos_token_id;
  if (typeof start === 'number') return start;
  throw new ParolaError(
    'model-unsupported',
    'the settings name no token that answers start with (decoder_start_token_id in config.json); take the model’s own config.json',
  );
}
