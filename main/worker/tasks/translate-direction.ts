/** One translation model, loaded: a sentence of any length → its translation, in one part or more. */
import { readShortlist } from '../../../models/marian/shortlist.ts';
import type { SentenceTranslation } from '../../../preload/translation.ts';
import { ParolaError } from '../../errors.ts';
import { readTokenizer } from '../input/text-tokenizer.ts';
import type { TranslationModels } from '../protocol.ts';
import { loadEncoderDecoder, tokenizerOf } from '../runtime/encoder-decoder.ts';
import { readVerified, type SessionOptions } from '../runtime/session.ts';
import { suggestAny, translateAny } from './translate-any.ts';
import type { SentenceOptions, TranslationModel } from './translate-sentence.ts';

/** Translates one sentence; the sources of the parts joined are the sentence. */
export type TranslateSentence = (
  sentence: string,
  options: SentenceOptions,
) => Promise<SentenceTranslation[]>;

/** Other translations of a sentence that begin with the tokens `before`; see `TranslationEngine.suggest`. */
export type SuggestForSentence = (
  sentence: string,
  before: readonly string[],
  count: number,
  options: SentenceOptions,
) => Promise<SentenceTranslation[]>;

export interface Direction {
  /** What really runs the model, for example `cpu`. */
  readonly provider: string;
  readonly translate: TranslateSentence;
  readonly suggest: SuggestForSentence;
  dispose(): Promise<void>;
}

/**
 * Opens an installed translation model.
 * @throws ParolaError `model-missing`, `model-corrupt`, `model-unsupported`, `model-wrong-task`
 */
export async function loadDirection(
  { model, from, to }: TranslationModels['steps'][number],
  options: Omit<SessionOptions, 'provider'> = {},
): Promise<Direction> {
  const { shortlist, tokens } = model.graphs;
  const tokenizer = tokenizerOf(model);
  if (shortlist === undefined && model.graphs.text === undefined) {
    throw new ParolaError('model-wrong-task', `the model ${model.id} does not translate`);
  }
  const target = readTokenizer(await readVerified(model, tokenizer.file));
  const source =
    tokenizer.sourceFile === undefined
      ? target
      : readTokenizer(await readVerified(model, tokenizer.sourceFile));
  const lexical =
    shortlist === undefined
      ? null
      : readShortlist(await readVerified(model, shortlist.file), source.size, tokens.vocabularySize);
  const loaded = await loadEncoderDecoder(model, options);
  const parts: TranslationModel = {
    graphs: model.graphs,
    source,
    target,
    from,
    to,
    shortlist: lexical,
    decoder: loaded.decoder,
    encodeIds: loaded.encodeIds,
  };
  return {
    get provider() {
      return loaded.provider;
    },
    translate: (sentence, settings) => translateAny(parts, sentence, settings),
    suggest: (sentence, before, count, settings) => suggestAny(parts, sentence, before, count, settings),
    dispose: loaded.dispose,
  };
}
