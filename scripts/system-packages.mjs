/**
 * What Parola needs of a Debian beyond Node: the libraries of Electron for the window, and for the tests
 * a browser and a display that nobody sees. Installed where that is allowed, named where it is not.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Each package with the file or program that shows it is there. */
const electronPackages = [
  { name: 'libnss3', library: 'libnss3.so' },
  { name: 'libgtk-3-0', library: 'libgtk-3.so.0' },
  { name: 'libgbm1', library: 'libgbm.so.1' },
  { name: 'libasound2', library: 'libasound.so.2' },
];
const testPackages = [
  { name: 'xvfb', program: 'Xvfb' },
  { name: 'chromium', program: 'chromium' },
  { name: 'ffmpeg', program: 'ffmpeg' },
  { name: 'x11-utils', program: 'xprop' },
  { name: 'python3-pip', command: ['python3', '-m', 'pip', '--version'] },
];

/**
 * The packages that are missing for `purpose` once we have tried to install them; empty when all is there.
 * @param {'window' | 'tests'} purpose
 * @returns {string[]}
 */
export function missingSystemPackages(purpose) {
  if (process.platform !== 'linux') return [];
  const needed = purpose === 'tests' ? [...electronPackages, ...testPackages] : electronPackages;
  const missing = needed.filter((one) => !isThere(one)).map(({ name }) => name);
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return missing;
  process.stderr.write(`Installing system packages: ${missing.join(' ')}…\n`);
  apt(['update', '-qq']);
  apt(['install', '-y', '-qq', '--no-install-recommends', ...missing.map(nameHere)]);
  return needed.filter((one) => !isThere(one)).map(({ name }) => name);
}

function isThere({ library, program, command }) {
  if (program !== undefined) return succeeds('which', [program]);
  if (command !== undefined) return succeeds(command[0], command.slice(1));
  const { stdout } = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
  return (stdout ?? '').includes(`${library} `);
}

/** Debian 13 renamed the libraries whose interface depends on the width of time. */
function nameHere(name) {
  const renamed = `${name}t64`;
  return name.startsWith('lib') && succeeds('apt-cache', ['show', renamed]) ? renamed : name;
}

function succeeds(command, args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Its output goes to standard error: standard output is for results. */
function apt(args) {
  spawnSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 2],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
