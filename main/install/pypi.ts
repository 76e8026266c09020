/** Wheels through pip, with pip's own configuration (index, proxy, certificates). pip cannot resume. */
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { ParolaError } from '../errors.ts';
import { claimFresh, discard } from './claim.ts';
import type { Download } from './download.ts';
import { countRequest } from './http.ts';
import { runTool, type ToolResult } from './run-tool.ts';

const fetchSeconds = 1800;

/**
 * Fetches the wheel of `name`==`version` to `transfer.partial`. Only wheels: what is in a source archive
 * would have to be run to be unpacked.
 * @throws ParolaError install-failed, cancelled; file system errors as they are
 */
export async function fetchWheel(
  name: string,
  version: string,
  transfer: Pick<Download, 'partial' | 'signal' | 'onNote'>,
): Promise<void> {
  await rm(transfer.partial, { force: true });
  const folder = claimFresh(path.dirname(transfer.partial), 'packed');
  await mkdir(folder, { mode: 0o700 });
  try {
    transfer.onNote(`pip fetches ${name}, which cannot be resumed`);
    const answer = await pip(
      [
        'download',
        '--no-deps',
        '--only-binary=:all:',
        '--disable-pip-version-check',
        '--quiet',
        // pip's own patience is minutes.
        '--retries=1',
        '--timeout=20',
        '--dest',
        folder,
        `${name}==${version}`,
      ],
      transfer.signal,
    );
    if (answer === null) {
      throw new ParolaError('install-failed', 'pip is not on this machine; install Python 3 with pip');
    }
    const wheel = (await readdir(folder)).find((file) => file.endsWith('.whl'));
    if (answer.code !== 0 || wheel === undefined) {
      throw new ParolaError('install-failed', `pip: ${pipReason(answer.complaint)}`);
    }
    await rename(path.join(folder, wheel), transfer.partial);
  } finally {
    await discard(folder);
  }
}

async function pip(args: readonly string[], signal: AbortSignal | undefined): Promise<ToolResult | null> {
  countRequest();
  for (const python of ['python3', 'python']) {
    const answer = await runTool(python, ['-m', 'pip', ...args], signal, fetchSeconds);
    if (answer !== null && !/No module named pip/.test(answer.complaint)) return answer;
  }
  return null;
}

function pipReason(complaint: string): string {
  const error = complaint.split('\n').filter((line) => /error/i.test(line));
  return (error[error.length - 1] ?? 'it could not fetch the package').replace(/^ERROR: /, '').slice(0, 200);
}
