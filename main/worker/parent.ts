/** The line to the parent process, whichever kind of process this is. */
import type { WorkerEvent, WorkerRequest } from './protocol.ts';

export interface Parent {
  send(event: WorkerEvent): void;
}

/** What Electron gives a utility process as `process.parentPort`. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(name: 'message', listener: (event: { data: unknown }) => void): void;
}

/** Connects, and ends this process when the parent is gone: an orphan would hold memory for nobody. */
export function connectParent(onRequest: (request: WorkerRequest) => void): Parent {
  const port = (process as { parentPort?: ParentPort }).parentPort;
  if (port !== undefined && port !== null) {
    port.on('message', (event) => onRequest(event.data as WorkerRequest));
    return { send: (event) => port.postMessage(event) };
  }
  process.on('message', (request) => onRequest(request as WorkerRequest));
  process.on('disconnect', () => process.exit(0));
  // A terminal's Ctrl-C reaches the whole group; the parent decides when this process ends.
  process.on('SIGINT', () => {});
  return { send: (event) => void process.send?.(event) };
}
