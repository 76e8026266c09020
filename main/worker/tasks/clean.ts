/**
 * A sentence of speech → the same sentence without fillers, repeats and self-repairs, by a pointer network
 * that says word by word which to keep. Where it is not sure enough, the plain filler rule does the work.
 */
import type { EncoderDecoderGraphs } from '../../../models/schema.ts';
import type { CharacterRange } from '../../../preload/summary.ts';
import { ParolaError } from '../../errors.ts';
import { decode, finish } from '../decode/decode.ts';
import type { Encoded, Hypothesis, Search } from '../decode/decoder.ts';
import { readTokenizer, type TextTokenizer } from '../input/text-tokenizer.ts';
import type { InstalledModel } from '../protocol.ts';
import { type LoadedEncoderDecoder, loadEncoderDecoder, tokenizerOf } from '../runtime/encoder-decoder.ts';
import { readVerified } from '../runtime/session.ts';
import { withoutFillers } from './clean-fillers.ts';
import { allows } from './clean-guard.ts';
import { finishRepairs } from './clean-repairs.ts';
import { type SentenceWord, withoutWords, wordsOf } from './clean-words.ts';

export interface CleanedSentence {
  /** Never empty; the sentence itself where nothing goes. */
  readonly text: string;
  /** What was left out, as ranges of the sentence, in order. */
  readonly removed: readonly CharacterRange[];
  /** The probability of the network's least likely step, 0–1; 1 where it was not asked. */
  readonly confidence: number;
  readonly changed: boolean;
  /** The network's answer was not sure enough; the filler rule took its place. */
  readonly guarded: boolean;
}

export interface CleanOptions {
  /** The model's own unless given. */
  readonly beams?: number;
  /** False: the network's answer is used however sure it is. For measuring. */
  readonly guard?: boolean;
  readonly signal?: AbortSignal;
}

export interface CleanEngine {
  /** What really runs the model. */
  readonly provider: string;
  clean(sentence: string, options?: CleanOptions): Promise<CleanedSentence>;
  /** One vector for the sentence, from the encoder alone. */
  vector(sentence: string): Promise<Float32Array>;
  /** Both, with the encoder run once more only where the words have changed: the vector is that of the answer. */
  cleanWithVector(
    sentence: string,
    options?: CleanOptions,
  ): Promise<{ readonly cleaned: CleanedSentence; readonly vector: Float32Array }>;
  dispose(): Promise<void>;
}

/** A word is cut into no more pieces than that, as in training. */
const mostPiecesOfWord = 12;

interface Cleaner {
  readonly loaded: LoadedEncoderDecoder;
  readonly graphs: EncoderDecoderGraphs;
  readonly pointer: WordPointer;
  readonly piecesOf: (word: string) => readonly number[];
}

type WordPointer = Extract<NonNullable<EncoderDecoderGraphs['pointer']>, { to: 'words' }>;

/**
 * Opens a cleaner.
 * @param options.threads for one operation; the runtime's own choice where absent
 * @throws ParolaError `model-missing`, `model-corrupt`, `model-unsupported`, `model-wrong-task`
 */
export async function loadCleaner(
  model: InstalledModel<EncoderDecoderGraphs>,
  options: { readonly threads?: number } = {},
): Promise<CleanEngine> {
  const { graphs } = model;
  const { pointer } = graphs;
  if (pointer?.to !== 'words') {
    throw new ParolaError(
      'model-wrong-task',
      `the model ${model.id} does not clean sentences; choose another`,
    );
  }
  const tokenizer = readTokenizer(await readVerified(model, tokenizerOf(model).file));
  const loaded = await loadEncoderDecoder(model, options);
  const cleaner = { loaded, graphs, pointer, piecesOf: rememberingPieces(tokenizer) };
  return {
    get provider() {
      return loaded.provider;
    },
    clean: async (sentence, choices = {}) => (await cleanSentence(cleaner, sentence, choices)).cleaned,
    vector: (sentence) => vectorOf(cleaner, wordsOf(sentence)),
    cleanWithVector: async (sentence, choices = {}) => {
      const { cleaned, encoded } = await cleanSentence(cleaner, sentence, choices);
      const stands = encoded !== null && !cleaned.changed;
      const vector = stands ? vectorIn(encoded, pointer) : await vectorOf(cleaner, wordsOf(cleaned.text));
      return { cleaned, vector };
    },
    dispose: () => loaded.dispose(),
  };
}

interface Answer {
  readonly cleaned: CleanedSentence;
  /** Null where the encoder was not asked. */
  readonly encoded: Encoded | null;
}

async function cleanSentence(
  cleaner: Cleaner,
  sentence: string,
  { beams, guard = true, signal }: CleanOptions,
): Promise<Answer> {
  const words = wordsOf(sentence);
  // Of one word nothing can go, and of none nothing.
  if (words.length < 2) return { cleaned: untouched(sentence), encoded: null };
  const { graphs, loaded, pointer } = cleaner;
  if (words.length > pointer.maxWords) return { cleaned: byRule(sentence, words, 1, false), encoded: null };
  const encoded = await encode(cleaner, words);
  const search = searchFor(graphs, words.length, beams);
  const [best] = await finish(decode(loaded.decoder, encoded, search, [], signal));
  if (best === undefined) throw new Error('the search ended without an answer');
  const confidence = Math.exp(Math.min(best.endLogProbability, ...best.logProbabilities));
  const keep = finishRepairs(words, keptWords(words.length, best));
  const isRefused = guard && !allows(pointer.guard, confidence, words, keep);
  if (isRefused) return { cleaned: byRule(sentence, words, confidence, true), encoded };
  const shorter = withoutWords(sentence, words, keep);
  return {
    cleaned: { ...shorter, confidence, changed: shorter.removed.length > 0, guarded: false },
    encoded,
  };
}

function keptWords(words: number, { ids }: Hypothesis): boolean[] {
  const keep = new Array<boolean>(words).fill(false);
  for (const row of ids) keep[row - 1] = true;
  return keep;
}

function byRule(
  sentence: string,
  words: readonly SentenceWord[],
  confidence: number,
  guarded: boolean,
): CleanedSentence {
  const shorter = withoutWords(sentence, words, withoutFillers(words));
  return { ...shorter, confidence, changed: shorter.removed.length > 0, guarded };
}

function untouched(sentence: string): CleanedSentence {
  return { text: sentence, removed: [], confidence: 1, changed: false, guarded: false };
}

/**
 * An answer cannot be longer than the sentence. Its end is a step too, but behind the last of all words nothing
 * else is left to point at: one beam does without.
 */
function searchFor(
  { decode: usual, tokens }: EncoderDecoderGraphs,
  words: number,
  beams = usual.beams,
): Search {
  const limits = { startToken: tokens.start, endToken: tokens.end };
  if (beams <= 1) return { kind: 'greedy', ...limits, maxTokens: words };
  return { kind: 'beam', beams, lengthPenalty: usual.lengthPenalty, ...limits, maxTokens: words + 1 };
}

function encode(
  { loaded, piecesOf, graphs }: Cleaner,
  words: readonly { readonly text: string }[],
): Promise<Encoded> {
  const ids: number[] = [];
  const starts = new Int32Array(words.length);
  for (const [at, { text }] of words.entries()) {
    starts[at] = ids.length;
    ids.push(...piecesOf(text));
  }
  ids.push(graphs.tokens.end);
  return loaded.encodeWords(Int32Array.from(ids), starts);
}

async function vectorOf(cleaner: Cleaner, words: readonly SentenceWord[]): Promise<Float32Array> {
  const read = words.slice(0, cleaner.pointer.maxWords);
  return vectorIn(await encode(cleaner, read), cleaner.pointer);
}

function vectorIn(encoded: Encoded, { vector }: WordPointer): Float32Array {
  const found = encoded.get(vector);
  if (found?.type !== 'float32') throw new Error(`the encoder gives no ${vector}`);
  return found.data;
}

/** Words remembered at most; more than a long text has different ones. */
const mostRemembered = 20_000;

/** The pieces of a word by itself; most words of a text come again. */
function rememberingPieces(tokenizer: TextTokenizer): (word: string) => readonly number[] {
  const known = new Map<string, readonly number[]>();
  return (word) => {
    const there = known.get(word);
    if (there !== undefined) return there;
    const cut = tokenizer.encode(word).slice(0, mostPiecesOfWord);
    const pieces = cut.length > 0 ? cut : [tokenizer.unknown];
    if (known.size >= mostRemembered) known.clear();
    known.set(word, pieces);
    return pieces;
  };
}
