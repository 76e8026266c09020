/**
 * Makes a `tokenizer.json` (Hugging Face's form) out of the word pieces and merges that
 * llama-tokenizer-js carries. That file is a program; it is read here as data and never run.
 */

/** Moonshine's own tokens, which come after the 32,000 pieces, up to its vocabulary of 32,768. */
const pieceCount = 32_000;
const vocabularySize = 32_768;

/** The three pieces that stand for no text: unknown, start, end. */
const controlPieces = ['<unk>', '<s>', '</s>'];

/** What the rest of `tokenizer.json` says: spaces are ▁, unknown characters are spelt in bytes. */
const rules = {
  version: '1.0',
  truncation: null,
  padding: null,
  normalizer: {
    type: 'Sequence',
    normalizers: [
      { type: 'Prepend', prepend: '▁' },
      { type: 'Replace', pattern: { String: ' ' }, content: '▁' },
    ],
  },
  pre_tokenizer: null,
  post_processor: null,
  decoder: {
    type: 'Sequence',
    decoders: [
      { type: 'Replace', pattern: { String: '▁' }, content: ' ' },
      { type: 'ByteFallback' },
      { type: 'Fuse' },
      { type: 'Strip', content: ' ', start: 1, stop: 0 },
    ],
  },
} as const;

/**
 * The text of `tokenizer.json`.
 * @param program the text of llama-tokenizer.js
 * @throws Error where it does not hold the 32,000 pieces and their merges
 */
export function tokenizerJson(program: string): string {
  const pieces = base64Constant(program, 'llama_vocab_base64').toString('utf8').split('\n');
  if (pieces.length !== pieceCount) throw new Error(`${pieces.length} word pieces instead of ${pieceCount}`);
  const merges = mergesOf(base64Constant(program, 'llama_merges_binary'), pieces);
  const own = Array.from({ length: vocabularySize - pieceCount }, (_, index) => `<<ST_${index}>>`);
  const special = [...controlPieces, ...own].map((content) => {
    const id = controlPieces.includes(content) ? pieces.indexOf(content) : pieceCount + own.indexOf(content);
    return {
      id,
      content,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
      special: true,
    };
  });
  const model = {
    type: 'BPE',
    dropout: null,
    unk_token: '<unk>',
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: true,
    byte_fallback: true,
    vocab: Object.fromEntries(pieces.map((piece, id) => [piece, id])),
    merges,
  };
  return JSON.stringify({ ...rules, added_tokens: special, model });
}

/** The bytes of `const NAME = "…"`. */
function base64Constant(program: string, name: string): Buffer {
  const text = new RegExp(`${name} = "([A-Za-z0-9+/=]+)"`).exec(program)?.[1];
  if (text === undefined) throw new Error(`no ${name} in the tokenizer's file`);
  return Buffer.from(text, 'base64');
}

/** Pairs of pieces in the order in which they are merged: two little-endian ids each. */
function mergesOf(bytes: Buffer, pieces: readonly string[]): [string, string][] {
  const merges: [string, string][] = [];
  for (let at = 0; at + 3 < bytes.length; at += 4) {
    const left = pieces[bytes.readUInt16LE(at)];
    const right = pieces[bytes.readUInt16LE(at + 2)];
    if (left === undefined || right === undefined) throw new Error('a merge names a piece that is not there');
    merges.push([left, right]);
  }
  return merges;
}
