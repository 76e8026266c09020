/** `parola serve`: the window as a page on this machine, until Ctrl-C. */
import path from 'node:path';
import { missingDefaults } from '../models.ts';
import { serve } from '../serve.ts';
import { type CommandContext, installDefaultWithProgress } from './context.ts';
import { reportError } from './report.ts';

declare const PAROLA_VERSION: string;

/**
 * Prints the page's address and stays until the signal.
 * @throws ParolaError request-invalid when the port is taken, already-running
 */
export async function serveCommand(options: { port?: number }, context: CommandContext): Promise<number> {
  if (!context.offline) await fetchMissingModels(context);
  const bundleFolder = path.dirname(context.workerPath);
  const { url, close } = await serve({
    home: context.home,
    version: PAROLA_VERSION,
    workerPath: context.workerPath,
    pageFolder: path.join(bundleFolder, 'renderer'),
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  process.stdout.write(`${url}\n`);
  if (!context.signal.aborted) {
    await new Promise((resolve) => context.signal.addEventListener('abort', resolve, { once: true }));
  }
  await close();
  return 0;
}

/** What cannot be fetched now is no reason not to start: the page says what is missing and offers it. */
async function fetchMissingModels(context: CommandContext): Promise<void> {
  for (const manifest of await missingDefaults(context.home)) {
    if (context.signal.aborted) return;
    try {
      await installDefaultWithProgress(manifest, context);
    } catch (error) {
      reportError(error, manifest.id);
    }
  }
}
