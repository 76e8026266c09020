/**
 * What computes each graph of each model: the processor, or a provider (a graphics processor, mostly)
 * that proved itself on this machine. Verdicts are found in throw-away processes and kept in
 * `HOME/providers.json`; here they become a choice.
 */
import type { EncoderDecoderGraphs } from '../models/schema.ts';
import type { ProvidersView } from '../preload/contract.ts';
import type { InstalledModel, ProviderChoice, WorkerEvent, WorkerRequest } from './worker/protocol.ts';

/** What a worker tells of a provider that failed at work. */
export type ProviderFailure = Pick<
  Extract<WorkerEvent, { kind: 'provider-failed' }>,
  'model' | 'graph' | 'provider' | 'reason'
>;

/** What the inference pool needs: it asks at every request, so that a job done again after a crash asks anew. */
export interface ProviderChooser {
  /** Undefined where all runs on the processor. */
  choose(model: InstalledModel<EncoderDecoderGraphs>): ProviderChoice | undefined;
  /** Remembers it, so that the provider is not asked again for this graph. */
  failed(failure: ProviderFailure): void;
}

export interface Providers extends ProviderChooser {
  view(): ProvidersView;
  /**
   * Tries what this machine has with every installed model, one throw-away process after the other;
   * resolves when all is known. `anew` forgets what was known.
   */
  test(options?: { readonly anew?: boolean }): Promise<void>;
  /** Ends a test under way. */
  close(): void;
}

/** `request` with what computes each of its models written into it. */
export function onProviders(
  request: WorkerRequest,
  choose: ProviderChooser['choose'] | undefined,
): WorkerRequest {
  if (choose === undefined || !('models' in request)) return request;
  const chosen = <Model extends InstalledModel<EncoderDecoderGraphs>>(model: Model): Model => {
    const providers = choose(model);
    return providers === undefined ? model : { ...model, providers };
  };
  switch (request.kind) {
    case 'translate':
    case 'suggest': {
      const steps = request.models.steps.map((step) => ({ ...step, model: chosen(step.model) }));
      return { ...request, models: { ...request.models, steps } };
    }
    case 'describe':
      return { ...request, models: { ...request.models, captioner: chosen(request.models.captioner) } };
    case 'warm':
    case 'transcribe-file':
    case 'live-start':
      return { ...request, models: { ...request.models, speech: chosen(request.models.speech) } };
  }
}

/** The models of `request` whose graphs run on a provider: those that a crash is put down to. */
export function modelsOnProviders(request: WorkerRequest): InstalledModel<EncoderDecoderGraphs>[] {
  if (!('models' in request)) return [];
  const { models } = request;
  const all = 'steps' in models ? models.steps.map(({ model }) => model) : [];
  if ('speech' in models) all.push(models.speech);
  if ('captioner' in models) all.push(models.captioner);
  return all.filter(({ providers }) => providers !== undefined);
}
