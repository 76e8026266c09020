/**
 * One graph of a model tried on a provider: does it compute what the processor computes, and how much
 * faster? Runs in a process of its own, because drivers have been seen to crash and to hang.
 */
import type { EncoderDecoderGraphs } from '../../../models/schema.ts';
import { finish } from '../decode/decode.ts';
import type { Encoded } from '../decode/decoder.ts';
import { greedySearch } from '../decode/greedy.ts';
import type { Tensor } from '../decode/tensor.ts';
import type { InstalledModel, ProviderChoice, ProviderFinding } from '../protocol.ts';
import { type LoadedEncoderDecoder, openOnProviders } from './encoder-decoder.ts';
import type { SessionOptions } from './session.ts';

type Open = (choice: ProviderChoice) => Promise<LoadedEncoderDecoder>;

/**
 * How far the encoder's numbers may lie from the processor's, as a share of their own size (root mean square).
 * A graph in bytes makes a whole step of what differs in the last digit: 3.4 % for the captioner's on WebGPU.
 */
const tolerance = 0.05;
/** How far a log-probability may lie; half-precision arithmetic stays well within it. */
const logProbabilityTolerance = 0.1;
const testSeconds = 4;
const testTokens = 12;
const testRows = 24;
/** As many pairs of runs as fit. */
const timedPairs = { most: 7, milliseconds: 6000 };
const slowMilliseconds = 1000;

/** What came of `graph` on `provider`, the model's other graph on the processor. */
export function tryProvider(
  model: InstalledModel<EncoderDecoderGraphs>,
  graph: keyof ProviderChoice,
  provider: string,
  options: Omit<SessionOptions, 'provider'> = {},
): Promise<ProviderFinding> {
  return compare(model.graphs, graph, provider, (choice) => openOnProviders(model, choice, options));
}

/**
 * The same with the models that `open` gives.
 * @param now milliseconds on a clock that only goes forward
 * @throws what the processor throws
 */
export async function compare(
  graphs: EncoderDecoderGraphs,
  graph: keyof ProviderChoice,
  provider: string,
  open: Open,
  now: () => number = () => performance.now(),
): Promise<ProviderFinding> {
  const processor = await open({});
  const expected = await outcome(processor, graphs);
  let tried: LoadedEncoderDecoder | undefined;
  try {
    tried = await open({ [graph]: provider });
    const detail = difference(expected, await outcome(tried, graphs));
    if (detail !== null) return { kind: 'wrong', detail };
    const run = (loaded: LoadedEncoderDecoder) => () =>
      graph === 'encoder' ? testEncoding(loaded, graphs) : write(loaded, graphs, expected.encoded);
    return { kind: 'right', speedup: await speedup(run(processor), run(tried), now) };
  } catch (error) {
    return { kind: 'failed', detail: error instanceof Error ? error.message : String(error) };
  } finally {
    await Promise.all([processor.dispose(), tried?.dispose()]).catch(() => undefined);
  }
}

interface Outcome {
  readonly encoded: Encoded;
  readonly ids: readonly number[];
  readonly logProbabilities: readonly number[];
}

async function outcome(loaded: LoadedEncoderDecoder, graphs: EncoderDecoderGraphs): Promise<Outcome> {
  const encoded = await testEncoding(loaded, graphs);
  return { encoded, ...(await write(loaded, graphs, encoded)) };
}

/** A sound, a picture, a text or rows of numbers: the same every time. */
export function testEncoding(
  loaded: LoadedEncoderDecoder,
  { audio, image, pointer }: EncoderDecoderGraphs,
): Promise<Encoded> {
  if (pointer?.to === 'words') return loaded.encodeWords(testIds, Int32Array.from(testIds.keys()));
  if (pointer?.to === 'sentences') {
    const width = pointer.vectorWidth + pointer.features.length;
    return loaded.encodeRows(testSound(testRows * width), width);
  }
  if (audio?.features !== undefined) {
    const { bins, hopSamples, seconds } = audio.features;
    return loaded.encodeFeatures(testSound((bins * seconds * audio.sampleRateHz) / hopSamples), bins);
  }
  if (audio !== undefined) return loaded.encode(testSound(testSeconds * audio.sampleRateHz));
  if (image !== undefined) return loaded.encodePixels(testPicture(image.sizePixels));
  return loaded.encodeIds(testIds, testIds);
}

async function write(
  loaded: LoadedEncoderDecoder,
  { tokens }: EncoderDecoderGraphs,
  encoded: Encoded,
): Promise<Omit<Outcome, 'encoded'>> {
  const limits = { startToken: tokens.start, endToken: tokens.end, maxTokens: testTokens };
  const steps = greedySearch(loaded.decoder, encoded, { kind: 'greedy', ...limits }, [], undefined);
  const [best] = await finish(steps);
  return best ?? { ids: [], logProbabilities: [] };
}

/** What is wrong with the numbers, or null. */
function difference(expected: Outcome, found: Outcome): string | null {
  for (const [name, tensor] of expected.encoded) {
    const error = relativeError(tensor, found.encoded.get(name));
    if (!(error <= tolerance)) return `${name} is off by ${(100 * error).toFixed(1)} %`;
  }
  if (expected.ids.join() !== found.ids.join()) return 'other words are written';
  const isNear = expected.logProbabilities.every(
    (value, at) => Math.abs(value - (found.logProbabilities[at] ?? Number.NaN)) < logProbabilityTolerance,
  );
  return isNear ? null : 'the same words are written with other certainty';
}

/** Root mean square of the differences over that of the numbers; not a number where shapes differ. */
function relativeError(expected: Tensor, found: Tensor | undefined): number {
  if (expected.type !== 'float32') return 0;
  if (found?.type !== 'float32' || found.data.length !== expected.data.length) return Number.NaN;
  let difference = 0;
  let size = 0;
  for (const [at, value] of expected.data.entries()) {
    difference += (value - (found.data[at] ?? Number.NaN)) ** 2;
    size += value ** 2;
  }
  return Math.sqrt(difference / Math.max(size, Number.MIN_VALUE));
}

/** How many times as fast `other` is: turn by turn, so that what else the machine does hits both; medians. */
async function speedup(
  one: () => Promise<unknown>,
  other: () => Promise<unknown>,
  now: () => number,
): Promise<number> {
  const milliseconds = async (work: () => Promise<unknown>) => {
    const start = now();
    await work();
    return now() - start;
  };
  const first: [number, number] = [await milliseconds(one), await milliseconds(other)];
  // So slow that no warming up makes up for it: more runs would only take the user's time.
  if (first[1] > slowMilliseconds && first[1] > 3 * first[0]) return first[0] / first[1];
  const start = now();
  const times: [number[], number[]] = [[], []];
  while (times[0].length < timedPairs.most) {
    times[0].push(await milliseconds(one));
    times[1].push(await milliseconds(other));
    if (now() - start > timedPairs.milliseconds) break;
  }
  return median(times[0]) / median(times[1]);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** A text, and all that can come of it, for a model that reads tokens. */
const testIds = Int32Array.from({ length: 64 }, (_, id) => id);

/** A rising tone with a pulse in it: enough for a model to say something about. */
function testSound(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => 0.3 * Math.sin(i * (0.05 + i * 1e-6)) * Math.sin(i / 3000));
}

/** A bright ball over a dark field under a sky, in planes 0…255. */
function testPicture(size: number): Float32Array {
  const field = [60, 90, 40];
  const sky = [120, 160, 220];
  const ball = [240, 200, 60];
  return Float32Array.from({ length: 3 * size * size }, (_, at) => {
    const plane = Math.floor(at / (size * size));
    const x = (at % size) / size;
    const y = Math.floor((at % (size * size)) / size) / size;
    const colours = Math.hypot(x - 0.6, y - 0.5) < 0.2 ? ball : y < 0.55 ? sky : field;
    return (colours[plane] ?? 0) * (0.8 + 0.2 * x);
  });
}
