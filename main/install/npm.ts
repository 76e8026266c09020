/**
 * Package archives through npm. Which registry, which proxy and which credentials are npm's own
 * configuration: npm is asked where the archive is and what its hash is, and the archive is then
 * fetched by our own downloader, which shows progress and resumes. Where that fails (a registry that
 * wants credentials, say) npm fetches it itself.
 */
import { mkdir, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { ParolaError } from '../errors.ts';
import { claimFresh, discard } from './claim.ts';
import { type Digest, matches, parseIntegrity } from './digest.ts';
import { type Download, download } from './download.ts';
import { countRequest, request } from './http.ts';
import { runTool } from './run-tool.ts';

/** The largest package archive that is accepted. */
const maxArchiveBytes = 2 * 2 ** 30;
const askSeconds = 120;
const packSeconds = 1800;
/** npm's own patience is minutes; a source that does not answer soon leaves the next its chance. */
const flags = [
  '--loglevel=error',
  '--no-update-notifier',
  '--fetch-retries=1',
  '--fetch-retry-mintimeout=2000',
];

const distSchema = v.object({
  tarball: v.pipe(v.string(), v.regex(/^https?:\/\//)),
  integrity: v.optional(v.string()),
  shasum: v.optional(v.string()),
});

interface Archive {
  readonly url: string;
  readonly digest: Digest;
}

type Transfer = Pick<Download, 'partial' | 'signal' | 'onBytes' | 'onNote' | 'patience'>;

/**
 * Fetches the archive of `name`@`version` to `transfer.partial`, verified against the registry's hash.
 * @throws ParolaError install-failed, cancelled; file system errors as they are
 */
export async function fetchNpmArchive(name: string, version: string, transfer: Transfer): Promise<void> {
  const archive = await findArchive(name, version, transfer);
  try {
    await download({ ...transfer, ...archive, bytes: null, maxBytes: maxArchiveBytes });
  } catch (error) {
    if (!(error instanceof ParolaError) || error.code !== 'install-failed') throw error;
    transfer.onNote(`${error.message}; npm fetches ${name} itself`);
    await pack(name, version, archive.digest, transfer, error);
  }
}

async function findArchive(name: string, version: string, { signal, patience }: Transfer): Promise<Archive> {
  countRequest();
  const args = ['view', `${name}@${version}`, 'dist', '--json', ...flags];
  const answer = await runTool('npm', args, signal, askSeconds);
  if (answer === null) return findWithoutNpm(name, version, signal, patience.stallSeconds);
  if (answer.code !== 0)
    throw new ParolaError('install-failed', `npm: ${npmReason(answer.output, answer.complaint)}`);
  return parseDist(answer.output);
}

/** A packaged program may run where npm is not; the registry can then be named in the environment, as for npm. */
async function findWithoutNpm(
  name: string,
  version: string,
  signal: AbortSignal | undefined,
  stallSeconds: number,
): Promise<Archive> {
  const registry = process.env.npm_config_registry ?? process.env.NPM_CONFIG_REGISTRY;
  if (registry === undefined) {
    throw new ParolaError('install-failed', 'npm is not on this machine; install Node.js, which brings it');
  }
  const base = registry.replace(/\/+$/, '');
  const response = await request(`${base}/${name.replace('/', '%2f')}/${version}`, {
    signal,
    stallSeconds,
  }).catch((error: Error) => {
    throw error instanceof ParolaError ? error : new ParolaError('install-failed', error.message);
  });
  let text = '';
  for await (const piece of response.setEncoding('utf8')) text += piece as string;
  if (response.statusCode !== 200) {
    throw new ParolaError('install-failed', `the package registry answered ${response.statusCode}`);
  }
  return parseDist(text);
}

function parseDist(text: string): Archive {
  const parsed = v.safeParse(
    v.union([
      distSchema,
      v.pipe(
        v.object({ dist: distSchema }),
        v.transform(({ dist }) => dist),
      ),
    ]),
    readJson(text),
  );
  if (!parsed.success) throw new ParolaError('install-failed', 'npm gave no address for the package');
  const { tarball, integrity, shasum } = parsed.output;
  const digest =
    parseIntegrity(integrity ?? '') ??
    (shasum === undefined ? null : { algorithm: 'sha1' as const, value: shasum });
  if (digest === null) throw new ParolaError('install-failed', 'the registry gives no hash for the package');
  return { url: tarball, digest };
}

async function pack(
  name: string,
  version: string,
  digest: Digest,
  transfer: Transfer,
  cause: ParolaError,
): Promise<void> {
  const folder = claimFresh(path.dirname(transfer.partial), 'packed');
  await mkdir(folder, { mode: 0o700 });
  try {
    countRequest();
    const args = ['pack', `${name}@${version}`, '--pack-destination', folder, '--ignore-scripts', ...flags];
    const answer = await runTool('npm', args, transfer.signal, packSeconds);
    const packed = (await readdir(folder)).find((file) => file.endsWith('.tgz'));
    if (answer === null || answer.code !== 0 || packed === undefined) throw cause;
    const file = path.join(folder, packed);
    if (!(await matches(file, digest, transfer.signal))) {
      throw new ParolaError('install-failed', 'npm fetched a package whose hash is not the registry’s');
    }
    await rename(file, transfer.partial);
  } finally {
    await discard(folder);
  }
}

function npmReason(output: string, complaint: string): string {
  const schema = v.object({ error: v.object({ summary: v.string() }) });
  const told = v.safeParse(schema, readJson(output));
  const text = told.success ? told.output.error.summary : complaint.replace(/^npm (error|ERR!) ?/gm, '');
  return text.trim().split('\n')[0]?.slice(0, 200) || 'it could not find the package';
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
