/**
 * Starting the inference process. Everything above this file knows a process only as a `WorkerHandle`,
 * so that plain Node (`child_process.fork`) and Electron (`utilityProcess`) run the same code.
 */
import { fork } from 'node:child_process';
import type { WorkerEvent, WorkerRequest } from './worker/protocol.ts';

/** One running inference process. */
export interface WorkerHandle {
  readonly pid: number | undefined;
  send(request: WorkerRequest): void;
  onEvent(listener: (event: WorkerEvent) => void): void;
  /** What it prints, on either stream. */
  onOutput(listener: (text: string) => void): void;
  /** Called once; `reason` is for people ("exit code 134", "signal SIGKILL"). */
  onExit(listener: (reason: string) => void): void;
  /** At once, whatever it is doing (SIGKILL). */
  kill(): void;
}

/** Starts the program at `modulePath` (the worker, or a model's converter). */
export type Launch = (modulePath: string, args?: readonly string[]) => WorkerHandle;

/** Variables that an inference process may see; the rest (NODE_OPTIONS, proxies, secrets) is not its business. */
const allowedVariables =
  /^(PATH|HOME|USER|LANG|LC_\w+|TZ|TMPDIR|TMP|TEMP|SystemRoot|windir|USERPROFILE|APPDATA|LOCALAPPDATA|PAROLA_\w+|VK_ICD_FILENAMES)$/;

/** The environment for an inference process: an allow-list of ours, so nothing unforeseen changes what it does. */
export function workerEnvironment(environment: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const scrubbed: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    if (value !== undefined && allowedVariables.test(name)) scrubbed[name] = value;
  }
  return scrubbed;
}

/** Plain Node's launcher. Flags of this process (a TypeScript loader, say) are passed on. */
export function forkWorker(workerPath: string): WorkerHandle {
  const child = fork(workerPath, [], {
    env: workerEnvironment(),
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  return {
    pid: child.pid,
    send(request) {
      // A send to a process that has just died fails; its exit event tells the story.
      if (child.connected) child.send(request, ignoreSendFailure);
    },
    onEvent: (listener) => void child.on('message', (event) => listener(event as WorkerEvent)),
    onOutput(listener) {
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8').on('data', listener);
      }
    },
    onExit(listener) {
      child.once('error', (error) => listener(error.message));
      child.once('exit', (code, signal) =>
        listener(signal === null ? `exit code ${code}` : `signal ${signal}`),
      );
    },
    kill: () => void child.kill('SIGKILL'),
  };
}

function ignoreSendFailure(): void {}
