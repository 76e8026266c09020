/**
 * What computes a model: the processor, which always works, or something faster that has to prove
 * itself first. Only the processor is used unless `PAROLA_PROVIDER` names another one.
 */
import type { EncoderDecoderGraphs } from '../../../models/schema.ts';
import { finish } from '../decode/decode.ts';
import { greedySearch } from '../decode/greedy.ts';
import type { LoadedEncoderDecoder } from './encoder-decoder.ts';
import { listProviders } from './session.ts';

/** The provider to try first; `cpu` unless the environment names one that this build has. */
export function wantedProvider(environment: NodeJS.ProcessEnv = process.env): string {
  const wanted = environment.PAROLA_PROVIDER ?? 'cpu';
  return listProviders().includes(wanted) ? wanted : 'cpu';
}

/** How far a log-probability may lie from the processor's; half-precision arithmetic stays well within it. */
const tolerance = 0.1;
const testSeconds = 2;
const testTokens = 6;

/**
 * The model on `provider` if that loads and computes there what the processor computes; otherwise on
 * the processor. Should it fail later, the job at hand goes on on the processor.
 * @param load opens the model on a provider
 * @throws ParolaError as `load` does for the processor
 */
export async function loadOnProvider(
  provider: string,
  graphs: EncoderDecoderGraphs,
  load: (provider: string) => Promise<LoadedEncoderDecoder>,
): Promise<LoadedEncoderDecoder> {
  const processor = await load('cpu');
  if (provider === 'cpu') return processor;
  let tried: LoadedEncoderDecoder | undefined;
  try {
    tried = await load(provider);
    if (!agree(await outcome(processor, graphs), await outcome(tried, graphs))) {
      throw new Error(`${provider} computes something else than the processor`);
    }
    return withFallback(tried, processor);
  } catch {
    await tried?.dispose().catch(() => undefined);
    return processor;
  }
}

interface Outcome {
  readonly ids: readonly number[];
  readonly logProbabilities: readonly number[];
}

async function outcome(
  model: LoadedEncoderDecoder,
  { tokens, audio }: EncoderDecoderGraphs,
): Promise<Outcome> {
  const encoded =
    audio === undefined
      ? await model.encodeIds(testIds, testIds)
      : await model.encode(testSound(testSeconds * audio.sampleRateHz));
  const limits = { startToken: tokens.start, endToken: tokens.end, maxTokens: testTokens };
  const steps = greedySearch(model.decoder, encoded, { kind: 'greedy', ...limits }, [], undefined);
  const [best] = await finish(steps);
  return best ?? { ids: [], logProbabilities: [] };
}

function agree(one: Outcome, other: Outcome): boolean {
  return (
    one.ids.join() === other.ids.join() &&
    one.logProbabilities.every(
      (value, index) => Math.abs(value - (other.logProbabilities[index] ?? Number.NaN)) < tolerance,
    )
  );
}

/** A text, and all that can come of it, for a model that reads tokens. */
const testIds = Int32Array.from({ length: 64 }, (_, id) => id);

/** A rising tone with a pulse in it: the same every time, and enough for a model to say something about. */
function testSound(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => 0.3 * Math.sin(i * (0.05 + i * 1e-6)) * Math.sin(i / 3000));
}

/**
 * `first` until it fails once, then `second`, from the very call that failed on: the state lies in
 * ordinary memory, so either can go on with it.
 */
function withFallback(first: LoadedEncoderDecoder, second: LoadedEncoderDecoder): LoadedEncoderDecoder {
  let current = first;
  const attempt = async <Result>(work: (model: LoadedEncoderDecoder) => Promise<Result>): Promise<Result> => {
    try {
      return await work(current);
    } catch (error) {
      if (current === second) throw error;
      current = second;
      return work(second);
    }
  };
  return {
    encode: (samples) => attempt((model) => model.encode(samples)),
    encodeIds: (ids, shortlist) => attempt((model) => model.encodeIds(ids, shortlist)),
    decoder: {
      ...second.decoder,
      step: (ids, position, state) => attempt((model) => model.decoder.step(ids, position, state)),
    },
    get provider() {
      return current.provider;
    },
    dispose: async () => {
      await Promise.all([first.dispose(), second.dispose()]);
    },
  };
}
