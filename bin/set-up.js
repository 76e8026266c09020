/**
 * Makes a fresh checkout ready to run: dependencies, bundles, default models. Each step is skipped when
 * it has been done, so calling this again takes a moment and no network. Plain JavaScript without
 * imports from outside Node, because it runs before anything is installed. Says everything on standard
 * error.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const oldestNode = 20;

/** A step of the set-up that failed; the message says what to do. */
export class SetUpError extends Error {}

/** Installs what package-lock.json names, unless it is there already, and builds what has changed. */
export async function ensureBuilt() {
  if (Number.parseInt(process.versions.node, 10) < oldestNode) {
    throw new SetUpError(`Parola needs Node ${oldestNode} or newer; this is ${process.versions.node}.`);
  }
  if (!areDependenciesInstalled()) {
    say('Installing what Parola needs (npm ci)…');
    const npm = npmCommand();
    const code = await run(
      npm.command,
      [...npm.prefix, 'ci', '--no-audit', '--no-fund', '--loglevel=error'],
      {
        // Otherwise ONNX Runtime's install step fetches a GPU library that Parola does not use.
        ONNXRUNTIME_NODE_INSTALL: 'skip',
      },
    );
    if (code !== 0) throw new SetUpError(`npm ci failed with exit code ${code}; what it said is above.`);
  }
  const { build } = await import('../scripts/build.mjs');
  try {
    if ((await build()).built) say('Built.');
  } catch (error) {
    throw new SetUpError(`The build failed: ${error.message}`);
  }
}

/** Fetches the default models that are missing, with a progress bar on a terminal. */
export async function ensureDefaultModels() {
  const cli = path.join(root, 'dist', 'cli.cjs');
  const code = await run(process.execPath, [cli, 'models', 'install-defaults']);
  if (code !== 0) throw new SetUpError('A model could not be installed; the reason is above.');
}

/** One line for people. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs a program to its end with its output on our standard error, passing on the signals that would
 * end us. Resolves to its exit code; a signal counts as 128 and its number, as in a shell.
 */
async function run(command, args, environment = {}) {
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ...environment },
  });
  let asked = null;
  const passOn = (signal) => {
    asked = signal;
    child.kill(signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, passOn);
  const code = await new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new SetUpError(`${command} cannot be started: ${error.message}`)));
    child.once('exit', (exitCode, signal) => resolve(exitCode ?? exitCodeOf(signal)));
  });
  for (const signal of signals) process.off(signal, passOn);
  if (asked !== null) process.exit(exitCodeOf(asked));
  return code;
}

export function exitCodeOf(signal) {
  return 128 + (os.constants.signals[signal] ?? 0);
}

/** npm as the one that started us, or the one on the path. */
function npmCommand() {
  const script = process.env.npm_execpath;
  if (script?.endsWith('.js')) return { command: process.execPath, prefix: [script] };
  return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', prefix: [] };
}

/** Does node_modules hold what the lock file names? Optional packages of other platforms may be absent. */
function areDependenciesInstalled() {
  try {
    const wanted = packagesOf('package-lock.json');
    const installed = packagesOf('node_modules/.package-lock.json');
    return Object.entries(wanted).every(
      ([name, entry]) =>
        name === '' || entry.optional || entry.devOptional || installed[name]?.version === entry.version,
    );
  } catch {
    return false;
  }
}

function packagesOf(lockFile) {
  return JSON.parse(readFileSync(path.join(root, lockFile), 'utf8')).packages;
}
