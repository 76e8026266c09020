/** `parola models`: what is installed, what can be, and where it is. */
import { ParolaError } from '../errors.ts';
import {
  findModel,
  listModels,
  type ModelRow,
  modelState,
  modelsFolder,
  removeModel,
  verifyModel,
} from '../models.ts';
import { type CommandContext, installWithProgress } from './context.ts';
import { megabytes, reportError, say } from './report.ts';

/** Prints every model: id, whether it is here, size, languages, licence, what it does. */
export async function modelsList(context: CommandContext): Promise<number> {
  const rows = await listModels(context.home);
  const cells = rows.map(cellsOf);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  for (const row of cells) {
    const padded = row.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    process.stdout.write(`${padded.join('  ').trimEnd()}\n`);
  }
  const unusable = rows.filter((row) => row.state.kind === 'unusable');
  for (const { manifest, state } of unusable) {
    if (state.kind === 'unusable')
      say(`${manifest.id}: ${state.reason}; run "parola models install ${manifest.id}"`);
  }
  return 0;
}

function cellsOf(row: ModelRow): string[] {
  const { manifest, state, hears, runnable } = row;
  const here = state.kind === 'installed' ? 'installed' : state.kind === 'absent' ? 'available' : 'unusable';
  const size = state.kind === 'installed' ? megabytes(state.bytes) : sizeToFetch(row);
  const note = runnable ? '' : ' (this version of Parola cannot run it yet)';
  return [manifest.id, here, size, shortList(hears), manifest.licence.spdx, `${manifest.title}${note}`];
}

function shortList(languages: readonly string[]): string {
  if (languages.length === 0) return '–';
  if (languages.length <= 3) return languages.join(', ');
  return `${languages[0]} and ${languages.length - 1} more`;
}

function sizeToFetch({ downloadBytes }: ModelRow): string {
  return downloadBytes > 0 ? megabytes(downloadBytes) : 'size unknown';
}

/** @throws ParolaError model-unknown, install-failed, install-offline, disk-full */
export async function modelsInstall(
  id: string,
  onlyIfMissing: boolean,
  context: CommandContext,
): Promise<number> {
  const before = await modelState(context.home, findModel(id));
  if (onlyIfMissing && before.kind === 'installed') return 0;
  await installWithProgress(id, context);
  say(before.kind === 'installed' ? `${id} is installed already` : `${id} is installed`);
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
      const repair = `run "parola models remove ${manifest.id}" and "parola models install ${manifest.id}"`;
      reportError(new ParolaError('model-corrupt', `${problem}; ${repair}`), manifest.id);
    }
  }
  if (checked === 0) say('no model is installed');
  return failed ? 1 : 0;
}

/** @throws ParolaError model-unknown, model-missing */
export async function modelsRemove(id: string, context: CommandContext): Promise<number> {
  await removeModel(context.home, findModel(id));
  say(`${id} is removed`);
  return 0;
}

export async function modelsPath(context: CommandContext): Promise<number> {
  process.stdout.write(`${modelsFolder(context.home)}\n`);
  return 0;
}
