/** Questions that may kill whoever answers them, each asked of an inference process of its own. */
import type { EncoderDecoderGraphs } from '../models/schema.ts';
import { fromErrorData, ParolaError } from './errors.ts';
import type { Launch } from './launch.ts';
import type { Outcome } from './providers-verdicts.ts';
import type { InstalledModel, ProviderChoice, WorkerEvent, WorkerRequest } from './worker/protocol.ts';

export interface TrialOptions {
  readonly launch: Launch;
  readonly workerPath: string;
  /** A process that has not answered by then hangs. */
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
}

const defaultTimeoutSeconds = 60;

/** What the runtime carries with it here; only `cpu` where it cannot even be asked. */
export async function listProviders(options: TrialOptions): Promise<readonly string[]> {
  const end = await ask({ kind: 'list-providers' }, options);
  return end.kind === 'answer' && end.event.kind === 'providers' ? end.event.names : ['cpu'];
}

/** Null where it was not found out: it was stopped, or the processor cannot run the model either. */
export async function tryProvider(
  model: InstalledModel<EncoderDecoderGraphs>,
  graph: keyof ProviderChoice,
  provider: string,
  options: TrialOptions,
): Promise<Outcome | null> {
  const end = await ask({ kind: 'try-provider', model, graph, provider }, options);
  switch (end.kind) {
    case 'answer':
      return end.event.kind === 'provider-tried' ? end.event.finding : null;
    case 'crashed':
    case 'hung':
      return end;
    case 'stopped':
      return null;
  }
}

/**
 * Runs a model for the first time.
 * @throws ParolaError model-unsupported, model-corrupt; `cancelled`
 */
export async function tryModel(
  model: InstalledModel<EncoderDecoderGraphs>,
  options: TrialOptions,
): Promise<void> {
  const end = await ask({ kind: 'try-model', model }, options);
  if (end.kind === 'stopped') throw new ParolaError('cancelled', 'stopped');
  if (end.kind !== 'answer') {
    throw new ParolaError(
      'model-unsupported',
      `the model ${end.kind === 'hung' ? 'does not answer' : 'brings the program down'} when it is run; take another export of it`,
      end.detail,
    );
  }
  if (end.event.kind === 'model-tried' && end.event.error !== null) throw fromErrorData(end.event.error);
}

type End =
  | { readonly kind: 'answer'; readonly event: WorkerEvent }
  | { readonly kind: 'crashed' | 'hung'; readonly detail: string }
  | { readonly kind: 'stopped' };

/** Starts a process, asks it, and ends it for good whatever it says. */
function ask(request: WorkerRequest, options: TrialOptions): Promise<End> {
  const { launch, workerPath, timeoutSeconds = defaultTimeoutSeconds, signal } = options;
  if (signal?.aborted) return Promise.resolve({ kind: 'stopped' });
  return new Promise((resolve) => {
    const handle = launch(workerPath);
    const settle = (end: End): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
      resolve(end);
      handle.kill();
    };
    const stop = (): void => settle({ kind: 'stopped' });
    const timer = setTimeout(
      () => settle({ kind: 'hung', detail: `no answer in ${timeoutSeconds} seconds` }),
      timeoutSeconds * 1000,
    );
    signal?.addEventListener('abort', stop, { once: true });
    // A process that prints must be read, or it waits for a reader.
    handle.onOutput(() => {});
    handle.onEvent((event) => {
      if (event.kind !== 'hello') settle({ kind: 'answer', event });
    });
    handle.onExit((reason) => settle({ kind: 'crashed', detail: reason }));
    handle.send(request);
  });
}
