/**
 * The only door to sharp, the library that decodes pictures. Inside Electron on Linux its native build
 * would meet a second GLib in one process and may crash, so there its WebAssembly build is loaded.
 */
import { createRequire, Module } from 'node:module';
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
 * sharp takes its native build where that is installed and the WebAssembly one where loading that fails: so
 * the modules by whose names it asks for a native one are made to fail.
 */
function preferWebAssembly(): void {
  for (const libc of ['linux', 'linuxmusl']) {
    const path = resolved(`@img/sharp-${libc}-${process.arch}/sharp.node`);
    if (path !== null) load.cache[path] = failing(path);
  }
}

function resolved(name: string): string | null {
  try {
    return load.resolve(name);
  } catch {
    return null;
  }
}

/** A module that counts as loaded and throws when it is used. */
function failing(path: string): NodeJS.Module {
  const module = new Module(path);
  module.loaded = true;
  return Object.defineProperty(module, 'exports', {
    get() {
      throw new Error('not to be loaded inside Electron on Linux');
    },
  });
}
