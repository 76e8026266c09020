/**
 * Marian models with random weights for the tests, written in Marian's own format: as small as they
 * can be, of every shape that Firefox's models have.
 */
import protobuf from 'protobufjs';
import { stringify } from 'yaml';
import { tensorTypes } from './read-model.ts';

export interface FixtureShape {
  readonly width: number;
  readonly feedForward: number;
  readonly encoderLayers: number;
  readonly decoderLayers: number;
  readonly heads: number;
  readonly tokens: number;
  /** Source and target have embeddings of their own; the target's also make the logits. */
  readonly isSeparate: boolean;
}

/** As small as a model can be, with one vocabulary. */
export const smallShape: FixtureShape = {
  width: 32,
  feedForward: 32,
  encoderLayers: 1,
  decoderLayers: 1,
  heads: 4,
  tokens: 12,
  isSeparate: false,
};

/** The numbers of every tensor as they are meant: matrices [in, out], embeddings [token, width]. */
export type Weights = ReadonlyMap<string, Float64Array>;

export interface Fixture {
  readonly model: Uint8Array;
  readonly weights: Weights;
}

interface Written {
  readonly name: string;
  readonly type: number;
  readonly dims: readonly number[];
  readonly bytes: Uint8Array;
}

/** A 32-bit linear congruence (Numerical Recipes), as numbers in −1…1. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** A whole model file and the numbers in it. */
export function randomModel(
  shape: FixtureShape,
  seed: number,
  settings: Record<string, unknown> = {},
): Fixture {
  const random = randomNumbers(seed);
  const weights = new Map<string, Float64Array>();
  const tensors: Written[] = [];
  const matrix = (name: string, rows: number, columns: number, reach: number) => {
    const { bytes, numbers } = intgemmTensor(rows, columns, reach, name.endsWith('Wemb'), random);
    weights.set(name, numbers);
    tensors.push({ name, type: tensorTypes.intgemm8, dims: [rows, columns], bytes });
  };
  const floats = (name: string, length: number, middle: number, reach: number) => {
    const values = Float32Array.from({ length }, () => middle + reach * random());
    weights.set(name, Float64Array.from(values));
    tensors.push({
      name,
      type: tensorTypes.float32,
      dims: [1, length],
      bytes: new Uint8Array(values.buffer),
    });
  };
  const { width, tokens } = shape;
  for (const name of shape.isSeparate ? ['encoder_Wemb', 'decoder_Wemb'] : ['Wemb']) {
    matrix(name, tokens, width, 0.1);
  }
  floats('decoder_ff_logit_out_b', tokens, 0, 0.1);
  const norm = (name: string) => {
    floats(`${name}_ln_scale`, width, 1, 0.3);
    floats(`${name}_ln_bias`, width, 0, 0.1);
  };
  const linear = (name: string, part: string, rows = width, columns = width) => {
    matrix(`${name}_W${part}`, rows, columns, 4 / Math.sqrt(rows));
    floats(`${name}_b${part}`, columns, 0, 0.2);
  };
  const attention = (name: string) => {
    for (const part of ['q', 'k', 'v', 'o']) linear(name, part);
    norm(`${name}_Wo`);
  };
  const feedForward = (name: string) => {
    linear(name, '1', width, shape.feedForward);
    linear(name, '2', shape.feedForward, width);
    norm(`${name}_ffn`);
  };
  for (let layer = 1; layer <= shape.encoderLayers; layer++) {
    attention(`encoder_l${layer}_self`);
    feedForward(`encoder_l${layer}_ffn`);
  }
  for (let layer = 1; layer <= shape.decoderLayers; layer++) {
    matrix(`decoder_l${layer}_rnn_W`, width, width, 4 / Math.sqrt(width));
    linear(`decoder_l${layer}_rnn`, 'f');
    norm(`decoder_l${layer}_rnn_ffn`);
    attention(`decoder_l${layer}_context`);
    feedForward(`decoder_l${layer}_ffn`);
  }
  const yaml = new TextEncoder().encode(`${stringify({ ...configuration(shape), ...settings })}\0`);
  tensors.push({ name: 'special:model.yml', type: tensorTypes.int8, dims: [yaml.length], bytes: yaml });
  return { model: marianFile(tensors), weights };
}

function configuration(shape: FixtureShape): Record<string, unknown> {
  return {
    type: 'transformer',
    'dim-emb': shape.width,
    'transformer-dim-ffn': shape.feedForward,
    'enc-depth': shape.encoderLayers,
    'dec-depth': shape.decoderLayers,
    'transformer-heads': shape.heads,
    'dim-vocabs': [shape.tokens, shape.tokens],
    'tied-embeddings': shape.isSeparate,
    'tied-embeddings-all': !shape.isSeparate,
    'tied-embeddings-src': false,
    'transformer-decoder-autoreg': 'rnn',
    'dec-cell': 'ssru',
    'transformer-preprocess': '',
    'transformer-postprocess': 'dan',
    'transformer-ffn-activation': 'relu',
    'transformer-tied-layers': [],
  };
}

/** Bytes turned [columns, rows] unless it is an embedding, then the factor, wherever that falls. */
function intgemmTensor(
  rows: number,
  columns: number,
  reach: number,
  isEmbedding: boolean,
  random: () => number,
): { bytes: Uint8Array; numbers: Float64Array } {
  const factor = Math.fround(127 / reach);
  const numbers = new Float64Array(rows * columns);
  const bytes = new Uint8Array(rows * columns + 4);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = Math.round(127 * random());
      numbers[row * columns + column] = value / factor;
      bytes[isEmbedding ? row * columns + column : column * rows + row] = value & 0xff;
    }
  }
  new DataView(bytes.buffer).setFloat32(rows * columns, factor, true);
  return { bytes, numbers };
}

/** Version 1: headers, names, shapes, a gap, then the data, filled to 256 bytes with what is not zero. */
function marianFile(tensors: readonly Written[]): Uint8Array {
  const numbers = (...values: number[]) => new Uint8Array(BigUint64Array.from(values, BigInt).buffer);
  const names = tensors.map(({ name }) => new TextEncoder().encode(`${name}\0`));
  const data = tensors.map(({ bytes }) => {
    const filled = new Uint8Array(Math.ceil(bytes.length / 256) * 256).fill(0x5a);
    filled.set(bytes);
    return filled;
  });
  const headers = tensors.map(({ type, dims }, index) =>
    numbers(names[index]?.length ?? 0, type, dims.length, data[index]?.length ?? 0),
  );
  const shapes = tensors.map(({ dims }) => new Uint8Array(Int32Array.from(dims).buffer));
  const gap = new Uint8Array(40).fill(0x77);
  return concat([
    numbers(1, tensors.length),
    ...headers,
    ...names,
    ...shapes,
    numbers(gap.length),
    gap,
    ...data,
  ]);
}

/** An .spm file of one piece for each letter of the alphabet, as far as `tokens` go. */
export function sentencePieces(tokens: number): Uint8Array {
  const writer = protobuf.Writer.create();
  for (let token = 0; token < tokens; token++) {
    const letter = String.fromCodePoint(0x61 + Math.floor((token - 2) / 2));
    const text = ['</s>', '<unk>'][token] ?? (token % 2 === 0 ? `▁${letter}` : letter);
    const type = [3, 2][token] ?? 1;
    writer.uint32(10).fork();
    writer.uint32(10).string(text).uint32(21).float(-token).uint32(24).int32(type).ldelim();
  }
  // trainer_spec.model_type and normalizer_spec.name.
  writer.uint32(18).fork().uint32(24).int32(1).ldelim();
  writer.uint32(26).fork().uint32(10).string('nmt_nfkc').ldelim();
  return writer.finish();
}

/** A shortlist file in which source token `i` may become the tokens of `lists[i]`. */
export function shortlistFile(first: number, lists: readonly (readonly number[])[]): Uint8Array {
  const entries = lists.flat();
  const offsets = [0, ...lists.map((_, index) => lists.slice(0, index + 1).flat().length)];
  const numbers = [
    0xf11a48d5013417f5n,
    0n,
    ...[first, first, offsets.length, entries.length, ...offsets].map(BigInt),
  ];
  return concat([
    new Uint8Array(BigUint64Array.from(numbers).buffer),
    new Uint8Array(Uint32Array.from(entries).buffer),
  ]);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
