/** Runs `parola` as a user does, through its launcher, with the models of the test run. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const launcher = fileURLToPath(new URL('../bin/parola.js', import.meta.url));
export const fixtures = fileURLToPath(new URL('./fixtures', import.meta.url));
export const speech = path.join(fixtures, 'speech');

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts `parola` with `args` and `input` (none: nothing to read); `ended` settles with everything it said. */
export function startParola(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  input?: string | Uint8Array,
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [launcher, ...args], {
    env: { ...process.env, ...environment },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  // A command that ends before it has read everything closes the pipe.
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
    stdout += piece;
  });
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    stderr += piece;
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
  return { child, ended };
}

/** Runs `parola` with `args` to its end. */
export function parola(
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  input?: string | Uint8Array,
): Promise<Ended> {
  return startParola(args, environment, input).ended;
}

/** Words only, in lower case: how a sentence is compared where the model may choose the punctuation. */
export function wordsOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9' ]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}
