/** Every way an installation fails, in words that say what to do. */
import type { Manifest } from '../../models/schema.ts';
import { ParolaError } from '../errors.ts';
import { downloadBytes, downloadsFolder } from '../models.ts';
import { cancelled } from './http.ts';

/** What `error` is to the user who installs `manifest` below `home`; what is no failure of installing stays as it is. */
export function explain(error: unknown, manifest: Manifest, home: string): unknown {
  const { id } = manifest;
  const byHand = `put its files (${manifest.files.map(({ name }) => name).join(', ')}) into ${downloadsFolder(home, id)}`;
  if (error instanceof ParolaError) {
    if (error.code === 'install-offline') {
      return new ParolaError(
        'install-offline',
        `the model ${id} is not on this machine and fetching it is forbidden; run without --offline, or ${byHand} and run again`,
      );
    }
    if (error.code !== 'install-failed' || /run the installation again/.test(error.message)) return error;
    return new ParolaError(
      'install-failed',
      `the model ${id} could not be had: ${error.message}; check the connection and run again, or ${byHand}`,
      error.detail,
    );
  }
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ABORT_ERR') return cancelled();
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    const megabytes = Math.ceil((2.5 * downloadBytes(manifest)) / 1e6);
    return new ParolaError(
      'disk-full',
      `there is no room in ${home} for the model ${id}, which needs about ${megabytes} MB while it is installed; free some and run again`,
      message,
    );
  }
  if (code !== undefined && /^(EACCES|EPERM|EROFS|ENOTDIR|EEXIST)$/.test(code)) {
    return new ParolaError(
      'install-failed',
      `${home} cannot be written to; check its permissions, or name another folder in PAROLA_HOME`,
      message,
    );
  }
  return error;
}
