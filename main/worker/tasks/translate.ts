/**
 * Text of any length → its translation: cut into sentences, each translated by itself, everything
 * between them kept as it is.
 */
import { readShortlist } from '../../../models/marian/shortlist.ts';
import type { EncoderDecoderGraphs } from '../../../models/schema.ts';
import type { SentenceTranslation } from '../../../preload/translation.ts';
import { ParolaError } from '../../errors.ts';
import { halves, splitSentences } from '../input/sentences.ts';
import { readTokenizer, type TextTokenizer } from '../input/text-tokenizer.ts';
import type { InstalledModel } from '../protocol.ts';
import { loadEncoderDecoder } from '../runtime/encoder-decoder.ts';
import { readVerified, type SessionOptions } from '../runtime/session.ts';
import { putBack, takeOut } from './carry-over.ts';
import {
  maxSourceTokens,
  type SentenceOptions,
  type TranslationModel,
  translateSentence,
  untranslated,
} from './translate-sentence.ts';

/** One direction, loaded. */
export interface Translator {
  /** What really runs the model, for example `cpu`. */
  readonly provider: string;
  /**
   * Translates a text. The `target`s joined are the translation, the `source`s joined the text; what
   * stands between sentences comes untranslated, with a score of 0.
   * @param language BCP 47, of the text
   * @param onPart called with each part as soon as it is there
   * @throws the signal's reason once it is aborted
   */
  translate(
    text: string,
    language: string,
    options?: SentenceOptions,
    onPart?: (part: SentenceTranslation) => void,
  ): Promise<SentenceTranslation[]>;
  dispose(): Promise<void>;
}

/**
 * Opens an installed translation model.
 * @throws ParolaError `model-missing`, `model-corrupt`, `model-unsupported`, `model-wrong-task`
 */
export async function loadTranslator(
  model: InstalledModel<EncoderDecoderGraphs>,
  options: Omit<SessionOptions, 'provider'> = {},
): Promise<Translator> {
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
    shortlist: lexical,
    decoder: loaded.decoder,
    encodeIds: loaded.encodeIds,
  };
  return {
    get provider() {
      return loaded.provider;
    },
    translate: (text, language, settings = {}, onPart) =>
      translateText(parts, text, language, settings, onPart),
    dispose: loaded.dispose,
  };
}

/** The whole text; see `Translator.translate`. */
async function translateText(
  model: TranslationModel,
  text: string,
  language: string,
  options: SentenceOptions = {},
  onPart?: (part: SentenceTranslation) => void,
): Promise<SentenceTranslation[]> {
  const parts: SentenceTranslation[] = [];
  for (const { text: piece, isSentence } of splitSentences(text, language)) {
    const translated = isSentence ? await translateAny(model, piece, options) : [untranslated(piece)];
    for (const part of translated) {
      parts.push(part);
      onPart?.(part);
    }
  }
  return parts;
}

/** A sentence of any length: cut in two until the model can take it. */
async function translateAny(
  model: TranslationModel,
  sentence: string,
  options: SentenceOptions,
): Promise<SentenceTranslation[]> {
  if (options.signal?.aborted) throw options.signal.reason;
  if (isTooLong(model.source, sentence)) {
    const [left, right] = halves(sentence);
    const end = left.slice(left.trimEnd().length);
    const words = left.slice(0, left.length - end.length);
    return [
      ...(await translateAny(model, words, options)),
      ...(end === '' ? [] : [untranslated(end)]),
      ...(await translateAny(model, right, options)),
    ];
  }
  const { rest, carried } = takeOut(sentence, model.source);
  if (!/\p{L}/u.test(rest)) return [untranslated(sentence)];
  const translation = await translateSentence(model, rest, options);
  return [carried.length === 0 ? translation : putBack(sentence, translation, carried)];
}

/** No piece is longer than 16 letters or so: a text far longer than that need not be counted. */
function isTooLong(tokenizer: TextTokenizer, sentence: string): boolean {
  return sentence.length > 4000 || tokenizer.encode(sentence).length > maxSourceTokens;
}
