/**
 * One inference process from birth to end: notices when it falls silent while it works, keeps its last
 * output for the report, and ends it politely first and surely afterwards.
 */
import type { Launch, WorkerHandle } from './launch.ts';
import type { WorkerEvent, WorkerRequest } from './worker/protocol.ts';

/** Enough of the output to see why a process died. */
const keptOutputCharacters = 4000;
const startSeconds = 60;

export interface WorkerProcessListeners {
  readonly onEvent: (event: WorkerEvent) => void;
  /** Once, when the process is gone. */
  readonly onExit: (end: ProcessEnd) => void;
}

export interface ProcessEnd {
  /** False after `end()` or `kill('asked')`: then it is no crash, whatever the exit code. */
  readonly unexpected: boolean;
  readonly hung: boolean;
  /** For people: "exit code 134", "signal SIGKILL". */
  readonly reason: string;
  /** What it printed last. */
  readonly output: string;
}

export interface WorkerProcess {
  readonly pid: number | undefined;
  send(request: WorkerRequest): void;
  /** While true, silence longer than the limit kills the process. */
  setBusy(busy: boolean): void;
  /** Says `bye`, and kills what is still there after `graceMilliseconds`. */
  end(graceMilliseconds: number): Promise<void>;
  /** Ends it now; not a crash. */
  kill(): Promise<void>;
}

/** Starts a process; `silenceSeconds` without any message while it is busy counts as hung. */
export function startWorkerProcess(
  launch: Launch,
  workerPath: string,
  silenceSeconds: number,
  listeners: WorkerProcessListeners,
): WorkerProcess {
  const handle = launch(workerPath);
  const watch = watchSilence(silenceSeconds, () => {
    hung = true;
    handle.kill();
  });
  let output = '';
  let hung = false;
  let asked = false;
  let announceExit: () => void = () => {};
  const exited = new Promise<void>((resolve) => {
    announceExit = resolve;
  });
  handle.onOutput((text) => {
    output = (output + text).slice(-keptOutputCharacters);
  });
  handle.onEvent((event) => {
    watch.sign();
    listeners.onEvent(event);
  });
  let gone = false;
  handle.onExit((reason) => {
    if (gone) return;
    gone = true;
    watch.stop();
    announceExit();
    listeners.onExit({ unexpected: !asked, hung, reason, output });
  });
  return {
    pid: handle.pid,
    send: (request) => handle.send(request),
    setBusy: (busy) => watch.set(busy),
    async end(graceMilliseconds) {
      asked = true;
      handle.send({ kind: 'bye' });
      await endWithin(handle, exited, graceMilliseconds);
    },
    async kill() {
      asked = true;
      handle.kill();
      await exited;
    },
  };
}

async function endWithin(
  handle: WorkerHandle,
  exited: Promise<void>,
  graceMilliseconds: number,
): Promise<void> {
  const timer = setTimeout(() => handle.kill(), graceMilliseconds);
  await exited;
  clearTimeout(timer);
}

interface SilenceWatch {
  sign(): void;
  set(busy: boolean): void;
  stop(): void;
}

/** Counts ticks rather than the clock, so that a computer waking from sleep does not look like a hang. */
function watchSilence(seconds: number, onSilence: () => void): SilenceWatch {
  let quiet = 0;
  let busy = false;
  // Until its first sign it is being loaded, which on a busy machine takes its time.
  let limit = Math.max(seconds, startSeconds);
  const ticksPerSecond = 4;
  const timer = setInterval(() => {
    quiet = busy ? quiet + 1 : 0;
    if (quiet <= limit * ticksPerSecond) return;
    clearInterval(timer);
    onSilence();
  }, 1000 / ticksPerSecond);
  timer.unref();
  return {
    sign: () => {
      quiet = 0;
      limit = seconds;
    },
    set: (value) => {
      if (value !== busy) quiet = 0;
      busy = value;
    },
    stop: () => clearInterval(timer),
  };
}
