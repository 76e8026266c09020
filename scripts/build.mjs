/**
 * Makes `dist/` from the sources: the program's processes as CommonJS bundles, the page as modules.
 * `build()` does nothing when what it read last time has not changed, so a second start takes seconds.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
/** Built aside and renamed into place, so that an interrupted build leaves the last whole one. */
const next = path.join(root, '.cache', `build-${process.pid}`);
const stampName = 'build-stamp.json';

/** Every bundle: where it is read from, what it is called in `dist/`, and what runs it. */
const bundles = [
  { entry: 'main/app.ts', name: 'main', runsIn: 'node' },
  { entry: 'main/worker/worker.ts', name: 'worker', runsIn: 'node' },
  { entry: 'models/convert.ts', name: 'convert', runsIn: 'node' },
  { entry: 'main/cli.ts', name: 'cli', runsIn: 'node' },
  { entry: 'preload/preload.ts', name: 'preload', runsIn: 'preload' },
  { entry: 'renderer/app.tsx', name: 'renderer/app', runsIn: 'page' },
  { entry: 'renderer/capture/worklet.ts', name: 'renderer/worklet', runsIn: 'page' },
];

/** Goes beside the page's bundles as it is. */
const pageFile = 'renderer/index.html';

/** Native modules stay outside the bundles; `electron` is there only inside Electron. */
const native = ['electron', 'onnxruntime-node', 'libsql'];
/** Decoders that a library would load for codecs which Parola refuses before: large, and not ours to pass on. */
const neverLoaded = ['@audio/decode-ac3', '@audio/decode-dts', '@audio/decode-eac3'];
const external = [...native, ...neverLoaded];

/** What differs between the places that code runs in. */
const targets = {
  // The oldest Node is that of the tests' Electron.
  node: {
    platform: 'node',
    format: 'cjs',
    target: 'node16',
    external,
    outExtension: { '.js': '.cjs' },
    // ESM's ways to say "this file" do not exist in CommonJS; these lines give them.
    banner: { js: "const __bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: {
      'import.meta.url': '__bundleUrl',
      'import.meta.dirname': '__dirname',
      'import.meta.filename': '__filename',
    },
  },
  // In the page's sandbox `require` knows little but `electron`.
  preload: {
    platform: 'browser',
    format: 'cjs',
    target: 'chrome108',
    external,
    outExtension: { '.js': '.cjs' },
    define: {},
  },
  page: {
    platform: 'browser',
    format: 'esm',
    target: 'chrome108',
    external: [],
    define: {},
    jsx: 'automatic',
    jsxImportSource: 'preact',
    assetNames: '[name]-[hash]',
    minify: true,
    loader: { '.woff2': 'file', '.svg': 'file', '.png': 'file', '.wav': 'file' },
  },
};

/**
 * Builds what has changed.
 * @param {{ force?: boolean }} [options]
 * @returns {Promise<{ built: boolean }>} `built` is false when `dist/` was current already
 */
export async function build({ force = false } = {}) {
  if (!force && isCurrent()) return { built: false };
  rmSync(next, { recursive: true, force: true });
  mkdirSync(path.join(next, 'renderer'), { recursive: true });
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const files = new Set(['scripts/build.mjs', 'package.json', 'package-lock.json', pageFile]);
  try {
    const made = await Promise.all(bundles.map((one) => bundle(one, version)));
    for (const file of made.flat()) files.add(file);
  } catch (error) {
    rmSync(next, { recursive: true, force: true });
    throw error;
  }
  cpSync(path.join(root, pageFile), path.join(next, pageFile));
  const stamp = Object.fromEntries([...files].map((file) => [file, fingerprint(file)]));
  writeFileSync(path.join(next, stampName), JSON.stringify(stamp));
  // Renamed away before it is deleted: whoever starts meanwhile finds one or the other whole.
  const last = `${next}-last`;
  if (existsSync(dist)) renameSync(dist, last);
  renameSync(next, dist);
  rmSync(last, { recursive: true, force: true });
  return { built: true };
}

/** Makes one bundle; resolves to the files that it was made of, relative to the root. */
async function bundle({ entry, name, runsIn }, version) {
  const esbuild = await import('esbuild');
  const { define, ...target } = targets[runsIn];
  const { metafile } = await esbuild.build({
    ...target,
    absWorkingDir: root,
    entryPoints: { [path.basename(name)]: entry },
    outdir: path.join(next, path.dirname(name)),
    bundle: true,
    metafile: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
    define: { ...define, PAROLA_VERSION: JSON.stringify(version), 'process.env.NODE_ENV': '"production"' },
  });
  return Object.keys(metafile.inputs);
}

function isCurrent() {
  try {
    const stamp = JSON.parse(readFileSync(path.join(dist, stampName), 'utf8'));
    return Object.entries(stamp).every(([file, print]) => fingerprint(file) === print);
  } catch {
    return false;
  }
}

/** Content, not time: a checkout or a copy changes times without changing anything. */
function fingerprint(file) {
  const absolute = path.join(root, file);
  if (!existsSync(absolute)) return 'absent';
  return createHash('sha256').update(readFileSync(absolute)).digest('hex');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await build({ force: process.argv.includes('--force') });
}
