/** The tokens by which Whisper is told what to do, and tells when something was said. */
import * as v from 'valibot';
import { ParolaError } from '../../main/errors.ts';
import type { SpeechTokens } from '../schema.ts';
import { malformed } from './folder.ts';
import type { Settings } from './settings.ts';

const token = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000));
const named = v.record(v.pipe(v.string(), v.maxLength(40)), token);

/** What only Whisper's `generation_config.json` has; older exports lack most of it. */
export const whisperGeneration = v.object({
  is_multilingual: v.nullish(v.boolean()),
  lang_to_id: v.nullish(named),
  task_to_id: v.nullish(named),
  no_timestamps_token_id: v.nullish(token),
  max_initial_timestamp_index: v.nullish(token),
  alignment_heads: v.nullish(v.pipe(v.array(v.tuple([token, token])), v.maxLength(1000))),
});
export type WhisperGeneration = v.InferOutput<typeof whisperGeneration>;

const stepSeconds = 0.02;

/**
 * What the settings say of the tokens, and where they do not, their names.
 * @throws ParolaError model-unsupported where there is no token for times
 */
export function speechTokens(
  { config }: Settings,
  own: WhisperGeneration,
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
  { is_multilingual: isMultilingual, lang_to_id: languages }: WhisperGeneration,
  names: ReadonlyMap<string, number>,
  { vocab_size: vocabulary }: Settings['config'],
): boolean {
  if (typeof isMultilingual === 'boolean') return !isMultilingual;
  return !languages && (names.get('<|endoftext|>') === 50_256 || vocabulary === 51_864);
}

/** @throws ParolaError model-unsupported where the settings name tokens that the graphs do not have */
export function checkTokens(
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

function languageTokens(own: WhisperGeneration, names: ReadonlyMap<string, number>): Record<string, number> {
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

const addedTokens = v.object({
  added_tokens: v.pipe(
    v.array(
      v.object({
        id: v.pipe(v.number(), v.integer(), v.minValue(0)),
        content: v.pipe(v.string(), v.maxLength(100)),
      }),
    ),
    v.maxLength(100_000),
  ),
});

/** The tokens of a `tokenizer.json` that steer a model rather than spell text. @throws ParolaError data-malformed */
export function tokensByName(tokenizer: Record<string, unknown>): ReadonlyMap<string, number> {
  const parsed = v.safeParse(addedTokens, tokenizer);
  if (!parsed.success) throw malformed({ name: 'tokenizer.json' }, 'it lists no added_tokens');
  return new Map(parsed.output.added_tokens.map(({ id, content }) => [content, id]));
}
