/**
 * Text ↔ the tokens of a model whose `tokenizer.json` may be of any kind that Hugging Face's library reads:
 * unigram pieces, byte pairs, with whatever rules come before and after. `text-tokenizer.ts` reads unigram
 * vocabularies alone, much faster, and tells more of them.
 */
import { ParolaError } from '../../errors.ts';
import { openTokenizer } from './tokenizer-library.ts';

export interface ModelTokenizer {
  /** The tokens of `text`, with those that the model wants around it (an end token). */
  encode(text: string): number[];
  /** The text that tokens spell; those that only steer the model spell nothing. */
  decode(ids: readonly number[]): string;
  /** What each token adds to the text of those before it; one that only begins a letter adds nothing yet. */
  tokenTexts(ids: readonly number[]): string[];
  /** The token of a piece, or of one that steers the model ("<|en|>"). */
  idOf(piece: string): number | undefined;
}

/**
 * @throws ParolaError `model-corrupt` where it is no tokenizer of a known kind
 */
export function readModelTokenizer(json: Uint8Array): ModelTokenizer {
  const tokenizer = readJson(json);
  const decode = (ids: readonly number[]) =>
    ids.length === 0 ? '' : tokenizer.decode([...ids], { skip_special_tokens: true });
  return {
    encode: (text) => tokenizer.encode(text).ids,
    decode,
    tokenTexts: (ids) => textsOf(ids, decode),
    idOf: (piece) => tokenizer.token_to_id(piece),
  };
}

function readJson(json: Uint8Array): ReturnType<typeof openTokenizer> {
  try {
    return openTokenizer(JSON.parse(new TextDecoder().decode(json)));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new ParolaError('model-corrupt', 'The tokenizer cannot be read; install the model again', detail);
  }
}

/** So many tokens before one are decoded with it: enough for a letter made of bytes, and for what decoders join. */
const reach = 8;

/** A letter of several bytes comes with its last; until then the replacement character stands in its place. */
function textsOf(ids: readonly number[], decode: (ids: readonly number[]) => string): string[] {
  const texts: string[] = [];
  let held = 0;
  ids.forEach((_, place) => {
    const from = Math.max(0, place - held - reach);
    const before = decode(ids.slice(from, place - held));
    const now = decode(ids.slice(from, place + 1));
    const isWhole = !now.endsWith('\ufffd') || held >= 3 || place === ids.length - 1;
    texts.push(isWhole && now.startsWith(before) ? now.slice(before.length) : '');
    held = isWhole ? 0 : held + 1;
  });
  return texts;
}
