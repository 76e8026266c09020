/**
 * The only door to sharp, the library that decodes pictures. Inside Electron on Linux its native build
 * would meet a second GLib in one process and may crash, so there its WebAssembly build is loaded.
 */
import { createRequire } from 'node:module';
import type sharp from 'sharp';

export type Sharp = typeof sharp;

const load = createRequire(import.meta.url);
let loaded: Sharp | undefined;

/** The library, loaded when the first picture comes; it keeps nothing between pictures and uses one thread. */
export function pictureLibrary(): Sharp {
  if (loaded !== undefined) return loaded;
  if (process.versions.electron !== undefined && process.platform === 'linux') preferWebAssembly();
  const library: Sharp = load('sharp');
  library.cache(false);
  library.concurrency(1);
  loaded = library;
  return library;
}

/**
 * sharp takes its native build where that is installed, so the modules by whose names it asks for one are
 * already there when it asks, and are the WebAssembly build.
 */
function preferWebAssembly(): void {
  const exports: object = load('@img/sharp-wasm32/sharp.node');
  // sharp asks a native build for x64 whether the processor is new enough for it.
  const build = { ...exports, _isUsingX64V2: () => true };
  for (const libc of ['linux', 'linuxmusl']) {
    const path = resolved(`@img/sharp-${libc}-${process.arch}/sharp.node`);
    if (path !== null) load.cache[path] = { ...loadedModule(), id: path, filename: path, exports: build };
  }
}

function resolved(name: string): string | null {
  try {
    return load.resolve(name);
  } catch {
    return null;
  }
}

/** The fields of a module that has been loaded. */
function loadedModule(): NodeJS.Module {
  const { Module } = load('node:module') as { Module: new (id: string) => NodeJS.Module };
  return Object.assign(new Module(''), { loaded: true });
}
