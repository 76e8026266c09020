/** One translation model, loaded: a sentence of any length → its translation, in one part or more. */
import { readShortlist } from '../../../models/marian/shortlist.ts';
import type { SentenceTranslation } from '../../../preload/translation.ts';
import { ParolaError } from '../../errors.ts';
import { halves } from '../input/sentences.ts';
import { readTokenizer, type TextTokenizer } from '../input/text-tokenizer.ts';
import type { TranslationModels } from '../protocol.ts';
import { loadEncoderDecoder } from '../runtime/encoder-decoder.ts';
import { readVerified, type SessionOptions } from '../runtime/session.ts';
import { putBack, takeOut, withoutCarried } from './carry-over.ts';
import { type Term, termsIn } from './glossary.ts';
import { canSpell } from './glossary-tokens.ts';
import { suggestWords } from './suggest.ts';
import {
  maxSourceTokens,
  type SentenceOptions,
  type TranslationModel,
  translateSentence,
  untranslated,
} from './translate-sentence.ts';
import { termsLeft, termsWithin, translateKeeping } from './translate-terms.ts';

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
  const { tokenizer, shortlist, tokens } = model.graphs;
  if (shortlist === undefined) {
    throw new ParolaError('model-wrong-task', `the model ${model.id} does not translate`);
  }
  const target = readTokenizer(await readVerified(model, tokenizer.file));
  const source =
    tokenizer.sourceFile === undefined
      ? target
      : readTokenizer(await readVerified(model, tokenizer.sourceFile));
  const lexical = readShortlist(
    await readVerified(model, shortlist.file),
    source.size,
    tokens.vocabularySize,
  );
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

/**
 * A sentence of any length: cut in two until the model can take it. Terms that no tokens spell are put
 * into the translation as what is carried over.
 */
async function translateAny(
  model: TranslationModel,
  sentence: string,
  options: SentenceOptions,
): Promise<SentenceTranslation[]> {
  if (options.signal?.aborted) throw options.signal.reason;
  const terms = options.terms ?? termsIn(sentence, options.glossary ?? [], model.from);
  if (isTooLong(model.source, sentence)) {
    const [left, right] = halves(sentence);
    const end = left.slice(left.trimEnd().length);
    const words = left.slice(0, left.length - end.length);
    const part = (text: string, from: number, to: number) =>
      translateAny(model, text, { ...options, terms: termsWithin(terms, from, to) });
    return [
      ...(await part(words, 0, left.length)),
      ...(end === '' ? [] : [untranslated(end)]),
      ...(await part(right, left.length, sentence.length)),
    ];
  }
  const unspelled = terms.filter(({ target }) => target !== null && !canSpell(model.target, target));
  const replaced = terms.filter(
    (term) =>
      term.target !== null &&
      unspelled.some((other) => term === other || (term.from < other.to && other.from < term.to)),
  );
  const spelled = terms.filter((term) => !replaced.includes(term));
  const { rest, carried } = takeOut(sentence, model.source, replaced);
  if (!/\p{L}/u.test(rest)) return [onlyReplaced(sentence, replaced)];
  const left = termsLeft(spelled, sentence, rest);
  const translation =
    left.length === 0
      ? await translateSentence(model, rest, options)
      : await translateKeeping(model, rest, left, options);
  return [carried.length === 0 ? translation : putBack(sentence, translation, carried)];
}

/** A sentence in which there is nothing to translate but for terms whose target is known. */
function onlyReplaced(sentence: string, terms: readonly Term[]): SentenceTranslation {
  let target = '';
  let at = 0;
  for (const term of terms) {
    // Of two that stand for the same words one comes behind the other.
    target += at > term.from ? ` ${term.target}` : sentence.slice(at, term.from) + term.target;
    at = Math.max(at, term.to);
  }
  target += sentence.slice(at);
  return { ...untranslated(sentence), target, tokens: [{ text: target, logProbability: 0 }] };
}

/** What was carried over is no word of the model's: it is taken out of `before` too, and put back. */
async function suggestAny(
  model: TranslationModel,
  sentence: string,
  before: readonly string[],
  count: number,
  options: SentenceOptions,
): Promise<SentenceTranslation[]> {
  if (isTooLong(model.source, sentence)) return [];
  const { rest, carried } = takeOut(sentence, model.source);
  const words = withoutCarried(before, carried);
  const suggestions = await suggestWords(model, rest, words, count, options);
  return suggestions.map((translation) =>
    carried.length === 0 ? translation : putBack(sentence, translation, carried),
  );
}

/** No piece is longer than 16 letters or so: a text far longer than that need not be counted. */
function isTooLong(tokenizer: TextTokenizer, sentence: string): boolean {
  return sentence.length > 4000 || tokenizer.encode(sentence).length > maxSourceTokens;
}
