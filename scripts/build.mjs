/**
 * Makes `dist/` from the sources: the program's processes as CommonJS bundles, the page as modules.
 * `build()` does nothing when what it read last time has not changed, so a second start takes seconds.
 */
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
/** Built aside and renamed into place, so that an interrupted build leaves the last whole one. */
const next = path.join(root, '.cache/build');
const stampName = 'build-stamp.json';

/** Bundles that run under Node or Electron's Node; the oldest is the test Electron's Node 16. */
const nodeEntries = {
  main: 'main/app.ts',
  worker: 'main/worker/worker.ts',
  convert: 'models/convert.ts',
  cli: 'main/cli.ts',
};

/** Runs in the page's sandbox, where `require` knows little but `electron`. */
const preloadEntries = { preload: 'preload/preload.ts' };

/** What the page loads by name; everything else is reached from `app.tsx`. */
const pageEntries = { app: 'renderer/app.tsx', worklet: 'renderer/capture/worklet.ts' };

/** Goes to the page's folder as it is. */
const copied = ['renderer/index.html'];

/** Native modules stay outside the bundles; `electron` is there only inside Electron. */
const external = ['electron', 'onnxruntime-node', 'libsql'];

const assetLoaders = Object.fromEntries(
  ['.woff2', '.woff', '.svg', '.png', '.wav', '.wasm'].map((extension) => [extension, 'file']),
);

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
  const inputs = [
    ...(await buildProcesses(version)),
    ...(await buildPreload(version)),
    ...(await buildPage(version)),
  ];
  for (const page of copied) {
    if (existsSync(path.join(root, page)))
      cpSync(path.join(root, page), path.join(next, 'renderer', path.basename(page)));
  }
  const own = ['scripts/build.mjs', 'package.json', 'package-lock.json', ...copied];
  const entries = [
    ...Object.values(nodeEntries),
    ...Object.values(preloadEntries),
    ...Object.values(pageEntries),
  ];
  const files = [...new Set([...inputs, ...own, ...entries])];
  writeFileSync(
    path.join(next, stampName),
    JSON.stringify(Object.fromEntries(files.map((file) => [file, fingerprint(file)]))),
  );
  rmSync(dist, { recursive: true, force: true });
  renameSync(next, dist);
  return { built: true };
}

async function buildProcesses(version) {
  const { build: bundle } = await import('esbuild');
  const result = await bundle({
    ...shared(version),
    entryPoints: present(nodeEntries),
    outdir: next,
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    format: 'cjs',
    target: 'node16',
    external,
    // ESM's way to say "this file" does not exist in CommonJS; these two lines give it.
    banner: { js: "const __bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
    define: {
      ...shared(version).define,
      'import.meta.url': '__bundleUrl',
      'import.meta.dirname': '__dirname',
      'import.meta.filename': '__filename',
    },
  });
  return Object.keys(result.metafile.inputs);
}

async function buildPreload(version) {
  const { build: bundle } = await import('esbuild');
  const result = await bundle({
    ...shared(version),
    entryPoints: present(preloadEntries),
    outdir: next,
    outExtension: { '.js': '.cjs' },
    platform: 'browser',
    format: 'cjs',
    target: 'chrome108',
    external,
  });
  return Object.keys(result.metafile.inputs);
}

async function buildPage(version) {
  const entryPoints = present(pageEntries);
  if (Object.keys(entryPoints).length === 0) return [];
  const { build: bundle } = await import('esbuild');
  const result = await bundle({
    ...shared(version),
    entryPoints,
    outdir: path.join(next, 'renderer'),
    platform: 'browser',
    format: 'esm',
    target: 'chrome108',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    assetNames: 'assets/[name]-[hash]',
    minify: true,
  });
  return Object.keys(result.metafile.inputs);
}

/** @param {string} version */
function shared(version) {
  return {
    absWorkingDir: root,
    bundle: true,
    metafile: true,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'warning',
    loader: assetLoaders,
    define: { PAROLA_VERSION: JSON.stringify(version), 'process.env.NODE_ENV': '"production"' },
  };
}

function present(entries) {
  return Object.fromEntries(Object.entries(entries).filter(([, file]) => existsSync(path.join(root, file))));
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
  if (!existsSync(absolute) || !statSync(absolute).isFile()) return 'absent';
  return createHash('sha256').update(readFileSync(absolute)).digest('hex');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await build({ force: process.argv.includes('--force') });
}
