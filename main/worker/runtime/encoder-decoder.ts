/**
 * Loads an installed encoder-decoder model, whatever its family: everything that differs between
 * models (names, state, extra feeds) is data in its manifest.
 */
import type { EncoderDecoderGraphs, StepGraph } from '../../../models/schema.ts';
import { ParolaError } from '../../errors.ts';
import type { Decoder, Encoded } from '../decode/decoder.ts';
import type { Tensor } from '../decode/tensor.ts';
import type { InstalledModel, ProviderChoice } from '../protocol.ts';
import { openWithFallback, type ProvidedSession, providersOf, tellFailure } from './providers.ts';
import { type GraphNames, openSession, type SessionOptions } from './session.ts';
import { createDecoder, type StepRunner } from './step-decoder.ts';

export interface LoadedEncoderDecoder {
  /** Runs the encoder over a waveform in −1…1 at the manifest's rate. */
  encode(samples: Float32Array): Promise<Encoded>;
  /** Runs the encoder over features of a sound, [bins, frames]. */
  encodeFeatures(features: Float32Array, bins: number): Promise<Encoded>;
  /**
   * Runs the encoder over the tokens of a text.
   * @param shortlist the target tokens that can come, for a model that narrows its vocabulary: column
   * `i` of the logits then stands for token `shortlist[i]`
   */
  encodeIds(ids: Int32Array, shortlist?: Int32Array): Promise<Encoded>;
  /**
   * Runs the encoder over the tokens of a text that is read by its words.
   * @param starts where each word begins among `ids`
   */
  encodeWords(ids: Int32Array, starts: Int32Array): Promise<Encoded>;
  /** Runs the encoder over rows of numbers, each `width` wide. */
  encodeRows(rows: Float32Array, width: number): Promise<Encoded>;
  /** Runs the encoder over a picture's planes [3, size, size], 0…255, of the manifest's size. */
  encodePixels(pixels: Float32Array): Promise<Encoded>;
  readonly decoder: Decoder;
  /** What really runs the model: `cpu`, or the encoder's and then the decoder's, "webgpu + cpu". */
  readonly provider: string;
  dispose(): Promise<void>;
}

/**
 * The files that say how a model's text becomes tokens.
 * @throws ParolaError `model-unsupported` where its manifest names none
 */
export function tokenizerOf({
  id,
  graphs,
}: InstalledModel<EncoderDecoderGraphs>): NonNullable<EncoderDecoderGraphs['tokenizer']> {
  if (graphs.tokenizer === undefined) {
    throw new ParolaError(
      'model-unsupported',
      `the model ${id} does not say how to read its tokens; choose another`,
    );
  }
  return graphs.tokenizer;
}

/** Opens one of the model's graphs. */
type OpenGraph = (graph: keyof ProviderChoice, file: string, names: GraphNames) => Promise<ProvidedSession>;

/**
 * Opens the model's graphs after checking their bytes, each on the provider that the request chose for
 * it. One that fails there, now or later, goes on on the processor, and that is told.
 * @throws ParolaError `model-missing`, `model-corrupt` or `model-unsupported`
 */
export async function loadEncoderDecoder(
  model: InstalledModel<EncoderDecoderGraphs>,
  options: Omit<SessionOptions, 'provider'> = {},
): Promise<LoadedEncoderDecoder> {
  const opened: ProvidedSession[] = [];
  return openGraphs(model, async (graph, file, names) => {
    const provider = model.providers?.[graph] ?? 'cpu';
    const session = await openWithFallback(
      provider,
      (chosen) => openSession(model, file, names, { ...options, provider: chosen }),
      (reason) => tellFailure({ model: model.id, graph, provider, reason, running: providersOf(opened) }),
    );
    opened.push(session);
    return session;
  });
}

/** The model's graphs on the providers of `choice` and nowhere else. @throws Error as the runtime does */
export async function openOnProviders(
  model: InstalledModel<EncoderDecoderGraphs>,
  choice: ProviderChoice,
  options: Omit<SessionOptions, 'provider'> = {},
): Promise<LoadedEncoderDecoder> {
  return openGraphs(model, async (graph, file, names) => {
    const provider = choice[graph] ?? 'cpu';
    return { ...(await openSession(model, file, names, { ...options, provider })), provider };
  });
}

async function openGraphs(
  model: InstalledModel<EncoderDecoderGraphs>,
  open: OpenGraph,
): Promise<LoadedEncoderDecoder> {
  const { encoder, decoder, image } = model.graphs;
  const others = [encoder.mask, encoder.shortlist, encoder.words].filter((name) => name !== undefined);
  const names = { inputs: [encoder.input, ...others], outputs: encoder.outputs };
  const encoderSession = await open('encoder', encoder.file, names);
  const step = await openStep(open, decoder.step, false);
  const first = decoder.first && (await openStep(open, decoder.first, true));
  const sessions = [encoderSession, step.session, ...(first ? [first.session] : [])];
  const encode = async (input: Tensor) =>
    new Map(Object.entries(await encoderSession.run({ [encoder.input]: input })));
  return {
    encode: (samples) => encode({ type: 'float32', data: samples, dims: [1, samples.length] }),
    encodeFeatures: (features, bins) =>
      encode({ type: 'float32', data: features, dims: [1, bins, features.length / bins] }),
    encodeIds: async (ids, shortlist) => {
      const feeds: Record<string, Tensor> = { [encoder.input]: longs(ids) };
      if (encoder.mask !== undefined) feeds[encoder.mask] = longs(new Int32Array(ids.length).fill(1));
      if (shortlist && encoder.shortlist !== undefined) {
        feeds[encoder.shortlist] = { type: 'int32', data: shortlist, dims: [shortlist.length] };
      }
      return new Map(Object.entries({ ...feeds, ...(await encoderSession.run(feeds)) }));
    },
    encodeWords: async (ids, starts) => {
      const feeds: Record<string, Tensor> = { [encoder.input]: longs(ids) };
      if (encoder.words !== undefined) feeds[encoder.words] = longs(starts);
      return new Map(Object.entries(await encoderSession.run(feeds)));
    },
    encodeRows: (rows, width) =>
      encode({ type: 'float32', data: rows, dims: [1, rows.length / width, width] }),
    encodePixels: (pixels) => {
      const size = image?.sizePixels ?? 0;
      return encode({ type: 'float32', data: pixels, dims: [1, 3, size, size] });
    },
    decoder: createDecoder(step.runner, first?.runner, encoder.shortlist),
    get provider() {
      return providersOf(sessions);
    },
    dispose: async () => {
      await Promise.all(sessions.map((session) => session.dispose()));
    },
  };
}

/** [1, as many as there are]. */
function longs(numbers: Int32Array): Tensor {
  return { type: 'int64', data: BigInt64Array.from(numbers, BigInt), dims: [1, numbers.length] };
}

async function openStep(
  open: OpenGraph,
  graph: StepGraph,
  isFirst: boolean,
): Promise<{ session: ProvidedSession; runner: StepRunner }> {
  const names = stepNames(graph, isFirst);
  const session = await open('decoder', graph.file, names);
  return { session, runner: { graph, inputs: names.inputs, run: session.run } };
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
