/**
 * `npm test`: makes the machine ready, runs every test and ends with the line `N passed, N failed`.
 * `node scripts/test.mjs unit|integration|window [FILE…]` runs one part, or only the named files of it.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ensureBuilt, ensureDefaultModels, root, SetUpError, say } from '../bin/set-up.js';
import { missingSystemPackages } from './system-packages.mjs';

const results = path.join(root, 'e2e', 'results');
/** A test that hangs is a failed test; the longest of ours takes a tenth of this. */
const testTimeoutMilliseconds = 300_000;

/** The parts, in order: what each needs of the machine and which files it runs. */
const parts = [
  { name: 'unit', folders: ['main', 'models', 'preload', 'renderer', 'scripts'], ending: /\.test\.tsx?$/ },
  { name: 'integration', folders: ['e2e'], ending: /\.test\.ts$/, needsModels: true },
  { name: 'window', folders: ['e2e'], ending: /\.spec\.ts$/, needsModels: true, needsDisplay: true },
];

const [chosenPart, ...chosenFiles] = process.argv.slice(2);
const chosen = parts.filter(({ name }) => chosenPart === undefined || name === chosenPart);
if (chosen.length === 0) {
  say(`There is no part "${chosenPart}"; the parts are ${parts.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

try {
  await prepare();
} catch (error) {
  if (!(error instanceof SetUpError)) throw error;
  say(`test: ${error.message}`);
  process.exit(1);
}

const total = { passed: 0, failed: 0, skipped: 0 };
for (const part of chosen) {
  const { passed, failed, skipped } = await runPart(part);
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
}
if (total.skipped > 0) process.stdout.write(`${total.skipped} skipped; each says why above\n`);
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

/** Installs, builds and fetches what the chosen parts need. */
async function prepare() {
  if (chosen.some(({ needsDisplay }) => needsDisplay)) {
    const missing = missingSystemPackages('tests');
    if (missing.length > 0) throw new SetUpError(`Install these Debian packages first: ${missing.join(' ')}`);
  }
  await ensureBuilt();
  if (chosen.some(({ needsModels }) => needsModels)) await ensureDefaultModels();
  mkdirSync(results, { recursive: true });
}

/** Runs a part's files with Node's own runner, one file at a time. */
async function runPart({ name, folders, ending }) {
  const files = chosenFiles.length > 0 ? chosenFiles : folders.flatMap((folder) => filesIn(folder, ending));
  if (files.length === 0) return { passed: 0, failed: 0, skipped: 0 };
  process.stdout.write(`\n# ${name}: ${files.length} files\n`);
  const record = path.join(results, `${name}.tap`);
  rmSync(record, { force: true });
  const code = await new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [
        '--import=tsx',
        '--test',
        '--test-concurrency=1',
        `--test-timeout=${testTimeoutMilliseconds}`,
        '--test-reporter=spec',
        '--test-reporter-destination=stdout',
        '--test-reporter=tap',
        `--test-reporter-destination=${record}`,
        ...files,
      ],
      { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] },
    );
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
    child.once('exit', (exitCode) => resolve(exitCode ?? 1));
  });
  const counts = countsOf(record);
  // A run that ended badly without a failed test (a crash of the runner) is a failure all the same.
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  return counts;
}

/** The totals that Node's TAP report ends with. */
function countsOf(record) {
  const text = readFileSync(record, { encoding: 'utf8', flag: 'a+' });
  const last = (word) => Number([...text.matchAll(new RegExp(`^# ${word} (\\d+)$`, 'gm'))].at(-1)?.[1] ?? 0);
  return {
    passed: last('pass'),
    failed: last('fail') + last('cancelled'),
    skipped: last('skipped') + last('todo'),
  };
}

function filesIn(folder, ending) {
  return readdirSync(path.join(root, folder), { recursive: true })
    .map((name) => path.join(folder, name))
    .filter((name) => ending.test(name))
    .sort();
}
