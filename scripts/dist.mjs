/**
 * `npm run dist`: the program as a folder that runs without Node or npm, and a tar.gz of it. With
 * `--installers` also this system's installers, whose tools electron-builder fetches itself. With
 * `--test-electron` it is packed with the tests' old Electron and says so in its name.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, SetUpError, say } from '../bin/set-up.js';
import { build } from './build.mjs';
import { packageConfig } from './package-config.mjs';
import { ensureTestElectron, testElectronVersion } from './test-electron.mjs';

const release = path.join(root, 'release');
const isTestElectron = process.argv.includes('--test-electron');
const withInstallers = process.argv.includes('--installers');

try {
  const folder = await pack();
  say(`Folder: ${path.relative(root, folder)}`);
  if (process.platform === 'linux') say(`Archive: ${path.relative(root, archive(folder))}`);
} catch (error) {
  say(`dist: ${error.message}`);
  if (!(error instanceof SetUpError))
    say(
      'Where Electron’s release page cannot be reached, ELECTRON_OVERRIDE_DIST_PATH names a folder that holds it.',
    );
  process.exit(1);
}

/** Packs the program and resolves to its folder. */
async function pack() {
  await build();
  const { version, devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const { build: packWith, Platform } = await import('electron-builder');
  const platform = Platform.current();
  const label = isTestElectron ? `-test-electron-${testElectronVersion}-not-for-use` : '';
  const folder = path.join(release, `parola-${version}${label}-${platform.nodeName}-${process.arch}`);
  const electronDist = isTestElectron
    ? ensureTestElectron()
    : (process.env.ELECTRON_OVERRIDE_DIST_PATH ?? null);
  const output = path.join(release, '.work');
  rmSync(output, { recursive: true, force: true });
  await packWith({
    targets: platform.createTarget(withInstallers ? null : 'dir'),
    publish: 'never',
    projectDir: root,
    config: packageConfig({
      electronVersion: isTestElectron ? testElectronVersion : devDependencies.electron,
      electronDist,
      output,
      isTestElectron,
    }),
  });
  const made = readdirSync(output).find((name) => /-unpacked$|^mac/.test(name));
  if (made === undefined) throw new SetUpError('electron-builder made no folder.');
  rmSync(folder, { recursive: true, force: true });
  renameSync(path.join(output, made), folder);
  writeHashes(folder);
  return folder;
}

/** A tar.gz with the same bytes whenever the folder has: names in order, nobody's own times or owner. */
function archive(folder) {
  const file = `${folder}.tar.gz`;
  const args = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner', '-czf', file];
  const { status } = spawnSync('tar', [...args, '-C', release, path.basename(folder)], {
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new SetUpError('tar failed.');
  return file;
}

/** The hashes of what lies outside the asar, which its integrity check does not cover. */
function writeHashes(folder) {
  const resources = findResources(folder);
  const outside = path.join(resources, 'app.asar.unpacked');
  const lines = readdirSync(outside, { recursive: true })
    .filter((name) => statSync(path.join(outside, name)).isFile())
    .sort()
    .map((name) => {
      const sha256 = createHash('sha256')
        .update(readFileSync(path.join(outside, name)))
        .digest('hex');
      return `${sha256}  app.asar.unpacked/${name}\n`;
    });
  writeFileSync(path.join(resources, 'unpacked.sha256'), lines.join(''));
}

function findResources(folder) {
  const linux = path.join(folder, 'resources');
  return existsSync(linux) ? linux : path.join(folder, 'Parola.app', 'Contents', 'Resources');
}
