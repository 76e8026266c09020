/**
 * What computes each graph of each model: the processor, or a provider (a graphics processor, mostly)
 * that proved itself on this machine. Verdicts are found in throw-away processes and kept in
 * `HOME/providers.json`; here they become a choice.
 */
import type { EncoderDecoderGraphs } from '../models/schema.ts';
import type { ProvidersView } from '../preload/contract.ts';
import { forkWorker, type Launch } from './launch.ts';
import { catalogue, installedModel } from './models.ts';
import { listProviders, tryProvider } from './providers-trial.ts';
import {
  isUsed,
  type Outcome,
  readVerdicts,
  verdictKey,
  verdictView,
  writeVerdicts,
} from './providers-verdicts.ts';
import type {
  InstalledModel,
  ProviderChoice,
  SummaryModels,
  WorkerEvent,
  WorkerRequest,
} from './worker/protocol.ts';

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
  /** Settles when the installed models are known, and with them the view. */
  readonly ready: Promise<void>;
  view(): ProvidersView;
  /**
   * Tries what this machine has with every installed model, one throw-away process after the other;
   * resolves when all is known. `anew` forgets what was known. A second call waits for the first.
   */
  test(options?: { readonly anew?: boolean }): Promise<void>;
  /** Ends a test under way. */
  close(): void;
}

export interface ProvidersOptions {
  readonly home: string;
  readonly workerPath: string;
  readonly launch?: Launch;
  /** `auto`, `cpu` or a provider's name, asked each time. */
  readonly wanted: () => string;
  /** The view has changed; what is chosen may have changed with it. */
  readonly onChange?: () => void;
  /** For tests: what is installed, and how long a process may take to answer. */
  readonly models?: () => Promise<readonly RunnableModel[]>;
  readonly timeoutSeconds?: number;
}

export type RunnableModel = InstalledModel<EncoderDecoderGraphs>;

const graphs = ['encoder', 'decoder'] as const;

/** Reads what is known; nothing is tried before `test`. */
export function createProviders(options: ProvidersOptions): Providers {
  const { home, launch = forkWorker, onChange = () => {} } = options;
  let { available, verdicts } = readVerdicts(home);
  let models: readonly RunnableModel[] = [];
  let testing: Promise<void> | null = null;
  const stopping = new AbortController();
  const { signal } = stopping;
  const { wanted } = options;
  const outcomeOf = (model: RunnableModel, graph: keyof ProviderChoice, provider: string) =>
    verdicts[verdictKey(model, graph, provider)];
  const learn = (model: RunnableModel, graph: keyof ProviderChoice, provider: string, outcome: Outcome) => {
    verdicts = { ...verdicts, [verdictKey(model, graph, provider)]: outcome };
    writeVerdicts(home, { available: [...available], verdicts });
    onChange();
  };
  const best = (model: RunnableModel, graph: keyof ProviderChoice) =>
    chosenProvider(wanted(), available, (provider) => outcomeOf(model, graph, provider));
  const readModels = options.models ?? (() => installedModels(home));
  const ready = readModels().then((found) => {
    models = found;
  }, ignore);
  const tryAll = async (anew: boolean) => {
    const trial = { ...options, launch, signal };
    models = await readModels();
    available = [...(await listProviders(trial))];
    if (anew) verdicts = {};
    for (const [model, graph, provider] of questions(models, available)) {
      if (signal.aborted) return;
      if (outcomeOf(model, graph, provider) !== undefined) continue;
      const outcome = await tryProvider(model, graph, provider, trial);
      if (outcome !== null) learn(model, graph, provider, outcome);
    }
    writeVerdicts(home, { available: [...available], verdicts });
  };
  return {
    ready,
    choose(model) {
      if (!models.some(({ id }) => id === model.id)) models = [...models, model];
      const choice = { encoder: best(model, 'encoder'), decoder: best(model, 'decoder') };
      return choice.encoder === 'cpu' && choice.decoder === 'cpu' ? undefined : choice;
    },
    failed({ model: id, graph, provider, reason }) {
      const model = models.find((one) => one.id === id);
      if (model !== undefined) learn(model, graph, provider, { kind: 'failed', detail: reason });
    },
    view: () => ({
      available,
      testing: testing !== null,
      verdicts: questions(models, available).flatMap(([model, graph, provider]) => {
        const outcome = outcomeOf(model, graph, provider);
        if (outcome === undefined) return [];
        return [verdictView(model.id, graph, provider, outcome, best(model, graph) === provider)];
      }),
    }),
    async test({ anew = false } = {}) {
      const before = testing;
      const mine = (before ?? Promise.resolve()).then(() => tryAll(anew));
      testing = mine;
      onChange();
      try {
        await mine;
      } finally {
        if (testing === mine) testing = null;
        onChange();
      }
    },
    close: () => stopping.abort(),
  };
}

/** What cannot be read now is read again before it is tried. */
function ignore(): void {}

/** What the user wants: the environment's word before the settings'. */
export function wantedProvider(setting: string, environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment.PAROLA_PROVIDER;
  return named === undefined || named === '' ? setting : named;
}

/** The fastest that is right for `auto`; the one that is named where it is right; else the processor. */
function chosenProvider(
  wanted: string,
  available: readonly string[],
  outcomeOf: (provider: string) => Outcome | undefined,
): string {
  const candidates = wanted === 'auto' ? available.filter((name) => name !== 'cpu') : [wanted];
  let best = 'cpu';
  let bestSpeedup = 0;
  for (const provider of candidates) {
    const outcome = outcomeOf(provider);
    if (outcome?.kind !== 'right' || !isUsed(outcome, wanted !== 'auto')) continue;
    if (outcome.speedup > bestSpeedup) [best, bestSpeedup] = [provider, outcome.speedup];
  }
  return best;
}

function questions(
  models: readonly RunnableModel[],
  available: readonly string[],
): [RunnableModel, keyof ProviderChoice, string][] {
  const others = available.filter((name) => name !== 'cpu');
  return models.flatMap((model) =>
    others.flatMap((provider) =>
      graphs.map((graph): [RunnableModel, keyof ProviderChoice, string] => [model, graph, provider]),
    ),
  );
}

/** Those with an encoder and a decoder; the others are too small to gain anything, or a library runs them. */
async function installedModels(home: string): Promise<RunnableModel[]> {
  const found = await Promise.all(catalogue().map(({ id }) => installedModel(home, id)));
  return found.filter((model): model is RunnableModel => model?.graphs.kind === 'encoder-decoder');
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
    case 'summarize':
      return { ...request, models: withEach(request.models, chosen) };
    case 'warm':
    case 'transcribe-file':
    case 'live-start':
      return { ...request, models: { ...request.models, speech: chosen(request.models.speech) } };
  }
}

function withEach(
  models: SummaryModels,
  chosen: <Model extends InstalledModel<EncoderDecoderGraphs>>(model: Model) => Model,
): SummaryModels {
  if (models.kind === 'written') return { ...models, writer: chosen(models.writer) };
  return { ...models, cleaner: chosen(models.cleaner), chooser: chosen(models.chooser) };
}

/** The models of `request` whose graphs run on a provider: those that a crash is put down to. */
export function modelsOnProviders(request: WorkerRequest): InstalledModel<EncoderDecoderGraphs>[] {
  if (!('models' in request)) return [];
  const { models } = request;
  const all = 'steps' in models ? models.steps.map(({ model }) => model) : [];
  if ('speech' in models) all.push(models.speech);
  if ('captioner' in models) all.push(models.captioner);
  if ('writer' in models) all.push(models.writer);
  if ('cleaner' in models) all.push(models.cleaner, models.chooser);
  return all.filter(({ providers }) => providers !== undefined);
}
