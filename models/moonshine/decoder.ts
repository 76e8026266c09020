/**
 * Moonshine's decoder, one step of it, rebuilt from the numbers of the published file. The encoder
 * has already made the cross-attention's keys and values, so the first step is like all others and
 * starts with an empty cache. Its time goes into reading the weights once a token.
 */
import {
  addConstant,
  addInput,
  addNode,
  addOutput,
  type Draft,
  finishModel,
  startDraft,
} from '../graph/build.ts';
import { integers, microsoft, reshape, rowLinear, split } from '../graph/layers.ts';
import { transposed } from '../graph/matrix.ts';
import type { Model } from '../graph/onnx.ts';
import { addAndNorm, norm, type RotaryTables, rotaryTables, rotate } from './layers.ts';
import type { Shape } from './shape.ts';
import { matrixOf, quantized, type Source, vectorOf } from './weights.ts';

/** What is the same for every layer of one decoder. */
interface Context {
  readonly draft: Draft;
  readonly source: Source;
  readonly shape: Shape;
  readonly position: string;
  readonly tables: RotaryTables;
}

/** The residual stream and its norm, which the next part reads. */
interface Stream {
  readonly sum: string;
  readonly normed: string;
}

/** Cross-attention heads that follow the speech: [layer, head]. */
export type FollowingHead = readonly [layer: number, head: number];

/**
 * Inputs `input_ids`, `position`, `past.N.key|value`, `cross.N.key|value`; outputs `logits`,
 * `present.N.key|value` and `attention`, the mean of `following` over the frames.
 */
export function buildDecoder(source: Source, shape: Shape, following: readonly FollowingHead[]): Model {
  const draft = startDraft();
  const ids = addInput(draft, 'input_ids', 'int64', ['beams', 1]);
  const position = addInput(draft, 'position', 'int64', [1]);
  const frequencies = vectorOf(source, '/model/decoder/rotary_emb/Cast_1_output_0');
  const tables = rotaryTables(draft, frequencies, shape.maxTokens);
  const context: Context = { draft, source, shape, position, tables };
  const embedding = quantized(source, 'model.decoder.embed_tokens.weight_merged_0');
  const embedded = embed(context, ids);
  const attended: string[] = [];
  let stream: Stream = {
    sum: embedded,
    normed: norm(
      draft,
      'norm.0',
      embedded,
      vectorOf(source, 'model.decoder.layers.0.input_layernorm.weight'),
    ),
  };
  for (let layer = 0; layer < shape.decoderLayers; layer++) {
    stream = selfAttention(context, layer, stream);
    const heads = following.filter((entry) => entry[0] === layer).map((entry) => entry[1]);
    stream = crossAttention(context, layer, stream, heads, attended);
    stream = feedForward(context, layer, stream);
  }
  rowLinear(draft, 'logits', stream.normed, [transposed(embedding)], { output: 'logits' });
  addOutput(draft, 'logits', 'float32', ['beams', 1, embedding.rows]);
  addMeanAttention(draft, attended);
  return finishModel(draft, 'moonshine-decoder', 17);
}

/** The rows of the embedding for `ids`, [beams, 1, hidden], from the same bytes that make the logits. */
function embed({ draft, source, shape }: Context, ids: string): string {
  const embedding = quantized(source, 'model.decoder.embed_tokens.weight_merged_0');
  const [rows] = addNode(draft, 'Gather', ['logits.weight', ids], { attributes: { axis: 0 } });
  const scale = addConstant(draft, 'embedding.scale', 'float32', [], Float32Array.of(embedding.scale));
  const zero = addConstant(draft, 'embedding.zero', 'uint8', [], Uint8Array.of(embedding.zeroPoint));
  const [floats] = addNode(draft, 'DequantizeLinear', [rows, scale, zero]);
  return reshape(draft, floats, 0, 1, shape.hidden);
}

function selfAttention(
  { draft, source, shape, position, tables }: Context,
  layer: number,
  from: Stream,
): Stream {
  const { heads, headSize, hidden } = shape;
  const name = `layer.${layer}.self`;
  const past = ['key', 'value'].map((part) =>
    addInput(draft, `past.${layer}.${part}`, 'float32', ['beams', heads, 'past', headSize]),
  );
  const present = ['key', 'value'].map((part) => `present.${layer}.${part}`);
  for (const output of present) addOutput(draft, output, 'float32', ['beams', heads, 'written', headSize]);
  const matrices = ['q', 'k', 'v'].map((part) => matrixOf(source, at(layer, `self_attn/${part}_proj`)));
  const projected = rowLinear(draft, `${name}.qkv`, from.normed, matrices);
  const [queryAndKey = '', value = ''] = split(draft, projected, 2, 2 * hidden, hidden);
  const turned = rotate(draft, queryAndKey, position, tables, 2 * heads);
  const [query = '', key = ''] = split(draft, turned, 2, hidden, hidden);
  const [seen] = addNode(draft, 'MultiHeadAttention', [query, key, value, '', '', '', ...past], {
    ...microsoft,
    attributes: { num_heads: heads },
    outputs: [`${name}.seen`, ...present],
  });
  const out = rowLinear(draft, `${name}.out`, seen, [matrixOf(source, at(layer, 'self_attn/dense'))]);
  return addAndNorm(draft, `${name}.norm`, from.sum, out, normOf(source, layer, 'post_attention_layernorm'));
}

/** Pushes the weights of `heads` on `attended`. The encoder scaled the keys. */
function crossAttention(
  { draft, source, shape }: Context,
  layer: number,
  from: Stream,
  heads: readonly number[],
  attended: string[],
): Stream {
  const { heads: headCount, headSize, hidden } = shape;
  const name = `layer.${layer}.cross`;
  const key = addInput(draft, `cross.${layer}.key`, 'float32', ['beams', headCount, headSize, 'frames']);
  const value = addInput(draft, `cross.${layer}.value`, 'float32', ['beams', headCount, 'frames', headSize]);
  const projected = rowLinear(draft, `${name}.q`, from.normed, [
    matrixOf(source, at(layer, 'encoder_attn/q_proj')),
  ]);
  // With one position a reshape does what a transpose would.
  const query = reshape(draft, projected, 0, headCount, 1, headSize);
  const [scores] = addNode(draft, 'MatMul', [query, key]);
  const [weights] = addNode(draft, 'Softmax', [scores], { attributes: { axis: -1 } });
  if (heads.length > 0) {
    attended.push(
      addNode(draft, 'Gather', [weights, integers(draft, ...heads)], { attributes: { axis: 1 } })[0],
    );
  }
  const seen = reshape(draft, addNode(draft, 'MatMul', [weights, value])[0], 0, 1, hidden);
  const out = rowLinear(draft, `${name}.out`, seen, [matrixOf(source, at(layer, 'encoder_attn/dense'))]);
  return addAndNorm(draft, `${name}.norm`, from.sum, out, normOf(source, layer, 'final_layernorm'));
}

/** SwiGLU: the second half of the projection, through SiLU, gates the first. */
function feedForward({ draft, source, shape }: Context, layer: number, from: Stream): Stream {
  const name = `layer.${layer}.mlp`;
  const upMatrix = matrixOf(source, at(layer, 'mlp/up_proj'));
  const half = upMatrix.columns / 2;
  const biasOf = (part: string) => vectorOf(source, `model.decoder.layers.${layer}.mlp.${part}.bias`);
  const up = rowLinear(draft, `${name}.up`, from.normed, [upMatrix], { bias: biasOf('up_proj') });
  const [plain = '', gate = ''] = split(draft, up, 2, half, half);
  // x · sigmoid(1 · x) is SiLU.
  const [open] = addNode(draft, 'QuickGelu', [gate], { ...microsoft, attributes: { alpha: { float: 1 } } });
  const [product] = addNode(draft, 'Mul', [open, plain]);
  const down = rowLinear(draft, `${name}.down`, product, [matrixOf(source, at(layer, 'mlp/down_proj'))], {
    bias: biasOf('down_proj'),
  });
  const isLast = layer + 1 === shape.decoderLayers;
  const weight = isLast
    ? vectorOf(source, 'model.decoder.norm.weight')
    : normOf(source, layer + 1, 'input_layernorm');
  return addAndNorm(draft, `${name}.norm`, from.sum, down, weight);
}

/** One output instead of one a layer: each is copied out of the runtime at every step. */
function addMeanAttention(draft: Draft, attended: readonly string[]): void {
  if (attended.length === 0) return;
  const [all] = addNode(draft, 'Concat', attended, { attributes: { axis: 1 } });
  addNode(draft, 'ReduceMean', [all], { attributes: { axes: [1], keepdims: 1 }, outputs: ['attention'] });
  addOutput(draft, 'attention', 'float32', ['beams', 1, 1, 'frames']);
}

function at(layer: number, part: string): string {
  return `/model/decoder/layers.${layer}/${part}`;
}

function normOf(source: Source, layer: number, part: string): Float32Array {
  return vectorOf(source, `model.decoder.layers.${layer}.${part}.weight`);
}
