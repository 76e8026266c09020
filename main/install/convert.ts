/**
 * Makes the files of a model that are made on this machine, in a process of its own: rewriting a graph
 * takes memory and time, and what it reads came from the network.
 */
import { fork } from 'node:child_process';
import { lstat, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Manifest } from '../../models/schema.ts';
import { ParolaError } from '../errors.ts';
import { type WorkerHandle, workerEnvironment } from '../launch.ts';
import { cancelled } from './http.ts';

/** How a converter process ended; `output` is the end of what it printed. */
export interface ConverterEnd {
  readonly succeeded: boolean;
  /** "exit code 1", "signal SIGKILL". */
  readonly reason: string;
  readonly output: string;
}

/** Runs the program at `modulePath` to its end; `signal` ends it at once. */
export type RunConverter = (
  modulePath: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
) => Promise<ConverterEnd>;

/** Starts a program; Electron gives one that uses a utility process. */
export type StartProcess = (
  modulePath: string,
  args: readonly string[],
) => Pick<WorkerHandle, 'onOutput' | 'onExit' | 'kill'>;

const keptOutputCharacters = 4000;

/**
 * Makes the conversion's files in `target` from the fetched ones in `source`.
 * @throws ParolaError install-failed, cancelled
 */
export async function convert(
  { id, conversion }: Pick<Manifest, 'id' | 'conversion'>,
  source: string,
  target: string,
  signal: AbortSignal | undefined,
  run: RunConverter,
): Promise<void> {
  if (conversion === undefined) return;
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { mode: 0o700 });
  const args = [conversion.converter, String(conversion.version), source, target];
  const end = await run(converterPath(), args, signal);
  if (signal?.aborted === true) throw cancelled();
  if (!end.succeeded) {
    const why = end.output.trim().split('\n').pop() ?? '';
    if (/ENOSPC|EDQUOT/.test(end.output)) throw Object.assign(new Error(why), { code: 'ENOSPC' });
    throw new ParolaError(
      'install-failed',
      `${id} was fetched but could not be made ready (${why === '' ? end.reason : why}); run the installation again`,
      `${end.reason}\n${end.output}`,
    );
  }
  for (const name of conversion.files) {
    const about = await lstat(path.join(target, name)).catch(() => null);
    if (about === null || !about.isFile() || about.size === 0) {
      throw new ParolaError('install-failed', `${id} was fetched but its conversion made no ${name}`);
    }
  }
}

/** A way to run converters, made from a way to start a process. */
export function converterIn(start: StartProcess): RunConverter {
  return (modulePath, args, signal) =>
    new Promise((resolve) => {
      const child = start(modulePath, args);
      let output = '';
      child.onOutput((text) => {
        output = (output + text).slice(-keptOutputCharacters);
      });
      const stop = () => child.kill();
      signal?.addEventListener('abort', stop, { once: true });
      if (signal?.aborted === true) stop();
      child.onExit((reason) => {
        signal?.removeEventListener('abort', stop);
        resolve({ succeeded: reason === 'exit code 0', reason, output });
      });
    });
}

/** Plain Node's way; flags of this process (a TypeScript loader, say) are passed on. */
export const forkConverter = converterIn((modulePath, args) => {
  const fromSource = modulePath.endsWith('.ts') && process.execArgv.length === 0;
  const child = fork(modulePath, [...args], {
    env: workerEnvironment(),
    execArgv: fromSource ? ['--import', 'tsx'] : process.execArgv,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  return {
    onOutput(listener) {
      for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', listener);
    },
    onExit(listener) {
      child.once('error', (error) => listener(error.message));
      // Not `exit`: what it printed last may still be on its way.
      child.once('close', (code, signal) =>
        listener(signal === null ? `exit code ${code}` : `signal ${signal}`),
      );
    },
    kill: () => void child.kill('SIGKILL'),
  };
});

/** Beside the bundle, or the source itself when nothing is bundled. */
export function converterPath(): string {
  const here = fileURLToPath(import.meta.url);
  if (here.endsWith('.ts')) return path.resolve(path.dirname(here), '../../models/convert.ts');
  return path.join(path.dirname(here), 'convert.cjs');
}
