/**
 * A Marian export's `tokenizer.json`, made where its exporter left none: from the pieces of the source
 * language (`source.spm`) and the tokens of both (`vocab.json`). What only the target language has can be
 * written, and is never read.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import protobuf from 'protobufjs';
import type { ExportFile, ExportFolder } from './folder.ts';
import { fileOf, malformed, readSettings } from './folder.ts';

const mostBytes = 64 * 1024 * 1024;
/** A score that no way through a text can make up for. */
const neverRead = -1e6;

const modelMessage = protobuf
  .parse(`
  syntax = "proto2";
  message Model { repeated Piece pieces = 1; optional Normalizer normalizer_spec = 3; }
  message Piece { optional string piece = 1; optional float score = 2; optional int32 type = 3 [default = 1]; }
  message Normalizer { optional bytes precompiled_charsmap = 2; }
`)
  .root.lookupType('Model');

interface SentencePieces {
  readonly pieces: readonly { readonly piece: string; readonly score: number; readonly type: number }[];
  readonly normalizerSpec?: { readonly precompiledCharsmap?: Uint8Array };
}

/**
 * @param scratch where the file is written
 * @returns null where the export lacks what it is made of
 * @throws ParolaError data-malformed
 */
export async function makeMarianTokenizer(folder: ExportFolder, scratch: string): Promise<ExportFile | null> {
  const source = fileOf(folder, 'source.spm');
  const vocabulary = fileOf(folder, 'vocab.json');
  if (source === null || vocabulary === null) return null;
  if (source.bytes > mostBytes) throw malformed(source, 'it is too large');
  const ids = await readVocabulary(vocabulary);
  const json = JSON.stringify(tokenizerOf(readPieces(source, await readFile(source.path)), ids));
  const target = path.join(scratch, 'tokenizer.json');
  await writeFile(target, json, { mode: 0o600 });
  return { name: 'tokenizer.json', path: target, bytes: Buffer.byteLength(json) };
}

/** The pieces by their tokens. */
async function readVocabulary(file: ExportFile): Promise<readonly string[]> {
  const entries = Object.entries(await readSettings(file, mostBytes));
  const pieces: string[] = new Array(entries.length).fill('');
  for (const [piece, id] of entries) {
    if (typeof id !== 'number' || !Number.isInteger(id) || id < 0 || id >= entries.length) {
      throw malformed(file, `${JSON.stringify(piece.slice(0, 40))} has no place in it`);
    }
    pieces[id] = piece;
  }
  if (!pieces.includes('</s>') || !pieces.includes('<unk>'))
    throw malformed(file, 'it has no </s> or no <unk>');
  return pieces;
}

function readPieces(file: ExportFile, bytes: Uint8Array): SentencePieces {
  try {
    const model = modelMessage.decode(bytes) as unknown as SentencePieces;
    if (model.pieces.length > 0) return model;
  } catch {
    // As good as empty.
  }
  throw malformed(file, 'it holds no pieces');
}

function tokenizerOf({ pieces, normalizerSpec }: SentencePieces, vocabulary: readonly string[]): object {
  const normal = pieces.filter(({ type }) => type === 1);
  const scores = new Map(normal.map(({ piece, score }) => [piece, score]));
  const steering = ['</s>', '<unk>', '<pad>'].filter((piece) => vocabulary.includes(piece));
  const map = Buffer.from(normalizerSpec?.precompiledCharsmap ?? []).toString('base64');
  const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [...steering, ...vocabulary.filter((piece) => /^>>[\w-]+<<$/.test(piece))].map(
      (content) => ({
        id: vocabulary.indexOf(content),
        content,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      }),
    ),
    normalizer: map === '' ? null : { type: 'Precompiled', precompiled_charsmap: map },
    pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, metaspace] },
    post_processor: {
      type: 'TemplateProcessing',
      single: [{ Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '</s>', type_id: 0 } }],
      pair: [{ Sequence: { id: 'A', type_id: 0 } }, { SpecialToken: { id: '</s>', type_id: 0 } }],
      special_tokens: {
        '</s>': { id: '</s>', ids: [vocabulary.indexOf('</s>')], tokens: ['</s>'] },
      },
    },
    decoder: metaspace,
    model: {
      type: 'Unigram',
      unk_id: vocabulary.indexOf('<unk>'),
      vocab: vocabulary.map((piece) => [
        piece,
        scores.get(piece) ?? (steering.includes(piece) ? 0 : neverRead),
      ]),
    },
  };
}
