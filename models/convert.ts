/**
 * The program that makes a model's files at install, in a process of its own:
 * `convert CONVERTER VERSION SOURCE-FOLDER TARGET-FOLDER`. It fails with one line on standard error.
 * `convert read-export SOURCE-FOLDER TARGET-FOLDER WISHES` says in a file what the source folder is an export of.
 */
import { readExport } from './huggingface/read-export.ts';
import { convertMarian } from './marian/convert.ts';
import { converterVersion as marianVersion } from './marian/graphs.ts';
import { convertMoonshine, converterVersion as moonshineVersion } from './moonshine/convert.ts';

const converters = new Map([
  ['moonshine', { version: moonshineVersion, convert: convertMoonshine }],
  ['marian', { version: marianVersion, convert: convertMarian }],
]);

async function main(given: readonly string[]): Promise<void> {
  if (given[0] === 'read-export') {
    await readExport(given[1] ?? '', given[2] ?? '', given[3] ?? '{}');
    return;
  }
  const [name = '', version, source, target] = given;
  const converter = converters.get(name);
  if (converter === undefined || source === undefined || target === undefined) {
    throw new Error(`no converter ${name}`);
  }
  // The manifest says which version it was written for; another one makes other graphs.
  if (Number(version) !== converter.version)
    throw new Error(`converter ${name} is not of version ${version}`);
  await converter.convert(source, target);
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
