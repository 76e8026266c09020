/**
 * The manifests of models that were imported from files: each lies with its model, in
 * `HOME/models/ID/manifest.json`. What a user may have changed since is checked like anything that is read.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Manifest, parseManifest } from '../models/schema.ts';

export const importedManifestName = 'manifest.json';

const idPattern = /^[a-z0-9][a-z0-9.-]{0,63}$/;
const mostBytes = 1024 * 1024;

/** The manifest of an imported model; null where there is none that can be read. */
export function importedManifest(modelsFolder: string, id: string): Manifest | null {
  if (!idPattern.test(id)) return null;
  const file = path.join(modelsFolder, id, importedManifestName);
  try {
    if (statSync(file).size > mostBytes) return null;
    const manifest = parseManifest(JSON.parse(readFileSync(file, 'utf8')));
    return manifest.id === id && !manifest.default ? manifest : null;
  } catch {
    return null;
  }
}

/** All of them, by their ids. */
export function importedManifests(modelsFolder: string): Manifest[] {
  let names: string[];
  try {
    names = readdirSync(modelsFolder);
  } catch {
    return [];
  }
  return names.sort().flatMap((id) => importedManifest(modelsFolder, id) ?? []);
}
