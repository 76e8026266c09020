/**
 * The only door to ONNX Runtime: opens an installed model's graph after checking its bytes, and runs
 * it. Nothing else in Parola imports onnxruntime-node.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, listSupportedBackends, Tensor as RuntimeTensor } from 'onnxruntime-node';
import { ParolaError } from '../../errors.ts';
import type { Tensor } from '../decode/tensor.ts';
import type { InstalledModel } from '../protocol.ts';

/** For those who doubt it: how the names of files begin in which the runtime writes what ran each node. */
const profilePrefix = process.env.PAROLA_RUNTIME_PROFILE;

/** The names that a manifest expects of a graph. */
export interface GraphNames {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

export interface SessionOptions {
  /** Threads for one operation; two where absent, or as many as there are cores. */
  readonly threads?: number;
  /** A name from `listProviders()`; `cpu` where absent. */
  readonly provider?: string;
  /** Gives its memory back after each run: for a graph whose inputs are of ever other, large sizes. */
  readonly frugal?: boolean;
}

export interface Session {
  /**
   * Runs the graph once; gives the outputs that it was opened for, or those of them that `outputs` names, by
   * name. Blocks its thread while it runs.
   */
  run(
    feeds: Readonly<Record<string, Tensor>>,
    outputs?: readonly string[],
  ): Promise<Readonly<Record<string, Tensor>>>;
  dispose(): Promise<void>;
}

/** Two threads bring most of the speed of these small models; more only wake each other. */
function defaultThreads(): number {
  return Math.max(1, Math.min(2, cpus().length));
}

/** What this build of ONNX Runtime can compute on and carries with it, `cpu` first. */
export function listProviders(): string[] {
  return listSupportedBackends()
    .filter((backend) => backend.bundled)
    .map((backend) => backend.name);
}

/**
 * Opens one graph of an installed model. The file is read once, hashed, and loaded from the same
 * bytes, so nothing unverified can slip in between.
 * @throws ParolaError `model-missing` when the file is not there, `model-corrupt` when its bytes are
 * not those that were installed, `model-unsupported` when the runtime cannot run it or it lacks a
 * name that the manifest gives
 */
export async function openSession(
  model: Pick<InstalledModel<unknown>, 'id' | 'folder' | 'files'>,
  file: string,
  names: GraphNames,
  options: SessionOptions = {},
): Promise<Session> {
  const bytes = await readVerified(model, file);
  const provider = options.provider ?? 'cpu';
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(bytes, {
      executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
      intraOpNumThreads: options.threads ?? defaultThreads(),
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      logSeverityLevel: 3,
      ...(profilePrefix ? { enableProfiling: true, profileFilePrefix: profilePrefix } : {}),
      enableCpuMemArena: options.frugal !== true,
      enableMemPattern: options.frugal !== true,
      extra: {
        // A thread that spins between two operations takes the core that the window needs.
        'session.intra_op.allow_spinning': '0',
        'session.x64quantprecision': (await bytesAddUp()) ? '0' : '1',
      },
    });
  } catch (error) {
    throw unsupported(model.id, file, error instanceof Error ? error.message : String(error));
  }
  checkNames(model.id, file, names, session);
  return {
    run: (feeds, outputs = names.outputs) => runSession(session, feeds, outputs),
    dispose: () => {
      if (profilePrefix) session.endProfiling();
      return session.release();
    },
  };
}

/**
 * The bytes of an installed file, checked against the hash that its install recorded.
 * @throws ParolaError `model-missing` or `model-corrupt`
 */
export async function readVerified(
  model: Pick<InstalledModel<unknown>, 'id' | 'folder' | 'files'>,
  file: string,
): Promise<Uint8Array> {
  const repair = `install it again: parola models install ${model.id}`;
  const expected = model.files.find((entry) => entry.name === file);
  if (expected === undefined) {
    throw new ParolaError('model-corrupt', `${file} is not in the record of model ${model.id}; ${repair}`);
  }
  let bytes: Uint8Array;
  try {
    bytes = await readFile(join(model.folder, file));
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new ParolaError('model-missing', `${file} of model ${model.id} cannot be read; ${repair}`, detail);
  }
  if (createHash('sha256').update(bytes).digest('hex') !== expected.sha256) {
    throw new ParolaError(
      'model-corrupt',
      `${file} of model ${model.id} has changed since its install; ${repair}`,
    );
  }
  return bytes;
}

/** One product of four unsigned bytes (`a`) with four signed ones, all 127, as an ONNX graph. */
const productGraph =
  'CAoSBnBhcm9sYTpvCi0KAWEKAXcSA3N1bRoPTWF0TXVsSW50ZWdlcl8wIg1NYXRNdWxJbnRlZ2VyOgASAWcqDwgECAEQA0IBd0oEf39/f1oTCgFhEg4KDAgCEggKAggBCgIIBGIVCgNzdW0SDgoMCAYSCAoCCAEKAggBQgQKABARQhEKDWNvbS5taWNyb3NvZnQQAQ==';
let bytesAddUpOnce: Promise<boolean> | undefined;

/**
 * Whether this processor adds products of unsigned and signed bytes without cutting large sums short.
 * x64 before VNNI does not, and the runtime must then take a slower way.
 */
function bytesAddUp(): Promise<boolean> {
  bytesAddUpOnce ??= (async () => {
    const session = await InferenceSession.create(Buffer.from(productGraph, 'base64'), {
      logSeverityLevel: 3,
    });
    const a = new RuntimeTensor('uint8', Uint8Array.of(255, 255, 255, 255), [1, 4]);
    const { sum } = await session.run({ a });
    await session.release();
    return Number(sum?.data[0]) === 4 * 255 * 127;
  })();
  return bytesAddUpOnce;
}

async function runSession(
  session: InferenceSession,
  feeds: Readonly<Record<string, Tensor>>,
  outputs: readonly string[],
): Promise<Readonly<Record<string, Tensor>>> {
  const values: Record<string, RuntimeTensor> = {};
  for (const name in feeds) values[name] = toRuntime(feeds[name] as Tensor);
  // The types of the outputs are those of `Tensor`: the manifest names no others.
  return (await session.run(values, outputs)) as unknown as Record<string, Tensor>;
}

/** What came out of a session goes back in as it is; only the engine's own arrays are wrapped. */
function toRuntime(tensor: Tensor): RuntimeTensor {
  if (tensor instanceof RuntimeTensor) return tensor;
  return new RuntimeTensor(tensor.type, tensor.data, tensor.dims);
}

function checkNames(id: string, file: string, names: GraphNames, session: InferenceSession): void {
  const missing = [
    ...names.inputs.filter((name) => !session.inputNames.includes(name)),
    ...names.outputs.filter((name) => !session.outputNames.includes(name)),
  ];
  const unfed = session.inputNames.filter((name) => !names.inputs.includes(name));
  if (missing.length + unfed.length === 0) return;
  throw unsupported(
    id,
    file,
    `missing: ${missing.join(', ') || 'none'}; not fed: ${unfed.join(', ') || 'none'}`,
  );
}

function unsupported(id: string, file: string, detail: string): ParolaError {
  return new ParolaError(
    'model-unsupported',
    `${file} of model ${id} cannot be run by this version of Parola; install another version of it`,
    detail,
  );
}
