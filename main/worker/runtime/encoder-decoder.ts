/**
 * Loads an installed encoder-decoder model, whatever its family: everything that differs between
 * models (names, state, extra feeds) is data in its manifest.
 */
import type { EncoderDecoderGraphs, StepGraph } from '../../../models/schema.ts';
import type { Decoder, Encoded } from '../decode/decoder.ts';
import type { Tensor } from '../decode/tensor.ts';
import type { InstalledModel } from '../protocol.ts';
import { loadOnProvider, wantedProvider } from './providers.ts';
import { type GraphNames, openSession, type Session, type SessionOptions } from './session.ts';
import { createDecoder, type StepRunner } from './step-decoder.ts';

export interface LoadedEncoderDecoder {
  /** Runs the encoder over a waveform in −1…1 at the manifest's rate. */
  encode(samples: Float32Array): Promise<Encoded>;
  /**
   * Runs the encoder over the tokens of a text.
   * @param shortlist the target tokens that can come, for a model that narrows its vocabulary: column
   * `i` of the logits then stands for token `shortlist[i]`
   */
  encodeIds(ids: Int32Array, shortlist?: Int32Array): Promise<Encoded>;
  readonly decoder: Decoder;
  /** What really runs the model, for example `cpu`. */
  readonly provider: string;
  dispose(): Promise<void>;
}

/**
 * Opens the model's graphs after checking their bytes, on the provider that the user wants if that
 * proves itself, else on the processor.
 * @throws ParolaError `model-missing`, `model-corrupt` or `model-unsupported`
 */
export async function loadEncoderDecoder(
  model: InstalledModel<EncoderDecoderGraphs>,
  options: Omit<SessionOptions, 'provider'> = {},
): Promise<LoadedEncoderDecoder> {
  const load = (provider: string) => openGraphs(model, { ...options, provider });
  return loadOnProvider(wantedProvider(), model.graphs, load);
}

async function openGraphs(
  model: InstalledModel<EncoderDecoderGraphs>,
  options: SessionOptions,
): Promise<LoadedEncoderDecoder> {
  const { encoder, decoder } = model.graphs;
  const narrowing = encoder.shortlist === undefined ? [] : [encoder.shortlist];
  const encoderSession = await openSession(
    model,
    encoder.file,
    { inputs: [encoder.input, ...narrowing], outputs: encoder.outputs },
    options,
  );
  const step = await openStep(model, decoder.step, options, false);
  const first = decoder.first && (await openStep(model, decoder.first, options, true));
  return {
    encode: async (samples) => {
      const input: Tensor = { type: 'float32', data: samples, dims: [1, samples.length] };
      return new Map(Object.entries(await encoderSession.run({ [encoder.input]: input })));
    },
    encodeIds: async (ids, shortlist) => {
      const words: Tensor = { type: 'int64', data: BigInt64Array.from(ids, BigInt), dims: [1, ids.length] };
      const feeds: Record<string, Tensor> = { [encoder.input]: words };
      if (shortlist && encoder.shortlist !== undefined) {
        feeds[encoder.shortlist] = { type: 'int32', data: shortlist, dims: [shortlist.length] };
      }
      return new Map(Object.entries({ ...feeds, ...(await encoderSession.run(feeds)) }));
    },
    decoder: createDecoder(step, first, encoder.shortlist),
    provider: options.provider ?? 'cpu',
    dispose: async () => {
      await Promise.all([encoderSession.dispose(), step.dispose(), first?.dispose()]);
    },
  };
}

async function openStep(
  model: InstalledModel<EncoderDecoderGraphs>,
  graph: StepGraph,
  options: SessionOptions,
  isFirst: boolean,
): Promise<StepRunner & Session> {
  const names = stepNames(graph, isFirst);
  return { graph, inputs: names.inputs, ...(await openSession(model, graph.file, names, options)) };
}

/** Every name that a step graph must have; a first-step graph takes no state but what starts with a value. */
function stepNames(graph: StepGraph, isFirst: boolean): GraphNames {
  const fed = graph.state.filter((pair) => !isFirst || pair.initial !== undefined);
  return {
    inputs: [
      graph.ids.input,
      ...Object.values(graph.encoded),
      ...graph.extras.map((extra) => extra.input),
      ...fed.map((pair) => pair.input),
    ],
    outputs: [
      graph.logits,
      ...graph.attention.map((entry) => entry.output),
      ...graph.state.flatMap((pair) => pair.output ?? []),
    ],
  };
}
