/** The sizes of a Moonshine model, read off its published graphs. */
import type { Model } from '../graph/onnx.ts';
import type { Source } from './weights.ts';

export interface Shape {
  readonly encoderLayers: number;
  readonly decoderLayers: number;
  readonly heads: number;
  readonly headSize: number;
  readonly hidden: number;
  /** The longest source and the longest answer that the rotary tables serve. */
  readonly maxFrames: number;
  readonly maxTokens: number;
}

/** 49 s of frames and 78 s of tokens at the authors' cap: well beyond the 30 s of a segment. */
const limits = { maxFrames: 2048, maxTokens: 512 } as const;

/** @throws Error where the decoder's inputs are not those of a merged decoder */
export function shapeOf(encoder: Source, decoder: Source, decoderModel: Model): Shape {
  const past = decoderModel.graph.input.find((input) => input.name === 'past_key_values.0.decoder.key');
  const [, heads, , headSize] =
    past?.type?.tensorType?.shape?.dim.map((dim) => Number(dim.dimValue ?? 0)) ?? [];
  if (!heads || !headSize) throw new Error('the decoder has no cache of a known size');
  return {
    encoderLayers: countLayers(encoder, (layer) => `/layers.${layer}/mlp/fc1`),
    decoderLayers: countLayers(decoder, (layer) => `/model/decoder/layers.${layer}/mlp/up_proj`),
    heads,
    headSize,
    hidden: heads * headSize,
    ...limits,
  };
}

function countLayers(source: Source, name: (layer: number) => string): number {
  let layers = 0;
  while (source.nodes.has(`${name(layers)}/MatMul_quant`)) layers++;
  return layers;
}
