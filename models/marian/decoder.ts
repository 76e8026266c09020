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
import { integers, reshape, split } from '../graph/layers.ts';
import { elementTypes, type Model } from '../graph/onnx.ts';
import {
  addAndNorm,
  type Build,
  feedForward,
  type Precision,
  positionVectors,
  product,
  scaled,
  toFloats,
} from './layers.ts';
import type { MarianFile } from './read-model.ts';
import type { Shape } from './shape.ts';

/**
 * Inputs `ids` [beams] (read from the second step on), `position` float32 [1], `state.N`
 * [beams, width], and what `buildEncoder` gives, with its shortlist; outputs `logits`
 * [beams, target], `next.N` and `attention` [beams, 1, 1, source].
 */
export function buildDecoder(file: MarianFile, shape: Shape, precision: Precision): Model {
  const build: Build = { draft: startDraft(), file, shape, precision };
  const { draft } = build;
  const { width, embeddings } = shape;
  const weight = addInput(draft, 'output_weight', 'float32', ['target', width]);
  const bias = addInput(draft, 'output_bias', 'float32', ['target']);
  const vectors =
    embeddings.target === embeddings.output
      ? weight
      : addInput(draft, 'target_vectors', 'float32', ['target', width]);
  let x = embed(build, vectors);
  for (let layer = 0; layer < shape.decoderLayers; layer++) {
    x = recurrence(build, layer, x);
    x = crossAttention(build, layer, x);
    x = feedForward(build, `decoder_l${layer + 1}`, x, true);
  }
  addNode(draft, 'Gemm', [x, weight, bias], { attributes: { transB: 1 }, outputs: ['logits'] });
  addOutput(draft, 'logits', 'float32', ['beams', 'target']);
  return finishModel(draft, 'marian-decoder', 17);
}

/** The newest token's vector from its row of the shortlist; the first step has none but its position's. */
function embed({ draft, shape }: Build, vectors: string): string {
  const ids = addInput(draft, 'ids', 'int64', ['beams']);
  const shortlist = addInput(draft, 'shortlist', 'int64', ['target']);
  const position = addInput(draft, 'position', 'float32', [1]);
  const [column] = addNode(draft, 'Unsqueeze', [ids, integers(draft, 1)]);
  const [equal] = addNode(draft, 'Equal', [column, shortlist]);
  const [marks] = addNode(draft, 'Cast', [equal], { attributes: { to: elementTypes.int32 } });
  const [row] = addNode(draft, 'ArgMax', [marks], { attributes: { axis: 1, keepdims: 0 } });
  const [vector] = addNode(draft, 'Gather', [vectors, row], { attributes: { axis: 0 } });
  const isLater = toFloats(draft, addNode(draft, 'Greater', [position, zero(draft)])[0]);
  const [token] = addNode(draft, 'Mul', [scaled(draft, vector, Math.sqrt(shape.width)), isLater]);
  return addNode(draft, 'Add', [token, positionVectors(draft, position, shape.width)])[0];
}

function zero(draft: Draft): string {
  return addConstant(draft, 'zero', 'float32', [], Float32Array.of(0));
}

/** forget = σ(x·Wf + bf); next = forget · state + (1 − forget) · x·W; what is added to x is its positive part. */
function recurrence(build: Build, layer: number, x: string): string {
  const { draft, shape } = build;
  const { width } = shape;
  const name = `decoder_l${layer + 1}_rnn`;
  const state = addInput(draft, `state.${layer}`, 'float32', ['beams', width]);
  const parts = [{ weight: `${name}_Wf`, bias: `${name}_bf` }, { weight: `${name}_W` }];
  const both = product(build, name, x, parts, { rows: width, columns: width, isStep: true });
  const [gate = '', plain = ''] = split(draft, both, 1, width, width);
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
  const size = { rows: width, columns: width, isStep: true };
  const key = addInput(draft, `cross.${layer}.key`, 'float32', [1, heads, head, 'source']);
  const value = addInput(draft, `cross.${layer}.value`, 'float32', [1, heads, 'source', head]);
  const projected = product(build, `${name}.q`, x, [{ weight: `${name}_Wq`, bias: `${name}_bq` }], size);
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
  const out = product(build, `${name}.out`, seen, [{ weight: `${name}_Wo`, bias: `${name}_bo` }], size);
  return addAndNorm(build, `${name}_Wo`, x, out);
}
