/**
 * Makes `dist/` from the sources: the program's processes as CommonJS bundles, the page as modules.
 * `build()` does nothing when what it read last time has not changed, so a second start takes seconds.
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');
const stampFile = path.join(dist, 'build-stamp.json');

/** Bundles that run under Node or Electron's Node; the oldest is the test Electron's Node 16. */
const nodeEntries = {
  main: 'main/app.ts',
  preload: 'preload/preload.ts',
  worker: 'main/worker/worker.ts',
  convert: 'models/convert.ts',
  cli: 'main/cli.ts',
};

/** What the page loads by name; everything else is reached from `app.tsx`. */
const pageEntries = { app: 'renderer/app.tsx', worklet: 'renderer/capture/worklet.ts' };

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
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(path.join(dist, 'renderer'), { recursive: true });
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  const inputs = [...(await buildProcesses(version)), ...(await buildPage(version))];
  for (const page of ['renderer/index.html']) {
    if (!existsSync(path.join(root, page))) continue;
    cpSync(path.join(root, page), path.join(dist, 'renderer', path.basename(page)));
    inputs.push(page);
  }
  const own = ['scripts/build.mjs', 'package.json', 'package-lock.json'];
  const stamp = Object.fromEntries(
    [...new Set([...inputs, ...own])].map((file) => [file, fingerprint(file)]),
  );
  writeFileSync(stampFile, JSON.stringify(stamp));
  return { built: true };
}

async function buildProcesses(version) {
  const { build: bundle } = await import('esbuild');
  const result = await bundle({
    ...shared(version),
    entryPoints: present(nodeEntries),
    outdir: dist,
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

async function buildPage(version) {
  const entryPoints = present(pageEntries);
  if (Object.keys(entryPoints).length === 0) return [];
  const { build: bundle } = await import('esbuild');
  const result = await bundle({
    ...shared(version),
    entryPoints,
    outdir: path.join(dist, 'renderer'),
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
  if (!existsSync(stampFile)) return false;
  try {
    const stamp = JSON.parse(readFileSync(stampFile, 'utf8'));
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
