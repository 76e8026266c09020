/**
 * Moonshine's encoder, rebuilt from the numbers of the published file: waveform → frames → the keys
 * and values that the decoder's cross-attention reads. With those made here, once, every decoder
 * step is alike and one decoder graph serves them all.
 */
import { addInput, addNode, addOutput, type Draft, finishModel, startDraft } from '../graph/build.ts';
import { integers, linear, microsoft, reshape, split } from '../graph/layers.ts';
import type { QuantizedMatrix } from '../graph/matrix.ts';
import type { Model } from '../graph/onnx.ts';
import { frontEnd } from './front-end.ts';
import { normRows, type RotaryTables, rotaryTables, rotate } from './layers.ts';
import type { Shape } from './shape.ts';
import { matrixOf, type Source, vectorOf } from './weights.ts';

/**
 * Input `input_values` [1, samples]; outputs `cross.N.key` [1, heads, size, frames] and
 * `cross.N.value` [1, heads, frames, size] for every decoder layer.
 * @param encoder the numbers of encoder_model.onnx
 * @param decoder those of decoder_model_merged.onnx
 */
export function buildEncoder(encoder: Source, decoder: Source, shape: Shape): Model {
  const draft = startDraft();
  let x = frontEnd(draft, encoder, addInput(draft, 'input_values', 'float32', [1, 'samples']));
  const tables = rotaryTables(draft, vectorOf(encoder, '/rotary_emb/Cast_1_output_0'), shape.maxFrames);
  for (let layer = 0; layer < shape.encoderLayers; layer++) {
    x = selfAttention(draft, encoder, shape, tables, layer, x);
    x = feedForward(draft, encoder, layer, x);
  }
  const frames = normRows(draft, 'norm', x, vectorOf(encoder, 'layer_norm.weight'));
  crossAttention(draft, frames, decoder, shape);
  return finishModel(draft, 'moonshine-encoder', 17);
}

function selfAttention(
  draft: Draft,
  source: Source,
  { heads, hidden }: Shape,
  tables: RotaryTables,
  layer: number,
  x: string,
): string {
  const name = `layer.${layer}`;
  const normed = normRows(
    draft,
    `${name}.norm`,
    x,
    vectorOf(source, `layers.${layer}.input_layernorm.weight`),
  );
  const matrices = ['q', 'k', 'v'].map((part) => matrixOf(source, `/layers.${layer}/self_attn/${part}_proj`));
  const projected = linear(draft, `${name}.qkv`, normed, matrices);
  const [queryAndKey = '', value = ''] = split(draft, projected, 2, 2 * hidden, hidden);
  const turned = rotate(draft, queryAndKey, integers(draft, 0), tables, 2 * heads);
  const [query = '', key = ''] = split(draft, turned, 2, hidden, hidden);
  const attributes = { num_heads: heads };
  const [seen] = addNode(draft, 'MultiHeadAttention', [query, key, value], { ...microsoft, attributes });
  const out = linear(draft, `${name}.out`, seen, [matrixOf(source, `/layers.${layer}/self_attn/dense`)]);
  return addNode(draft, 'Add', [x, out])[0];
}

function feedForward(draft: Draft, source: Source, layer: number, x: string): string {
  const name = `layer.${layer}.mlp`;
  const biasOf = (part: string) => ({ bias: vectorOf(source, `layers.${layer}.mlp.${part}.bias`) });
  const weight = vectorOf(source, `layers.${layer}.post_attention_layernorm.weight`);
  const normed = normRows(draft, `${name}.norm`, x, weight);
  const up = linear(
    draft,
    `${name}.up`,
    normed,
    [matrixOf(source, `/layers.${layer}/mlp/fc1`)],
    biasOf('fc1'),
  );
  const [active] = addNode(draft, 'Gelu', [up], microsoft);
  const down = linear(
    draft,
    `${name}.down`,
    active,
    [matrixOf(source, `/layers.${layer}/mlp/fc2`)],
    biasOf('fc2'),
  );
  return addNode(draft, 'Add', [x, down])[0];
}

/** The keys (turned for the product, and scaled) and values of every decoder layer, in one product. */
function crossAttention(
  draft: Draft,
  frames: string,
  decoder: Source,
  { decoderLayers, heads, headSize, hidden }: Shape,
): void {
  const matrices: QuantizedMatrix[] = [];
  const factors: number[] = [];
  for (let layer = 0; layer < decoderLayers; layer++) {
    for (const part of ['k', 'v']) {
      matrices.push(matrixOf(decoder, `/model/decoder/layers.${layer}/encoder_attn/${part}_proj`));
      factors.push(part === 'k' ? 1 / Math.sqrt(headSize) : 1);
    }
  }
  const all = linear(draft, 'cross', frames, matrices, { factors });
  const pieces = split(draft, all, 2, ...matrices.map(() => hidden));
  for (const [index, piece] of pieces.entries()) {
    const isKey = index % 2 === 0;
    const output = `cross.${index >> 1}.${isKey ? 'key' : 'value'}`;
    const attributes = { perm: isKey ? [0, 2, 3, 1] : [0, 2, 1, 3] };
    addNode(draft, 'Transpose', [reshape(draft, piece, 0, 0, heads, headSize)], {
      attributes,
      outputs: [output],
    });
    addOutput(
      draft,
      output,
      'float32',
      isKey ? [1, heads, headSize, 'frames'] : [1, heads, 'frames', headSize],
    );
  }
}
