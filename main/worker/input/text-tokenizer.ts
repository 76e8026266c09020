/** Text ↔ the tokens of a model that reads or writes text, by its `tokenizer.json`. */
import { Tokenizer } from '@huggingface/tokenizers';
import { ParolaError } from '../../errors.ts';

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
    };
    const tokenizer = new Tokenizer(parsed, {});
    const pieces = parsed.model.vocab.map(([piece]) => piece);
    const ids = new Map(pieces.map((piece, id) => [piece, id]));
    return {
      size: pieces.length,
      unknown: parsed.model.unk_id,
      encode: rememberingLast((text) => tokenizer.encode(text, { add_special_tokens: false }).ids),
      // The library cannot decode nothing, and would take spaces before punctuation away.
      decode: (ids) =>
        ids.length === 0 ? '' : tokenizer.decode([...ids], { clean_up_tokenization_spaces: false }).trim(),
      pieces,
      idOf: (piece) => ids.get(piece),
    };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new ParolaError('model-corrupt', 'The tokenizer cannot be read; install the model again', detail);
  }
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
