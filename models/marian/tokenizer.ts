/**
 * Makes a `tokenizer.json` (Hugging Face's form) out of a SentencePiece model (`*.spm`, protobuf as in
 * sentencepiece_model.proto). For Parola alone: the library that reads it knows Unicode's NFKC itself
 * and needs no table of it.
 */
import protobuf from 'protobufjs';
import { corrupt, unsupported } from './read-model.ts';

/** SentencePiece's kinds of pieces. */
const pieceTypes = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;
const unigram = 1;

interface SentencePieceModel {
  pieces: { piece: string; score: number; type: number }[];
  trainerSpec?: { modelType: number; byteFallback: boolean };
  normalizerSpec?: {
    name: string;
    addDummyPrefix: boolean;
    removeExtraWhitespaces: boolean;
    escapeWhitespaces: boolean;
  };
}

const modelMessage = protobuf
  .parse(`
  syntax = "proto2";
  message Model {
    repeated Piece pieces = 1;
    optional Trainer trainer_spec = 2;
    optional Normalizer normalizer_spec = 3;
  }
  message Piece { optional string piece = 1; optional float score = 2; optional int32 type = 3 [default = 1]; }
  message Trainer {
    optional int32 model_type = 3 [default = 1];
    optional bool byte_fallback = 35 [default = false];
  }
  message Normalizer {
    optional string name = 1;
    optional bool add_dummy_prefix = 3 [default = true];
    optional bool remove_extra_whitespaces = 4 [default = true];
    optional bool escape_whitespaces = 5 [default = true];
  }
`)
  .root.lookupType('Model');

/** A vocabulary, and its tokens that stand for no text. */
export interface Tokenizer {
  readonly json: string;
  readonly tokens: number;
  readonly end: number;
  readonly unknown: number;
}

/** Goes before the pieces that are not text, so that no text is ever read as one of them. */
const hidden = '\u0001';

/**
 * @param file the bytes of an .spm file
 * @throws ParolaError `model-corrupt` where they are none, `model-unsupported` where it works in a way
 * that is not built here
 */
export function convertTokenizer(file: Uint8Array): Tokenizer {
  const { pieces, normalization } = read(file);
  const end = pieces.findIndex(({ piece, type }) => piece === '</s>' && type === pieceTypes.control);
  const unknown = pieces.findIndex(({ type }) => type === pieceTypes.unknown);
  if (end < 0 || unknown < 0) throw corrupt('its vocabulary has no end of sentence');
  checkPieces(pieces);
  const vocab = pieces.map(({ piece, score, type }) => {
    const isText = type !== pieceTypes.control && type !== pieceTypes.unknown && type !== pieceTypes.unused;
    return [isText ? piece : hidden + piece, score];
  });
  const space = { replacement: '▁', prepend_scheme: 'always', split: true };
  const json = JSON.stringify({
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: {
      type: 'Sequence',
      normalizers: [
        { type: 'Replace', pattern: { String: hidden }, content: '' },
        ...(normalization ? [{ type: 'Precompiled', precompiled_charsmap: '' }] : []),
        { type: 'Replace', pattern: { Regex: ' {2,}' }, content: ' ' },
        { type: 'Strip', strip_left: true, strip_right: true },
      ],
    },
    pre_tokenizer: { type: 'Metaspace', ...space },
    post_processor: null,
    decoder: { type: 'Metaspace', ...space },
    model: { type: 'Unigram', unk_id: unknown, vocab, byte_fallback: false },
  });
  return { json, tokens: pieces.length, end, unknown };
}

/** What SentencePiece itself demands of them; a vocabulary without would bring the tokenizer into loops. */
function checkPieces(pieces: SentencePieceModel['pieces']): void {
  if (pieces.some(({ piece }) => piece === '')) throw corrupt('its vocabulary has an empty piece');
  if (pieces.some(({ score }) => !Number.isFinite(score))) {
    throw corrupt('its vocabulary has a piece without a number');
  }
  if (new Set(pieces.map(({ piece }) => piece)).size !== pieces.length) {
    throw corrupt('its vocabulary has a piece twice');
  }
}

/** The pieces, and whether text is brought to Unicode's compatibility form first. */
function read(file: Uint8Array): { pieces: SentencePieceModel['pieces']; normalization: boolean } {
  let model: SentencePieceModel;
  try {
    model = modelMessage.decode(file) as unknown as SentencePieceModel;
  } catch {
    throw corrupt('its vocabulary is no SentencePiece model');
  }
  const { pieces, trainerSpec, normalizerSpec } = model;
  if (pieces.length === 0) throw corrupt('its vocabulary is empty');
  if ((trainerSpec?.modelType ?? unigram) !== unigram)
    throw unsupported('its vocabulary is not a unigram one');
  // In the library a vocabulary with bytes would also take the text "<0x41>" for one.
  if (trainerSpec?.byteFallback || pieces.some(({ type }) => type === pieceTypes.byte)) {
    throw unsupported('its vocabulary spells unknown characters in bytes');
  }
  if (pieces.some(({ type }) => type === pieceTypes.userDefined)) {
    throw unsupported('its vocabulary has pieces defined by hand');
  }
  const name = normalizerSpec?.name ?? 'identity';
  if (!['nmt_nfkc', 'nfkc', 'identity'].includes(name)) throw unsupported(`its normalizer is ${name}`);
  const {
    addDummyPrefix = true,
    removeExtraWhitespaces = true,
    escapeWhitespaces = true,
  } = normalizerSpec ?? {};
  if (!addDummyPrefix || !removeExtraWhitespaces || !escapeWhitespaces) {
    throw unsupported('its vocabulary treats spaces in another way');
  }
  return { pieces, normalization: name !== 'identity' };
}
