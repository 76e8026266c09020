/** Takes a model off this machine, with what its installations left. */
import { lstat, rename } from 'node:fs/promises';
import path from 'node:path';
import type { Manifest } from '../models/schema.ts';
import { claimFresh, discard, discardAbandoned } from './install/claim.ts';
import { downloadsFolder, missingModel, modelsFolder } from './models.ts';

/** Deletes the model and what its downloads left. End the process that runs it first. @throws ParolaError model-missing */
export async function removeModel(home: string, manifest: Manifest): Promise<void> {
  const folder = path.join(modelsFolder(home), manifest.id);
  if ((await lstat(folder).catch(() => null)) === null) {
    await forgetLeftovers(home, manifest.id);
    throw missingModel(manifest.id);
  }
  // Renamed first: from then on nobody takes a folder with half of its files for a model.
  await retire(home, manifest.id);
  await forgetLeftovers(home, manifest.id);
}

/** Takes the folder away from its name in one rename, then deletes it. */
export async function retire(home: string, id: string): Promise<void> {
  const old = claimFresh(modelsFolder(home), `.${id}-old`);
  try {
    await rename(path.join(modelsFolder(home), id), old);
  } finally {
    await discard(old);
  }
}

/** Deletes what interrupted installations of the model left; those under way keep theirs. */
export async function forgetLeftovers(home: string, id: string): Promise<void> {
  await discardAbandoned(modelsFolder(home), `.${id}`);
  await discardAbandoned(modelsFolder(home), `.${id}-old`);
  await discardAbandoned(downloadsFolder(home, id));
}
