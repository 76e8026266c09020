/**
 * Marian's decoder as an ONNX graph, one step of it: instead of attending to what was written it
 * carries one vector a layer (SSRU, Kim et al. 2019), so a step costs the same however long the
 * sentence. What the encoder made is shared by all beams.
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
import { integers, microsoft, reshape } from '../graph/layers.ts';
import type { Model } from '../graph/onnx.ts';
import {
  addAndNorm,
  type Build,
  feedForward,
  type Precision,
  positionVectors,
  product,
  tableType,
  toFloats,
} from './layers.ts';
import { type MarianFile, tokenRowsOf } from './read-model.ts';
import type { Shape } from './shape.ts';

/**
 * Inputs `ids` [beams], the columns of the newest tokens in the shortlist (read from the second step
 * on), `position` float32 [1], `state.N` [beams, width], and what `buildEncoder` gives; outputs
 * `logits` [beams, target], `next.N` and `attention` [beams, 1, 1, source].
 */
export function buildDecoder(file: MarianFile, shape: Shape, precision: Precision): Model {
  const build: Build = { draft: startDraft(), file, shape, precision, isStep: true };
  const { draft } = build;
  const { width, embeddings } = shape;
  const weight = addInput(draft, 'output_weight', tableType(precision), [width, 'target']);
  const bias = addInput(draft, 'output_bias', 'float32', ['target']);
  const vectors =
    embeddings.target === embeddings.output
      ? weight
      : addInput(draft, 'target_vectors', tableType(precision), [width, 'target']);
  let x = embed(build, vectors);
  for (let layer = 0; layer < shape.decoderLayers; layer++) {
    x = recurrence(build, layer, x);
    x = crossAttention(build, layer, x);
    x = feedForward(build, `decoder_l${layer + 1}`, x);
  }
  project(build, x, weight, bias);
  addOutput(draft, 'logits', 'float32', ['beams', 'target']);
  return finishModel(draft, 'marian-decoder', 17);
}

/** The newest token's vector, from its column of the shortlist; the first step has none but its position's. */
function embed(build: Build, vectors: string): string {
  const { draft, shape } = build;
  const ids = addInput(draft, 'ids', 'int64', ['beams']);
  const position = addInput(draft, 'position', 'float32', [1]);
  const [column] = addNode(draft, 'Gather', [vectors, ids], { attributes: { axis: 1 } });
  const [bytes] = addNode(draft, 'Transpose', [column], { attributes: { perm: [1, 0] } });
  const vector = build.precision === 'exact' ? bytes : toFloats(draft, bytes);
  const [isLater] = addNode(draft, 'Min', [position, number(draft, 1)]);
  const factor = Math.sqrt(shape.width) * tableScale(build, shape.embeddings.target);
  const [factorNow] = addNode(draft, 'Mul', [isLater, number(draft, factor)]);
  const [token] = addNode(draft, 'Mul', [vector, factorNow]);
  return addNode(draft, 'Add', [token, positionVectors(draft, position, shape.width)])[0];
}

/** The logits: `x` times the columns of the shortlist. */
function project(build: Build, x: string, weight: string, bias: string): void {
  const { draft, shape, precision } = build;
  const outputs = ['logits'];
  if (precision === 'exact') {
    addNode(draft, 'Gemm', [x, weight, bias], { outputs });
    return;
  }
  const scale = number(draft, tableScale(build, shape.embeddings.output));
  addNode(draft, 'DynamicQuantizeMatMul', [x, weight, scale, '', bias], { ...microsoft, outputs });
}

/** What a number of a token's vector is to be multiplied by. */
function tableScale({ file, shape, precision }: Build, name: string): number {
  return precision === 'exact' ? 1 : tokenRowsOf(file, name, shape.vocabularies[1], shape.width).scale;
}

function number(draft: Draft, value: number): string {
  return addConstant(draft, `number ${value}`, 'float32', [1], Float32Array.of(value));
}

/** forget = σ(x·Wf + bf); next = forget · state + (1 − forget) · x·W; what is added to x is its positive part. */
function recurrence(build: Build, layer: number, x: string): string {
  const { draft, shape } = build;
  const { width } = shape;
  const name = `decoder_l${layer + 1}_rnn`;
  const state = addInput(draft, `state.${layer}`, 'float32', ['beams', width]);
  const gate = product(build, x, { weight: `${name}_Wf`, bias: `${name}_bf` }, width, width);
  const plain = product(build, x, { weight: `${name}_W` }, width, width);
  const [forget] = addNode(draft, 'Sigmoid', [gate]);
  const [change] = addNode(draft, 'Sub', [state, plain]);
  const [kept] = addNode(draft, 'Mul', [forget, change]);
  const next = `next.${layer}`;
  addNode(draft, 'Add', [plain, kept], { outputs: [next] });
  addOutput(draft, next, 'float32', ['beams', width]);
  return addAndNorm(build, `${name}_ffn`, x, addNode(draft, 'Relu', [next])[0]);
}

/** The last layer's first head, which Marian's training teaches to follow the words, is the alignment. */
function crossAttention(build: Build, layer: number, x: string): string {
  const { draft, shape } = build;
  const { width, heads, decoderLayers } = shape;
  const head = width / heads;
  const name = `decoder_l${layer + 1}_context`;
  const key = addInput(draft, `cross.${layer}.key`, 'float32', [1, heads, head, 'source']);
  const value = addInput(draft, `cross.${layer}.value`, 'float32', [1, heads, 'source', head]);
  const projected = product(build, x, { weight: `${name}_Wq`, bias: `${name}_bq` }, width, width);
  // With one position a reshape does what a transpose would.
  const [scores] = addNode(draft, 'MatMul', [reshape(draft, projected, -1, heads, 1, head), key]);
  const [weights] = addNode(draft, 'Softmax', [scores], { attributes: { axis: -1 } });
  if (layer + 1 === decoderLayers) {
    addNode(draft, 'Gather', [weights, integers(draft, 0)], {
      attributes: { axis: 1 },
      outputs: ['attention'],
    });
    addOutput(draft, 'attention', 'float32', ['beams', 1, 1, 'source']);
  }
  const seen = reshape(draft, addNode(draft, 'MatMul', [weights, value])[0], -1, width);
  const out = product(build, seen, { weight: `${name}_Wo`, bias: `${name}_bo` }, width, width);
  return addAndNorm(build, `${name}_Wo`, x, out);
}
