/**
 * Marian's encoder as an ONNX graph: source tokens → the keys and values that the decoder's
 * cross-attention reads. It also gathers, once for a sentence, the vectors of those target tokens
 * that can come (the shortlist): the decoder reads its tokens and makes its logits from these alone,
 * which costs a thousand columns a step instead of the whole vocabulary.
 */
import { addConstant, addInput, addNode, addOutput, finishModel, startDraft } from '../graph/build.ts';
import { integers, microsoft, reshape } from '../graph/layers.ts';
import type { Model } from '../graph/onnx.ts';
import {
  addAndNorm,
  type Build,
  feedForward,
  type Precision,
  positionVectors,
  product,
  scaled,
  tableType,
  toFloats,
  tokenTable,
} from './layers.ts';
import { floatsOf, type MarianFile, tokenRowsOf } from './read-model.ts';
import type { Shape } from './shape.ts';

/** So little that a token with it never comes. */
const never = -1e9;

/**
 * Inputs `input_ids` [1, source] and `shortlist` [target]; outputs `output_weight` [width, target]
 * (bytes in the quick form), `output_bias` [target], `target_vectors` [width, target] where those are
 * not the same as `output_weight`, and `cross.N.key` [1, heads, size, source] and `cross.N.value`
 * [1, heads, source, size] for each decoder layer.
 * @param unknownToken the target's token for what it has no piece for: never written
 */
export function buildEncoder(
  file: MarianFile,
  shape: Shape,
  precision: Precision,
  unknownToken: number,
): Model {
  const build: Build = { draft: startDraft(), file, shape, precision, isStep: false };
  const { draft } = build;
  const ids = addInput(draft, 'input_ids', 'int64', [1, 'source']);
  let x = embed(build, ids);
  for (let layer = 1; layer <= shape.encoderLayers; layer++) {
    x = selfAttention(build, `encoder_l${layer}`, x);
    x = feedForward(build, `encoder_l${layer}`, x);
  }
  crossAttention(build, x);
  shortlistColumns(build, addInput(draft, 'shortlist', 'int32', ['target']), unknownToken);
  return finishModel(draft, 'marian-encoder', 17);
}

function embed({ draft, file, shape }: Build, ids: string): string {
  const { width, vocabularies, embeddings } = shape;
  const rows = tokenRowsOf(file, embeddings.source, vocabularies[0], width);
  const [chosen] = addNode(draft, 'Gather', [tokenTable(draft, embeddings.source, rows), ids]);
  const vectors = scaled(draft, toFloats(draft, chosen), rows.scale * Math.sqrt(width));
  const [sizes] = addNode(draft, 'Shape', [ids]);
  const scalar = (value: bigint) =>
    addConstant(draft, `scalar ${value}`, 'int64', [], BigInt64Array.of(value));
  const [length] = addNode(draft, 'Gather', [sizes, scalar(1n)]);
  const [places] = addNode(draft, 'Range', [scalar(0n), length, scalar(1n)]);
  const [column] = addNode(draft, 'Unsqueeze', [toFloats(draft, places), integers(draft, -1)]);
  return addNode(draft, 'Add', [vectors, positionVectors(draft, column, width)])[0];
}

function selfAttention(build: Build, layer: string, x: string): string {
  const { draft, shape } = build;
  const { width, heads } = shape;
  const name = `${layer}_self`;
  const part = (letter: string) => ({ weight: `${name}_W${letter}`, bias: `${name}_b${letter}` });
  const projected = ['q', 'k', 'v'].map((letter) => product(build, x, part(letter), width, width));
  const attributes = { num_heads: heads };
  const [seen] = addNode(draft, 'MultiHeadAttention', projected, { ...microsoft, attributes });
  return addAndNorm(build, `${name}_Wo`, x, product(build, seen, part('o'), width, width));
}

/** The keys are divided by the square root of their size here, so that no step need do it. */
function crossAttention(build: Build, x: string): void {
  const { draft, shape } = build;
  const { width, heads, decoderLayers } = shape;
  const size = width / heads;
  const give = (layer: number, letter: 'k' | 'v', factor: number, perm: number[], output: string) => {
    const name = `decoder_l${layer + 1}_context`;
    const part = { weight: `${name}_W${letter}`, bias: `${name}_b${letter}`, factor };
    const inHeads = reshape(draft, product(build, x, part, width, width), 0, -1, heads, size);
    addNode(draft, 'Transpose', [inHeads], { attributes: { perm }, outputs: [output] });
    addOutput(
      draft,
      output,
      'float32',
      perm.map((axis) => [1, 'source', heads, size][axis] as number | string),
    );
  };
  for (let layer = 0; layer < decoderLayers; layer++) {
    give(layer, 'k', 1 / Math.sqrt(size), [0, 2, 3, 1], `cross.${layer}.key`);
    give(layer, 'v', 1, [0, 2, 1, 3], `cross.${layer}.value`);
  }
}

function shortlistColumns(build: Build, shortlist: string, unknownToken: number): void {
  const { draft, file, shape, precision } = build;
  const { width, vocabularies, embeddings } = shape;
  const give = (name: string, output: string) => {
    const rows = tokenRowsOf(file, name, vocabularies[1], width);
    const [chosen] = addNode(draft, 'Gather', [tokenTable(draft, name, rows), shortlist]);
    const values = precision === 'exact' ? scaled(draft, toFloats(draft, chosen), rows.scale) : chosen;
    addNode(draft, 'Transpose', [values], { attributes: { perm: [1, 0] }, outputs: [output] });
    addOutput(draft, output, tableType(precision), [width, 'target']);
  };
  give(embeddings.output, 'output_weight');
  if (embeddings.target !== embeddings.output) give(embeddings.target, 'target_vectors');
  const values = floatsOf(file, 'decoder_ff_logit_out_b', vocabularies[1]);
  values[unknownToken] = never;
  const bias = addConstant(draft, 'logits.bias', 'float32', [vocabularies[1]], values);
  addNode(draft, 'Gather', [bias, shortlist], { outputs: ['output_bias'] });
  addOutput(draft, 'output_bias', 'float32', ['target']);
}
