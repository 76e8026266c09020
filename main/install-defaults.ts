/** The models that the first start fetches, and what it fetches where one of them cannot be had. */
import type { Manifest } from '../models/schema.ts';
import { ParolaError } from './errors.ts';
import type { InstallOptions } from './install/fetch-files.ts';
import { installManifest } from './install.ts';
import { findModel, missingDefaults } from './models.ts';
import { forgetLeftovers } from './remove-model.ts';

/**
 * Installs what the first start fetches and is not there.
 * @throws as `installModel`
 */
export async function ensureDefaultModels(options: InstallOptions): Promise<void> {
  for (const manifest of await missingDefaults(options.home)) await installDefault(manifest, options);
}

/** A server with a second one behind it has so long. */
const patienceWithFallback = { answerSeconds: 4, stallSeconds: 30, retrySeconds: [1] };
/** Hosts that have just not answered: the next model of theirs need not ask again. */
const silent = new Set<string>();

/**
 * Installs a default model or, where its sources cannot be reached, the one that serves in its place.
 * @returns the id of the model that is there now
 * @throws as `installModel`, in the words for the model that was tried last
 */
export async function installDefault(manifest: Manifest, options: InstallOptions): Promise<string> {
  const { fallback } = manifest;
  if (fallback !== undefined) return installEither(manifest, findModel(fallback), options);
  await installManifest(manifest, options);
  return manifest.id;
}

/** The same for manifests that need not be in the catalogue. @throws as `installModel` */
export async function installEither(
  manifest: Manifest,
  fallback: Manifest,
  options: InstallOptions,
): Promise<string> {
  const { id } = manifest;
  const hosts = hostsOf(manifest);
  try {
    if (hosts.length > 0 && hosts.every((host) => silent.has(host))) {
      throw new ParolaError('install-failed', `${hosts.join(', ')} did not answer`);
    }
    await installManifest(manifest, { patience: patienceWithFallback, ...options, onNote: undefined });
    return id;
  } catch (error) {
    if (!(error instanceof ParolaError) || !/^install-(failed|offline)$/.test(error.code)) throw error;
    for (const host of hosts) silent.add(host);
    if (!options.offline) {
      options.onNote?.(
        `${id} cannot be had now (${hosts.join(', ')}); ${fallback.id} is fetched in its place`,
      );
    }
    await installManifest(fallback, options);
    await forgetLeftovers(options.home, id);
    return fallback.id;
  }
}

function hostsOf({ files }: Manifest): string[] {
  const addresses = files.flatMap(({ sources }) => sources.filter((source) => /^https?:/.test(source)));
  return [...new Set(addresses.map((address) => new URL(address).host))];
}
