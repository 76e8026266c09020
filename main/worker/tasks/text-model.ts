/**
 * A model that reads text and writes text in its own words: tokens in, search, tokens out. What a summary or
 * a translation makes of it is for others.
 */
import type { EncoderDecoderGraphs } from '../../../models/schema.ts';
import { ParolaError } from '../../errors.ts';
import { decode, finish } from '../decode/decode.ts';
import type { Hypothesis } from '../decode/decoder.ts';
import { type ModelTokenizer, readModelTokenizer } from '../input/model-tokenizer.ts';
import type { InstalledModel } from '../protocol.ts';
import { type LoadedEncoderDecoder, loadEncoderDecoder, tokenizerOf } from '../runtime/encoder-decoder.ts';
import { readVerified, type SessionOptions } from '../runtime/session.ts';
import { ownRules, ownSearch } from './own-search.ts';

/** What was written. */
export interface WrittenText {
  readonly text: string;
  /** What the search compared it by; for one beam the sum of the log-probabilities. */
  readonly score: number;
  /** The texts joined are `text`, but for spaces around it. */
  readonly tokens: readonly { readonly text: string; readonly logProbability: number }[];
}

export interface WriteOptions {
  /** Ways followed at a time; the model's own number where absent. */
  readonly beams?: number;
  /** Tokens written at most; the model's own limit where absent, and never more than that. */
  readonly maxTokens?: number;
  /** Tokens written at least, in place of the model's own limit. */
  readonly minTokens?: number;
  /** How many answers to give, at most `beams`; 1 where absent. */
  readonly answers?: number;
  /** Put before the text, in place of the model's own ("summarize: "). */
  readonly prefix?: string;
  /** Stops between two steps. */
  readonly signal?: AbortSignal | undefined;
}

export interface TextModel {
  /** What really runs the model, for example `cpu`. */
  readonly provider: string;
  /** The most that it takes at a time, by `countTokens`. */
  readonly maxSourceTokens: number;
  /** How many tokens a text is, the prefix and what the tokenizer adds counted. */
  countTokens(text: string): number;
  /**
   * What the model writes, best first; one answer where `answers` is absent.
   * @throws ParolaError text-too-long; the signal's reason once it is aborted
   */
  write(text: string, options?: WriteOptions): Promise<WrittenText[]>;
  dispose(): Promise<void>;
}

/**
 * Opens an installed model that writes text.
 * @throws ParolaError `model-missing`, `model-corrupt`, `model-unsupported`, `model-wrong-task`
 */
export async function loadTextModel(
  model: InstalledModel<EncoderDecoderGraphs>,
  options: Omit<SessionOptions, 'provider'> = {},
): Promise<TextModel> {
  const { text } = model.graphs;
  if (text === undefined) {
    throw new ParolaError('model-wrong-task', `the model ${model.id} does not write texts; choose another`);
  }
  const tokenizer = readModelTokenizer(await readVerified(model, tokenizerOf(model).file));
  const loaded = await loadEncoderDecoder(model, options);
  const { prefix: usual = '', maxSourceTokens } = text;
  const idsOf = (source: string, prefix = usual) => tokenizer.encode(prefix + source);
  return {
    get provider() {
      return loaded.provider;
    },
    maxSourceTokens,
    countTokens: (source) => idsOf(source).length,
    write: async (source, settings = {}) => {
      const ids = idsOf(source, settings.prefix);
      if (ids.length > maxSourceTokens) {
        throw new ParolaError(
          'text-too-long',
          `the text is ${ids.length} tokens, and ${model.id} takes ${maxSourceTokens} at a time; cut it into parts`,
        );
      }
      const found = await search(loaded, model.graphs, ids, settings);
      return found.map((hypothesis) => written(tokenizer, hypothesis));
    },
    dispose: () => loaded.dispose(),
  };
}

async function search(
  { decoder, encodeIds }: LoadedEncoderDecoder,
  graphs: EncoderDecoderGraphs,
  ids: readonly number[],
  { signal, ...wishes }: WriteOptions,
): Promise<readonly Hypothesis[]> {
  if (signal?.aborted) throw signal.reason;
  const encoded = await encodeIds(Int32Array.from(ids));
  const plan = ownSearch(graphs, wishes);
  return finish(decode(decoder, encoded, plan, ownRules(graphs, plan.maxTokens, wishes.minTokens), signal));
}

function written(tokenizer: ModelTokenizer, { ids, logProbabilities, score }: Hypothesis): WrittenText {
  return {
    text: tokenizer.decode(ids).trim(),
    score,
    tokens: tokenizer.tokenTexts(ids).map((text, place) => ({
      text,
      logProbability: logProbabilities[place] ?? 0,
    })),
  };
}
