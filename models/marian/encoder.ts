/**
 * Marian's encoder as an ONNX graph: source tokens → the keys and values that the decoder's
 * cross-attention reads. It also gathers, once for a sentence, the vectors of those target tokens
 * that can come (the shortlist): the decoder reads its tokens and makes its logits from these alone,
 * which costs a few hundred rows a step instead of the whole vocabulary.
 */
import { addConstant, addInput, addNode, addOutput, finishModel, startDraft } from '../graph/build.ts';
import { microsoft, reshape, split } from '../graph/layers.ts';
import type { Model } from '../graph/onnx.ts';
import {
  addAndNorm,
  type Build,
  feedForward,
  type Precision,
  positionVectors,
  product,
  toFloats,
  tokenVectors,
} from './layers.ts';
import { floatsOf, type MarianFile, tokenRowsOf } from './read-model.ts';
import type { Shape } from './shape.ts';

/** So little that a token with it never comes. */
const never = -1e9;

/**
 * Inputs `input_ids` [1, source] and `shortlist` [target]; outputs `output_weight` [target, width],
 * `output_bias` [target], `target_vectors` [target, width] where those are not the same as
 * `output_weight`, and `cross.N.key` [1, heads, size, source] and `cross.N.value`
 * [1, heads, source, size] for each decoder layer.
 * @param unknownToken the target's token for what it has no piece for: never written
 */
export function buildEncoder(
  file: MarianFile,
  shape: Shape,
  precision: Precision,
  unknownToken: number,
): Model {
  const build: Build = { draft: startDraft(), file, shape, precision };
  const { draft } = build;
  const ids = addInput(draft, 'input_ids', 'int64', [1, 'source']);
  let x = embed(build, ids);
  for (let layer = 1; layer <= shape.encoderLayers; layer++) {
    x = selfAttention(build, `encoder_l${layer}`, x);
    x = feedForward(build, `encoder_l${layer}`, x, false);
  }
  crossAttention(build, x);
  shortlistRows(build, addInput(draft, 'shortlist', 'int64', ['target']), unknownToken);
  return finishModel(draft, 'marian-encoder', 17);
}

function embed({ draft, file, shape }: Build, ids: string): string {
  const { width, vocabularies, embeddings } = shape;
  const rows = tokenRowsOf(file, embeddings.source, vocabularies[0], width);
  const vectors = tokenVectors(draft, embeddings.source, rows, ids, Math.sqrt(width));
  const [sizes] = addNode(draft, 'Shape', [ids]);
  const scalar = (value: bigint) =>
    addConstant(draft, `scalar ${value}`, 'int64', [], BigInt64Array.of(value));
  const [length] = addNode(draft, 'Gather', [sizes, scalar(1n)]);
  const [places] = addNode(draft, 'Range', [scalar(0n), length, scalar(1n)]);
  return addNode(draft, 'Add', [vectors, positionVectors(draft, toFloats(draft, places), width)])[0];
}

function selfAttention(build: Build, layer: string, x: string): string {
  const { draft, shape } = build;
  const { width, heads } = shape;
  const name = `${layer}_self`;
  const size = { rows: width, columns: width };
  const parts = ['q', 'k', 'v'].map((part) => ({ weight: `${name}_W${part}`, bias: `${name}_b${part}` }));
  const projected = product(build, `${name}.qkv`, x, parts, size);
  const attributes = { num_heads: heads };
  const [seen] = addNode(draft, 'MultiHeadAttention', split(draft, projected, 2, width, width, width), {
    ...microsoft,
    attributes,
  });
  const out = product(build, `${name}.out`, seen, [{ weight: `${name}_Wo`, bias: `${name}_bo` }], size);
  return addAndNorm(build, `${name}_Wo`, x, out);
}

/** The keys are divided by the square root of their size here, so that no step need do it. */
function crossAttention(build: Build, x: string): void {
  const { draft, shape } = build;
  const { width, heads, decoderLayers } = shape;
  const size = width / heads;
  const layers = Array.from({ length: decoderLayers }, (_, index) => `decoder_l${index + 1}_context`);
  const parts = layers.flatMap((layer) => [
    { weight: `${layer}_Wk`, bias: `${layer}_bk`, factor: 1 / Math.sqrt(size) },
    { weight: `${layer}_Wv`, bias: `${layer}_bv` },
  ]);
  const all = product(build, 'cross', x, parts, { rows: width, columns: width });
  split(draft, all, 2, ...parts.map(() => width)).forEach((projected, index) => {
    const isKey = index % 2 === 0;
    const output = `cross.${Math.floor(index / 2)}.${isKey ? 'key' : 'value'}`;
    const inHeads = reshape(draft, projected, 0, -1, heads, size);
    const perm = isKey ? [0, 2, 3, 1] : [0, 2, 1, 3];
    addNode(draft, 'Transpose', [inHeads], { attributes: { perm }, outputs: [output] });
    addOutput(draft, output, 'float32', isKey ? [1, heads, size, 'source'] : [1, heads, 'source', size]);
  });
}

function shortlistRows({ draft, file, shape }: Build, shortlist: string, unknownToken: number): void {
  const { width, vocabularies, embeddings } = shape;
  const tokens = vocabularies[1];
  const rows = (name: string) => tokenRowsOf(file, name, tokens, width);
  const give = (value: string, output: string, dims: (number | string)[]) => {
    addNode(draft, 'Identity', [value], { outputs: [output] });
    addOutput(draft, output, 'float32', dims);
  };
  const weight = tokenVectors(draft, embeddings.output, rows(embeddings.output), shortlist, 1);
  give(weight, 'output_weight', ['target', width]);
  if (embeddings.target !== embeddings.output) {
    const vectors = tokenVectors(draft, embeddings.target, rows(embeddings.target), shortlist, 1);
    give(vectors, 'target_vectors', ['target', width]);
  }
  const values = floatsOf(file, 'decoder_ff_logit_out_b', tokens);
  values[unknownToken] = never;
  const bias = addConstant(draft, 'logits.bias', 'float32', [tokens], values);
  give(addNode(draft, 'Gather', [bias, shortlist])[0], 'output_bias', ['target']);
}
