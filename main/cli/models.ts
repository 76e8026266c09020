/** `parola models`: what is installed, what can be, and where it is. */
import type { Manifest } from '../../models/schema.ts';
import { ParolaError } from '../errors.ts';
import {
  findModel,
  isInCatalogue,
  languageName,
  listModels,
  type ModelRow,
  missingDefaults,
  modelState,
  modelsFolder,
  verifyModel,
} from '../models.ts';
import { removeModel } from '../remove-model.ts';
import { type CommandContext, installDefaultWithProgress, installWithProgress } from './context.ts';
import { megabytes, reportError, say } from './report.ts';

/**
 * Prints every model: id, whether it is here, size, languages, licence, what it does. The many that
 * translate or read and are not here are one line for each of the two, unless `task` asks for them.
 */
export async function modelsList(
  task: Manifest['task'] | undefined,
  context: CommandContext,
): Promise<number> {
  const rows = await listModels(context.home, task);
  const isShown = ({ manifest, state }: ModelRow) =>
    task !== undefined || !(manifest.task in hiddenTasks) || manifest.default || state.kind !== 'absent';
  printTable(rows.filter(isShown).map(cellsOf));
  for (const [hidden, does] of Object.entries(hiddenTasks)) {
    const more = rows.filter((row) => row.manifest.task === hidden && !isShown(row));
    if (more.length > 0) process.stdout.write(summaryOf(more, hidden, does));
  }
  for (const { manifest, state } of rows) {
    if (state.kind === 'unusable')
      say(`${manifest.id}: ${state.reason}; run "parola models install ${manifest.id}"`);
  }
  return 0;
}

function printTable(cells: readonly (readonly string[])[]): void {
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  for (const row of cells) {
    const padded = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    process.stdout.write(`${padded.join('  ').trimEnd()}\n`);
  }
}

/** Of which tasks there are so many models, and what those do. */
const hiddenTasks: Readonly<Record<string, string>> = {
  read: 'read print in these languages',
  translate: 'translate between English and these',
};

/** "137 more models translate between English and these; …: ar (Arabic), …". */
function summaryOf(rows: readonly ModelRow[], task: string, does: string): string {
  const codes = [...new Set(rows.flatMap(({ manifest }) => manifest.languages))].filter(
    (code) => code !== 'en',
  );
  const named = codes.sort().map((code) => `${code} (${languageName(code)})`);
  return `
${rows.length} more models ${does}; "parola models list --task ${task}" shows them:
${wrapped(named.join(', '))}
`;
}

/** In lines of at most 100 characters. */
function wrapped(text: string): string {
  return text.replace(/(.{1,98})(?: |$)/g, '  $1\n').trimEnd();
}

function cellsOf(row: ModelRow): string[] {
  const { manifest, state, runnable } = row;
  const here = state.kind === 'installed' ? 'installed' : state.kind === 'absent' ? 'available' : 'unusable';
  const size = state.kind === 'installed' ? megabytes(state.bytes) : sizeToFetch(row);
  const note = runnable ? '' : ' (this version of Parola cannot run it yet)';
  const languages = languagesOf(row);
  const bleu = manifest.quality.find(({ measure }) => measure === 'BLEU');
  const quality = bleu === undefined ? '' : ` (BLEU ${bleu.value})`;
  return [manifest.id, here, size, languages, manifest.licence.spdx, `${manifest.title}${quality}${note}`];
}

function languagesOf({ manifest, hears }: ModelRow): string {
  if (manifest.task === 'translate') return manifest.languages.join(' → ');
  return shortList(manifest.task === 'read' ? manifest.languages.map(languageName) : hears);
}

function shortList(languages: readonly string[]): string {
  if (languages.length === 0) return '–';
  if (languages.length <= 3) return languages.join(', ');
  return `${languages[0]} and ${languages.length - 1} more`;
}

function sizeToFetch({ downloadBytes }: ModelRow): string {
  return downloadBytes > 0 ? megabytes(downloadBytes) : 'size unknown';
}

/**
 * Installs models, one after the other; the first that fails ends it.
 * @throws ParolaError model-unknown, install-failed, install-offline, disk-full
 */
export async function modelsInstall(ids: readonly string[], context: CommandContext): Promise<number> {
  const manifests = ids.map((id) => findModel(id, context.home));
  for (const manifest of manifests) {
    const before = await modelState(context.home, manifest);
    await installWithProgress(manifest.id, context);
    say(before.kind === 'installed' ? `${manifest.id} is installed already` : `${manifest.id} is installed`);
  }
  return 0;
}

/**
 * Installs what the first start needs, saying nothing where it is there. Who cannot have a model that has
 * another in its place can have neither, and starts without.
 * @throws ParolaError as `modelsInstall`
 */
export async function modelsInstallDefaults(context: CommandContext): Promise<number> {
  for (const manifest of await missingDefaults(context.home)) {
    try {
      say(`${await installDefaultWithProgress(manifest, context)} is installed`);
    } catch (error) {
      if (manifest.fallback === undefined || context.signal.aborted) throw error;
      reportError(error, manifest.id);
    }
  }
  return 0;
}

/** Compares every byte of every installed model; prints a line for each, and an error for what differs. */
export async function modelsVerify(context: CommandContext): Promise<number> {
  let failed = false;
  let checked = 0;
  for (const { manifest, state } of await listModels(context.home)) {
    if (state.kind === 'absent') continue;
    checked++;
    const { intact, problems } = await verifyModel(context.home, manifest, context.signal);
    if (intact) process.stdout.write(`${manifest.id}: intact\n`);
    failed ||= !intact;
    for (const problem of problems) {
      const again = isInCatalogue(manifest.id) ? `install ${manifest.id}` : 'import FOLDER';
      const repair = `run "parola models remove ${manifest.id}" and "parola models ${again}"`;
      reportError(new ParolaError('model-corrupt', `${problem}; ${repair}`), manifest.id);
    }
  }
  if (checked === 0) say('no model is installed');
  return failed ? 1 : 0;
}

/** @throws ParolaError model-unknown, model-missing */
export async function modelsRemove(id: string, context: CommandContext): Promise<number> {
  await removeModel(context.home, findModel(id, context.home));
  say(`${id} is removed`);
  return 0;
}

export async function modelsPath(context: CommandContext): Promise<number> {
  process.stdout.write(`${modelsFolder(context.home)}\n`);
  return 0;
}
