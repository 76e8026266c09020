/** Text ↔ the tokens of a model that reads or writes text, by its `tokenizer.json`. */
import { ParolaError } from '../../errors.ts';
import { openTokenizer } from './tokenizer-library.ts';
import { unigramEncoder } from './unigram.ts';

export interface TextTokenizer {
  /** How many tokens there are. */
  readonly size: number;
  /** The token for what there is no piece for. */
  readonly unknown: number;
  /** The tokens of `text`; none for a text of spaces. */
  encode(text: string): number[];
  /** The text that tokens spell, spaces around it taken away. */
  decode(ids: readonly number[]): string;
  /** The piece of each token as its vocabulary has it: a space is `▁`. */
  readonly pieces: readonly string[];
  /**
   * How likely `text` is in the texts that the vocabulary was made of, as a natural logarithm: the sum
   * over its pieces; -Infinity where it holds something unknown.
   */
  scoreOf(text: string): number;
  /** The token of a piece. */
  idOf(piece: string): number | undefined;
}

/**
 * Reads a unigram vocabulary in the form of Hugging Face's tokenizers.
 * @throws ParolaError `model-corrupt` where it holds none
 */
export function readTokenizer(json: Uint8Array): TextTokenizer {
  try {
    const parsed = JSON.parse(new TextDecoder().decode(json)) as {
      model: { vocab: [string, number][]; unk_id: number };
      added_tokens?: { id: number; special: boolean }[];
    };
    const { vocab, unk_id: unknown } = parsed.model;
    const pieces = vocab.map(([piece]) => piece);
    const ids = new Map(pieces.map((piece, id) => [piece, id]));
    const scores = vocab.map(([, score]) => score);
    const scoreOfPiece = (id: number) =>
      id === unknown ? Number.NEGATIVE_INFINITY : (scores[id] ?? Number.NEGATIVE_INFINITY);
    const steering = new Set(parsed.added_tokens?.filter(({ special }) => special).map(({ id }) => id));
    // No text becomes a token that steers the model, by spelling its name.
    const spelling = new Map([...ids].filter(([, id]) => !steering.has(id)));
    const encode = unigramEncoder({ ids: spelling, scores, unknown });
    const normalized = normalization(parsed);
    return {
      size: pieces.length,
      unknown,
      encode: rememberingLast((text) => encode(normalized(text))),
      decode: (tokens) =>
        tokens
          .map((token) => (steering.has(token) ? '' : (pieces[token] ?? '')))
          .join('')
          .replaceAll('▁', ' ')
          .trim(),
      pieces,
      scoreOf: (text) => encode(normalized(text)).reduce((sum, id) => sum + scoreOfPiece(id), 0),
      idOf: (piece) => ids.get(piece),
    };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new ParolaError('model-corrupt', 'The tokenizer cannot be read; install the model again', detail);
  }
}

/** A text as its vocabulary wants it, by the library: Unicode's forms made one, spaces made `▁`. */
function normalization(parsed: { readonly model: object }): (text: string) => string {
  // It reads the rules alone; the vocabulary would cost it half a second.
  const rules = { ...parsed, model: { ...parsed.model, vocab: [['', 0]], unk_id: 0 } };
  const { normalizer, pre_tokenizer: preTokenizer } = openTokenizer(rules);
  return (text) => {
    const plain = normalizer?.normalize(text) ?? text;
    if (plain === '') return '';
    return preTokenizer?.pre_tokenize_text(plain, { section_index: 0 })?.join('') ?? plain;
  };
}

/** On its way to a translation a sentence is asked for three times in a row. */
function rememberingLast(encode: (text: string) => number[]): (text: string) => number[] {
  let last = '';
  let ids: readonly number[] = [];
  return (text) => {
    if (text !== last) {
      ids = encode(text);
      last = text;
    }
    return [...ids];
  };
}
