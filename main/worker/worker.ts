/**
 * The inference process: takes requests, answers with events, and never throws across the boundary.
 * The same program runs under `child_process.fork` and Electron's `utilityProcess`.
 */
import { cpus } from 'node:os';
import { toErrorData } from '../errors.ts';
import { probeAudio, readAudio } from './input/decode-file.ts';
import { connectParent } from './parent.ts';
import type { ListeningModels, WorkerRequest } from './protocol.ts';
import { type Listening, loadListening } from './tasks/listening.ts';
import { type LiveSession, startLive } from './tasks/live.ts';
import { type Heard, transcribe } from './tasks/transcribe.ts';

interface Running {
  readonly job: string;
  readonly controller: AbortController;
  live: LiveSession | null;
  /** Audio that came while the models were still loading. */
  readonly early: Float32Array[];
  /** Ends the wait of a live job for its last sample. */
  stop: () => void;
  doneSeconds: number;
  totalSeconds: number | null;
}

type Request<Kind extends WorkerRequest['kind']> = Extract<WorkerRequest, { kind: Kind }>;

const heartbeatMilliseconds = 1000;
/** More threads gain nothing with models this small, and take cores from the rest of the computer. */
const usualThreads = Math.min(2, cpus().length);

/** By the speech model's folder: a changed model is installed under a running process only after it ended. */
const loaded = new Map<string, Promise<Listening>>();
const running = new Map<string, Running>();
let leaving = false;

const parent = connectParent(handle);
parent.send({ kind: 'hello', runtime: `node ${process.versions.node}` });

function handle(request: WorkerRequest): void {
  switch (request.kind) {
    case 'warm':
      void warm(request);
      break;
    case 'transcribe-file':
      void run(request.job, (job) => transcribeFile(request, job));
      break;
    case 'live-start':
      void run(request.job, (job) => listenLive(request, job));
      break;
    case 'live-audio':
      pushAudio(request);
      break;
    case 'live-stop':
      running.get(request.job)?.stop();
      break;
    case 'cancel': {
      const job = running.get(request.job);
      job?.controller.abort();
      job?.stop();
      break;
    }
    case 'bye':
      leaving = true;
      leaveWhenIdle();
  }
}

async function warm(request: Request<'warm'>): Promise<void> {
  try {
    const { provider } = await load(request.models, usualThreads, false);
    parent.send({ kind: 'warmed', provider });
  } catch (error) {
    parent.send({ kind: 'warm-failed', error: toErrorData(error) });
  }
}

/** One job from start to its single end, with a sign of life each second. */
async function run(id: string, work: (job: Running) => Promise<Heard>): Promise<void> {
  const job: Running = {
    job: id,
    controller: new AbortController(),
    live: null,
    early: [],
    stop: () => {},
    doneSeconds: 0,
    totalSeconds: null,
  };
  running.set(id, job);
  const heartbeat = setInterval(() => sendProgress(job), heartbeatMilliseconds);
  try {
    const { language, duration } = await work(job);
    if (job.controller.signal.aborted) parent.send({ kind: 'cancelled', job: id });
    else parent.send({ kind: 'done', job: id, language, duration });
  } catch (error) {
    const data = toErrorData(error);
    const isCancel = data.code === 'cancelled' || job.controller.signal.aborted;
    parent.send(isCancel ? { kind: 'cancelled', job: id } : { kind: 'failed', job: id, error: data });
  } finally {
    clearInterval(heartbeat);
    running.delete(id);
    leaveWhenIdle();
  }
}

async function transcribeFile(request: Request<'transcribe-file'>, job: Running): Promise<Heard> {
  const { fromSeconds, path } = request;
  const { signal } = job.controller;
  const { durationSeconds } = await probeAudio(path);
  job.totalSeconds = durationSeconds;
  const listening = await load(request.models, request.threads ?? usualThreads, true);
  return transcribe(listening, readAudio(path, { fromSeconds, signal }), {
    fromSeconds,
    totalSeconds: durationSeconds,
    bare: request.bare === true,
    signal,
    onProgress(doneSeconds, totalSeconds) {
      const isFirst = job.doneSeconds === 0;
      job.doneSeconds = doneSeconds;
      job.totalSeconds = totalSeconds ?? durationSeconds;
      if (isFirst) sendProgress(job);
    },
    onSegment: (segment) => parent.send({ kind: 'segment', job: job.job, segment }),
  });
}

async function listenLive(request: Request<'live-start'>, job: Running): Promise<Heard> {
  const stopped = new Promise<void>((resolve) => {
    job.stop = resolve;
  });
  const listening = await load(request.models, usualThreads, true);
  const live = startLive(listening, {
    fromSeconds: request.fromSeconds,
    signal: job.controller.signal,
    onPartial: (settled, unsettled) => parent.send({ kind: 'partial', job: job.job, settled, unsettled }),
    onSegment: (segment) => parent.send({ kind: 'segment', job: job.job, segment }),
  });
  for (const samples of job.early.splice(0)) live.push(samples);
  job.live = live;
  // A failure ends the job at once, rather than when the speaker has come to an end.
  await Promise.race([stopped, live.finished]);
  return live.stop();
}

function pushAudio(request: Request<'live-audio'>): void {
  const job = running.get(request.job);
  if (job === undefined) return;
  if (job.live === null) job.early.push(request.samples);
  else job.live.push(request.samples);
}

/** Loaded once; a failure is not kept, so that a repaired model can be tried again. */
function load(models: ListeningModels, threads: number, announce: boolean): Promise<Listening> {
  const key = `${models.speech.folder}\n${models.language}`;
  const known = loaded.get(key);
  if (known !== undefined) return known;
  const loading = loadListening(models, { threads });
  loaded.set(key, loading);
  loading.then(
    ({ provider }) => announce && parent.send({ kind: 'warmed', provider }),
    () => loaded.delete(key),
  );
  return loading;
}

function sendProgress({ job, doneSeconds, totalSeconds }: Running): void {
  parent.send({ kind: 'progress', job, doneSeconds, totalSeconds });
}

function leaveWhenIdle(): void {
  // The channel is flushed before the process goes; exiting is not left to the runtime's own clean-up.
  if (leaving && running.size === 0) setImmediate(() => process.exit(0));
}
