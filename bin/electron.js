/** Finding a binary of Electron that can open a window here, fetching it once if need be, and running it. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { missingSystemPackages } from '../scripts/system-packages.mjs';
import { exitCodeOf, root, say } from './set-up.js';

const reachTimeoutMilliseconds = 4000;
/** Electron that cannot start (a sandbox the system forbids, a graphics stack that is not there) ends sooner. */
const startedMilliseconds = 5000;

/**
 * The binary to run, or why there is none.
 * @returns {Promise<{ binary: string, reason?: undefined } | { binary?: undefined, reason: string }>}
 */
export async function findElectron() {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { reason: 'There is no display' };
  }
  const binary = electronOnDisk() ?? (await fetchElectron());
  if (binary === null)
    return { reason: 'Electron’s program cannot be fetched (its release page does not answer)' };
  if (missingLibraries(binary).length === 0) return { binary };
  const packages = missingSystemPackages('window');
  const missing = missingLibraries(binary);
  if (missing.length > 0) {
    const named = packages.length > 0 ? `; on Debian install ${packages.join(' ')}` : '';
    return { reason: `Electron lacks system libraries (${missing.join(', ')}${named})` };
  }
  return { binary };
}

/** Electron where the user says it is, or where npm's package keeps it. */
function electronOnDisk() {
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const folder = given || path.join(root, 'node_modules', 'electron', 'dist');
  const binary = path.join(folder, binaryName());
  return existsSync(binary) ? binary : null;
}

function binaryName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}

/** Lets Electron's own package fetch its binary, once we know that the place answers: it fails with a raw stack. */
async function fetchElectron() {
  const place = process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/';
  try {
    await fetch(place, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(reachTimeoutMilliseconds),
    });
  } catch {
    return null;
  }
  say('Fetching Electron’s program (about 120 MB)…');
  const script = path.join(root, 'node_modules', 'electron', 'install.js');
  const { status } = spawnSync(process.execPath, [script], { cwd: root, stdio: 'ignore' });
  return status === 0 ? electronOnDisk() : null;
}

/** The shared libraries that the loader would not find. */
function missingLibraries(binary) {
  if (process.platform !== 'linux') return [];
  const { stdout } = spawnSync('ldd', [binary], { encoding: 'utf8' });
  return (stdout ?? '')
    .split('\n')
    .filter((line) => line.includes('not found'))
    .map((line) => line.trim().split(' ')[0]);
}

/**
 * Runs the program in the window until it ends. Resolves to its exit code, or to a reason when it ended
 * at once with a failure, which means that it never came up.
 * @returns {Promise<{ code: number, reason?: string }>}
 */
export async function runElectron(binary) {
  const args = [root];
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    say('Running as root: Chromium’s sandbox needs an ordinary user, so it is off.');
    args.push('--no-sandbox');
  }
  const startedAt = Date.now();
  // In a process group of its own: Ctrl-C would otherwise hit Chromium's helpers too, and the program
  // would end before it has closed its recordings.
  const detached = process.platform !== 'win32';
  const child = spawn(binary, args, { cwd: root, stdio: ['ignore', 2, 2], detached });
  let asked = false;
  const passOn = (signal) => {
    asked = true;
    child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, passOn);
  const code = await new Promise((resolve) => {
    child.once('error', () => resolve(127));
    child.once('exit', (exitCode, signal) => resolve(exitCode ?? exitCodeOf(signal)));
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, passOn);
  if (!asked && code !== 0 && Date.now() - startedAt < startedMilliseconds) {
    return { code, reason: `Electron could not start here (exit code ${code})` };
  }
  return { code };
}
