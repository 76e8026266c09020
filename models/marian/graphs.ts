/** How the engine runs a converted Marian model, and which files a conversion makes. */
import type { EncoderDecoderGraphs } from '../schema.ts';
import type { Precision } from './layers.ts';
import type { Shape } from './shape.ts';

/** Raised whenever the files that a conversion makes change, so that old installs are made again. */
export const converterVersion = 3;

/** The files that `convertMarian` writes; `sourceTokenizer` only where source and target have their own. */
export const graphFiles = {
  quick: { encoder: 'encoder.onnx', decoder: 'decoder.onnx' },
  exact: { encoder: 'encoder.exact.onnx', decoder: 'decoder.exact.onnx' },
  tokenizer: 'tokenizer.json',
  sourceTokenizer: 'tokenizer.source.json',
  shortlist: 'shortlist.bin',
} as const;

/** What of a model's shape its graphs' names and sizes depend on. */
export type GraphShape = Pick<Shape, 'width' | 'decoderLayers' | 'vocabularies'> & {
  /** Source and target have a vocabulary each. */
  readonly hasTwoVocabularies: boolean;
  /** The tokens read are not those of the output matrix. */
  readonly hasOwnTargetVectors: boolean;
};

/** Marian's "</s>", first in every vocabulary; `convertMarian` checks it. */
const endToken = 0;

/** The manifest's `graphs`. */
export function marianGraphs(shape: GraphShape, precision: Precision): EncoderDecoderGraphs {
  const layers = Array.from({ length: shape.decoderLayers }, (_, layer) => layer);
  const cross = layers.flatMap((layer) => [`cross.${layer}.key`, `cross.${layer}.value`]);
  const vectors = shape.hasOwnTargetVectors ? ['target_vectors'] : [];
  const outputs = [...cross, 'output_weight', 'output_bias', ...vectors];

  const files = graphFiles[precision];
  return {
    kind: 'encoder-decoder',
    encoder: { file: files.encoder, input: 'input_ids', shortlist: 'shortlist', outputs },
    decoder: {
      step: {
        file: files.decoder,
        ids: { input: 'ids', shape: 'beams', type: 'int64', are: 'columns' },
        encoded: Object.fromEntries(outputs.map((name) => [name, name])),
        shared: outputs,
        extras: [{ input: 'position', value: 'position', type: 'float32' }],
        logits: 'logits',
        attention: [{ output: 'attention', heads: [0] }],
        state: layers.map((layer) => ({
          input: `state.${layer}`,
          output: `next.${layer}`,
          beamAxis: 0,
          type: 'float32',
          initial: [1, shape.width],
          constantAfterFirst: false,
        })),
      },
    },
    tokenizer: {
      file: graphFiles.tokenizer,
      ...(shape.hasTwoVocabularies ? { sourceFile: graphFiles.sourceTokenizer } : {}),
    },
    shortlist: { file: graphFiles.shortlist },
    // The first step reads no token, so its start token may be any.
    tokens: { start: endToken, end: endToken, vocabularySize: shape.vocabularies[1] },
    decode: { search: 'greedy', beams: 1, lengthPenalty: 1, maxTokens: 1000, maxTokensPerSourceToken: 2.5 },
  };
}
