/**
 * The program that makes a model's files at install, in a process of its own:
 * `convert CONVERTER VERSION SOURCE-FOLDER TARGET-FOLDER`. It fails with one line on standard error.
 */
import { converterVersion, convertMoonshine } from './moonshine/convert.ts';

async function main([converter, version, source, target]: readonly string[]): Promise<void> {
  if (converter !== 'moonshine' || source === undefined || target === undefined) {
    throw new Error(`no converter ${converter}`);
  }
  // The manifest says which version it was written for; another one makes other graphs.
  if (Number(version) !== converterVersion)
    throw new Error(`converter ${converter} is not of version ${version}`);
  await convertMoonshine(source, target);
}

// Ended in so many words: Electron's utility processes go on when nothing is left to do.
main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`, () =>
      process.exit(1),
    );
  },
);
