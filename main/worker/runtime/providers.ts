/**
 * A graph computes where its request says; should that fail, when it is opened or at any later run, the
 * very same call is made again on the processor, and the parent is told so that it is remembered.
 */
import type { Tensor } from '../decode/tensor.ts';
import type { WorkerEvent } from '../protocol.ts';
import type { Session } from './session.ts';

/** A session that says what it computes on at the moment. */
export interface ProvidedSession extends Session {
  readonly provider: string;
}

export type ProviderFailure = Omit<Extract<WorkerEvent, { kind: 'provider-failed' }>, 'kind'>;

let listener: (failure: ProviderFailure) => void = () => {};

/** Whom to tell of every failure in this process: it has one parent. */
export function onProviderFailed(tell: (failure: ProviderFailure) => void): void {
  listener = tell;
}

export function tellFailure(failure: ProviderFailure): void {
  listener(failure);
}

/** What `sessions` compute on, each named once: "cpu", "webgpu + cpu". */
export function providersOf(sessions: readonly ProvidedSession[]): string {
  return [...new Set(sessions.map(({ provider }) => provider))].join(' + ') || 'cpu';
}

/**
 * A session on `provider`, and on the processor from the moment that fails. What the processor cannot do
 * either is not put down to the provider.
 * @param onFailed called at most once, when the processor has done what the provider could not
 * @throws whatever `open` throws for the processor
 */
export async function openWithFallback(
  provider: string,
  open: (provider: string) => Promise<Session>,
  onFailed: (reason: string) => void,
): Promise<ProvidedSession> {
  let current = provider;
  let session: Session;
  const goOn = (next: Session, error: unknown): void => {
    session = next;
    current = 'cpu';
    onFailed(error instanceof Error ? error.message : String(error));
  };
  try {
    session = await open(provider);
  } catch (error) {
    if (provider === 'cpu') throw error;
    goOn(await open('cpu'), error);
  }
  return {
    async run(feeds, wanted) {
      const failing = session;
      try {
        const outputs = await failing.run(feeds, wanted);
        if (current !== 'cpu') checkNumbers(outputs);
        return outputs;
      } catch (error) {
        if (current === 'cpu') throw error;
        const processor = await open('cpu');
        // The state lies in ordinary memory, so the processor can go on with it in the middle of a sentence.
        const outputs = await processor.run(feeds, wanted);
        goOn(processor, error);
        await failing.dispose().catch(() => undefined);
        return outputs;
      }
    },
    dispose: () => session.dispose(),
    get provider() {
      return current;
    },
  };
}

/** A device that was lost may answer with nonsense rather than with an error. */
function checkNumbers(outputs: Readonly<Record<string, Tensor>>): void {
  for (const name in outputs) {
    const { type, data } = outputs[name] as Tensor;
    if (type === 'float32' && data.some(Number.isNaN)) throw new Error(`${name} holds what is no number`);
  }
}
