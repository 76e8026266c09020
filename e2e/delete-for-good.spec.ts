/** What is deleted in the window is gone from the disk: also from the browser engine's own folder. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Program } from '../preload/contract.ts';
import { ensureRunningTestElectron } from '../scripts/test-electron.mjs';
import { heardWords, openDesktop, until } from './desktop.ts';
import { openDisplay } from './display.ts';
import { makeUserFolder } from './user-folder.ts';

declare const window: { readonly parola: Program };

/** A word of the sentence that nothing else in the folder holds. */
const canary = 'library opens';

function filesHolding(folder: string, text: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) return filesHolding(file, text);
    return holds(file, text) ? [file] : [];
  });
}

/** In any case, in UTF-8 and in UTF-16. */
function holds(file: string, text: string): boolean {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return false;
  const bytes = readFileSync(file);
  return [bytes.toString('latin1'), bytes.toString('utf16le')].some((held) =>
    held.toLowerCase().includes(text),
  );
}

test('a dictation deleted for good is in no byte under the data folder', async () => {
  const display = await openDisplay();
  const home = makeUserFolder();
  const electron = ensureRunningTestElectron();
  const desktop = await openDesktop({
    electron,
    display: display.name,
    home: home.path,
    microphone: 'dictation.wav',
  });
  try {
    const { page } = desktop;
    await page.getByText('Press Speak and say something').waitFor();
    await page.keyboard.press('Control+Enter');
    await until('the sentence is heard', async () => (await heardWords(page)).includes(canary));
    await page.keyboard.press('Control+Enter');
    const main = page.getByRole('main');
    await main.getByRole('button', { name: 'Speak', exact: true }).waitFor({ timeout: 60_000 });
    assert.notDeepEqual(filesHolding(home.path, canary), []);
    const deleted = await page.evaluate(async () => {
      const listed = await window.parola.call('history.list', { query: 'library', limit: 10, offset: 0 });
      if (!listed.ok) return [];
      const ids = listed.value.entries.map(({ id }) => id);
      return Promise.all(ids.map((id) => window.parola.call('history.delete', { id })));
    });
    assert.deepEqual(deleted, [{ ok: true, value: null }]);
    assert.deepEqual(filesHolding(home.path, canary), [], 'while the program runs');
    assert.deepEqual(readdirSync(path.join(home.path, 'recordings')), []);
  } finally {
    await desktop.quit();
    display.stop();
  }
  assert.deepEqual(filesHolding(home.path, canary), [], 'after it has ended');
  home.remove();
});
