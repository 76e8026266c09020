/**
 * The inference process: takes requests, answers with events, and never throws across the boundary.
 * The same program runs under `child_process.fork` and Electron's `utilityProcess`.
 */
import { toErrorData } from '../errors.ts';
import { describePictures, type SeeingLoaders } from './jobs/describe.ts';
import {
  createLiveInput,
  type LiveInput,
  listenLive,
  loadForListening,
  transcribeFile,
  usualThreads,
} from './jobs/listen.ts';
import { createLoader, type RunningJob, runJob } from './jobs/running.ts';
import { summarizeTexts } from './jobs/summarize.ts';
import { suggest, translateTexts } from './jobs/translate.ts';
import { connectParent } from './parent.ts';
import type { Heard, ListeningModels, WorkerRequest } from './protocol.ts';
import { onProviderFailed } from './runtime/providers.ts';
import { listProviders } from './runtime/session.ts';
import { tryProvider } from './runtime/trial.ts';
import { tryModel } from './tasks/first-run.ts';
import type { Listening } from './tasks/listening.ts';
import type { Summarizer } from './tasks/summarize.ts';
import type { TranslationEngine } from './tasks/translate.ts';

const running = new Map<string, RunningJob>();
const liveInputs = new Map<string, LiveInput>();
let leaving = false;

const parent = connectParent(handle);
const listening = createLoader<Listening>();
const translation = createLoader<TranslationEngine>();
const summarizing = createLoader<Summarizer>();
const seeing: SeeingLoaders = { captioner: createLoader(), reader: createLoader() };
onProviderFailed((failure) => parent.send({ kind: 'provider-failed', ...failure }));
parent.send({ kind: 'hello', runtime: `node ${process.versions.node}` });

function handle(request: WorkerRequest): void {
  switch (request.kind) {
    case 'warm':
      void warm(request.models);
      break;
    case 'transcribe-file':
      run(request.job, (job) => transcribeFile(listening, request, job));
      break;
    case 'live-start': {
      const input = createLiveInput();
      liveInputs.set(request.job, input);
      run(request.job, (job) => listenLive(listening, request, job, input));
      break;
    }
    case 'live-audio':
      liveInputs.get(request.job)?.push(request.samples);
      break;
    case 'live-stop':
      liveInputs.get(request.job)?.stop();
      break;
    case 'translate':
      run(request.job, (job) => translateTexts(translation, request, job));
      break;
    case 'describe':
      run(request.job, (job) => describePictures(seeing, request, job));
      break;
    case 'summarize':
      run(request.job, (job) => summarizeTexts(summarizing, request, job));
      break;
    case 'suggest':
      run(request.job, (job) => suggest(translation, request, job));
      break;
    case 'list-providers':
      parent.send({ kind: 'providers', names: listProviders() });
      break;
    case 'try-provider':
      void answerTrial(request);
      break;
    case 'try-model':
      void tryModel(request.model)
        .then(() => null, toErrorData)
        .then((error) => parent.send({ kind: 'model-tried', error }));
      break;
    case 'cancel':
      running.get(request.job)?.cancel();
      liveInputs.get(request.job)?.stop();
      break;
    case 'bye':
      leaving = true;
      leaveWhenIdle();
  }
}

/** Answered also when the models have been there for long. */
async function warm(models: ListeningModels): Promise<void> {
  try {
    const { provider } = await loadForListening(listening, models, usualThreads);
    parent.send({ kind: 'warmed', provider });
  } catch (error) {
    parent.send({ kind: 'warm-failed', error: toErrorData(error) });
  }
}

async function answerTrial(request: Extract<WorkerRequest, { kind: 'try-provider' }>): Promise<void> {
  const { model, graph, provider } = request;
  try {
    const finding = await tryProvider(model, graph, provider, { threads: usualThreads });
    parent.send({ kind: 'provider-tried', finding });
  } catch (error) {
    // The processor itself cannot run it: that says nothing of the provider.
    parent.send({ kind: 'warm-failed', error: toErrorData(error) });
  }
}

function run(id: string, work: (job: RunningJob) => Promise<Heard | null>): void {
  const job = runJob(id, parent.send, work, () => {
    running.delete(id);
    liveInputs.delete(id);
    leaveWhenIdle();
  });
  running.set(id, job);
}

function leaveWhenIdle(): void {
  // The channel is flushed before the process goes; exiting is not left to the runtime's own clean-up.
  if (leaving && running.size === 0) setImmediate(() => process.exit(0));
}
