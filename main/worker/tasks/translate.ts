/** Text in one language → text in another, straight or through a third language. */
import { graphFiles } from '../../../models/marian/graphs.ts';
import type { EncoderDecoderGraphs } from '../../../models/schema.ts';
import type { SentenceTranslation, TranslateOptions } from '../../../preload/translation.ts';
import { ParolaError } from '../../errors.ts';
import type { InstalledModel, TranslationModels } from '../protocol.ts';
import type { SessionOptions } from '../runtime/session.ts';
import { suggestThrough, through } from './pivot.ts';
import { type Direction, loadDirection } from './translate-direction.ts';
import { type Memory, newMemory, remembering } from './translate-memory.ts';
import { type OnPart, translateText } from './translate-text.ts';

/** What a translation can be asked for. `signal` stops between two steps. */
export type EngineOptions = TranslateOptions & {
  readonly signal?: AbortSignal | undefined;
  /** Sentences translated lately with the same options are answered from memory. */
  readonly remember?: boolean;
};

/** The models of a pair of languages, loaded. */
export interface TranslationEngine {
  /** What really runs the models, for example `cpu`. */
  readonly provider: string;
  /**
   * Translates a text. The `target`s joined are the translation, the `source`s joined the text; what
   * stands between sentences comes untranslated, with a score of 0. Through a third language the
   * alternatives are the second model's, and the alignment is that of both.
   * @param onPart called with each part as soon as it is there
   * @throws the signal's reason once it is aborted
   */
  translate(text: string, options?: EngineOptions, onPart?: OnPart): Promise<SentenceTranslation[]>;
  /**
   * Other ways to go on with a translation: after the tokens `before` (their texts) at most `count`
   * different next words, likeliest first, each in a whole translation of `sentence` that goes on as
   * well as it can. The word that stands there now may be among them. Terms of the glossary are kept,
   * unless `before` breaks them. None where the sentence is too long to be translated as one.
   * @param sentence the `source` of a translated part
   * @throws the signal's reason once it is aborted
   */
  suggest(
    sentence: string,
    before: readonly string[],
    count: number,
    options?: EngineOptions,
  ): Promise<SentenceTranslation[]>;
  dispose(): Promise<void>;
}

/** Sentences kept for `remember`: some pages of text. */
const remembered = 1000;

/**
 * Opens the models of a pair.
 * @throws ParolaError `model-missing`, `model-corrupt`, `model-unsupported`, `model-wrong-task`;
 * `request-invalid` where there is no model or more than two
 */
export async function loadTranslation(
  { steps, precision }: TranslationModels,
  options: Omit<SessionOptions, 'provider'> = {},
): Promise<TranslationEngine> {
  const [first, second] = steps;
  if (first === undefined || steps.length > 2) {
    throw new ParolaError('request-invalid', 'A translation goes through one model or two');
  }
  const load = (step: TranslationModels['steps'][number]) =>
    loadDirection({ ...step, model: inPrecision(step.model, precision) }, options);
  const directions = [await load(first)];
  try {
    if (second) directions.push(await load(second));
  } catch (error) {
    await directions[0]?.dispose();
    throw error;
  }
  return engineOf(directions, first.from, newMemory(remembered));
}

function engineOf(directions: readonly Direction[], from: string, memory: Memory): TranslationEngine {
  const [first, second] = directions as [Direction, Direction | undefined];
  const translate = second ? through(first.translate, second.translate, from) : first.translate;
  const suggest = second ? suggestThrough(first.translate, second.suggest, from) : first.suggest;
  const translateFromMemory = remembering(translate, memory);
  return {
    provider: first.provider,
    translate: (text, { remember = false, ...options } = {}, onPart) =>
      translateText(remember ? translateFromMemory : translate, text, from, options, onPart),
    suggest: (sentence, before, count, options = {}) => suggest(sentence, before, count, options),
    dispose: async () => {
      await Promise.all(directions.map((direction) => direction.dispose()));
    },
  };
}

/** The same model by its exact graphs, whose output is the same on every processor. */
function inPrecision(
  model: InstalledModel<EncoderDecoderGraphs>,
  precision: TranslationModels['precision'],
): InstalledModel<EncoderDecoderGraphs> {
  // A model without them is computed in one way.
  const isMade = model.files.some(({ name }) => name === graphFiles.exact.encoder);
  if (precision === 'quick' || !isMade) return model;
  const { encoder, decoder } = model.graphs;
  return {
    ...model,
    graphs: {
      ...model.graphs,
      encoder: { ...encoder, file: graphFiles.exact.encoder },
      decoder: { ...decoder, step: { ...decoder.step, file: graphFiles.exact.decoder } },
    },
  };
}
