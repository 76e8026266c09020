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
import { workerEnvironment } from '../launch.ts';
import { cancelled } from './http.ts';

/** How a converter process ended; `output` is the end of what it printed. */
export interface ConverterEnd {
  readonly succeeded: boolean;
  /** "exit code 1", "signal SIGKILL". */
  readonly reason: string;
  readonly output: string;
}

/** Runs the program at `modulePath` to its end; `signal` ends it at once. Electron gives one that uses a utility process. */
export type RunConverter = (
  modulePath: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
) => Promise<ConverterEnd>;

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

/** Plain Node's way; flags of this process (a TypeScript loader, say) are passed on. */
export const forkConverter: RunConverter = (modulePath, args, signal) =>
  new Promise((resolve, reject) => {
    const loader =
      modulePath.endsWith('.ts') && process.execArgv.length === 0 ? ['--import', 'tsx'] : process.execArgv;
    const child = fork(modulePath, [...args], {
      env: workerEnvironment(),
      execArgv: loader,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let output = '';
    const keep = (text: string) => {
      output = (output + text).slice(-keptOutputCharacters);
    };
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    const stop = () => void child.kill('SIGKILL');
    if (signal?.aborted === true) stop();
    signal?.addEventListener('abort', stop, { once: true });
    child.once('error', reject);
    child.once('close', (code, killed) => {
      signal?.removeEventListener('abort', stop);
      const reason = killed === null ? `exit code ${code}` : `signal ${killed}`;
      resolve({ succeeded: code === 0, reason, output });
    });
  });

/** Beside the bundle, or the source itself when nothing is bundled. */
function converterPath(): string {
  const here = fileURLToPath(import.meta.url);
  if (here.endsWith('.ts')) return path.resolve(path.dirname(here), '../../models/convert.ts');
  return path.join(path.dirname(here), 'convert.cjs');
}
