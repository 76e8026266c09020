/** The program as a person meets it: a real Electron, a WAV as the microphone, the words read in the page. */
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ensureRunningTestElectron } from '../scripts/test-electron.mjs';
import { accessibilityProblems } from './accessibility.ts';
import { wordsOf } from './command-line.ts';
import { type Desktop, heardWords, inferenceProcesses, openDesktop, results, until } from './desktop.ts';
import { type Display, openDisplay } from './display.ts';
import { makeEmptyUserFolder, makeUserFolder, type UserFolder } from './user-folder.ts';

const sentence = 'the library opens at nine in the morning and closes at six';

let display: Display;
let electron: string;
before(async () => {
  display = await openDisplay();
  electron = ensureRunningTestElectron();
});
after(() => display.stop());

/** The program on a fresh data folder; both are gone after the test. */
async function fresh(t: { after(end: () => Promise<void>): void }, home: UserFolder = makeUserFolder()) {
  let desktop = await open(home);
  t.after(async () => {
    await desktop.quit();
    home.remove();
  });
  return {
    home,
    get desktop() {
      return desktop;
    },
    async again() {
      desktop = await open(home);
      return desktop;
    },
  };
}

function open(home: UserFolder): Promise<Desktop> {
  return openDesktop({ electron, display: display.name, home: home.path, microphone: 'dictation.wav' });
}

/** Presses the one button's key and waits until the microphone is open. */
async function startSpeaking({ page }: Desktop): Promise<void> {
  await page.getByText('Press Speak and say something').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('main').getByRole('button', { name: 'Stop', exact: true }).waitFor();
}

async function stopSpeaking({ page }: Desktop): Promise<void> {
  await page.keyboard.press('Control+Enter');
  await page
    .getByRole('main')
    .getByRole('button', { name: 'Speak', exact: true })
    .waitFor({ timeout: 60_000 });
}

async function photograph({ page }: Desktop, state: string): Promise<void> {
  await page.screenshot({ path: path.join(results, `desktop-${state}.png`) });
  assert.deepEqual(await accessibilityProblems(page), [], `axe, ${state}`);
}

test('what is said into the microphone is read in the window, by keyboard alone', async (t) => {
  const { desktop } = await fresh(t);
  await desktop.page.getByText('Press Speak and say something').waitFor();
  await photograph(desktop, 'ready');
  await startSpeaking(desktop);
  await until('words appear while speaking', async () =>
    (await heardWords(desktop.page)).includes('library'),
  );
  await photograph(desktop, 'listening');
  await until('the sentence settles', async () => (await heardWords(desktop.page)).includes(sentence));
  await stopSpeaking(desktop);
  const heard = await heardWords(desktop.page);
  assert.ok(heard.includes(sentence), heard);
  await photograph(desktop, 'heard');

  await desktop.page.getByRole('button', { name: 'Library', exact: true }).click();
  await desktop.page.getByText('The library opens at nine').first().waitFor();
  await photograph(desktop, 'library');
  assert.equal(await state(desktop, 'networkRequests'), 0);
});

test('what is typed in English is read in Portuguese, by keyboard alone', async (t) => {
  const { desktop } = await fresh(t);
  const { page } = desktop;
  await page.getByText('Press Speak and say something').waitFor();
  await page.keyboard.press('3');
  await page.getByRole('textbox', { name: 'Your text' }).focus();
  await page.keyboard.type('The library opens at nine in the morning.');
  const translation = page.getByRole('group', { name: 'Translation' });
  await until('the translation is there', async () =>
    /biblioteca.*nove/is.test((await translation.allTextContents()).join('')),
  );
  await photograph(desktop, 'translated');
  await translation.getByRole('button').focus();
  await page.keyboard.press('ArrowRight');
  assert.deepEqual(await page.locator('.mirror .lit').allTextContents(), ['library']);
  await page.keyboard.press('Enter');
  await page.getByRole('menu').getByRole('menuitem').first().waitFor();
  await photograph(desktop, 'alternatives');
});

test('the inference process is killed in mid-sentence: no sound is lost and the words go on', async (t) => {
  const { desktop, home } = await fresh(t);
  const [first] = await until('the inference process is there', async () => {
    const pids = await inferenceProcesses(desktop.app);
    return pids.length > 0 && (await engineIsReady(desktop)) && pids;
  });
  assert.ok(first !== undefined);
  await startSpeaking(desktop);
  const startedAt = Date.now();
  await until('the first words are there', async () => (await heardWords(desktop.page)).includes('library'));
  process.kill(first, 'SIGKILL');
  await until('a new process is there', async () => {
    const pids = await inferenceProcesses(desktop.app);
    return pids.length > 0 && !pids.includes(first);
  });
  await until('the sentence that was cut is whole', async () =>
    (await heardWords(desktop.page)).includes(sentence),
  );
  const spokenSeconds = (Date.now() - startedAt) / 1000;
  await stopSpeaking(desktop);
  const seconds = recordedSeconds(home);
  assert.ok(seconds >= spokenSeconds - 0.5, `${seconds} s recorded of ${spokenSeconds} s`);
});

test('the whole program is killed: recording and settled words are offered at the next start', async (t) => {
  const run = await fresh(t);
  await startSpeaking(run.desktop);
  await until('the first sentence is settled', async () =>
    ((await run.desktop.page.locator('.heard').textContent()) ?? '').includes('six.'),
  );
  const shown = await heardWords(run.desktop.page);
  assert.ok(shown.includes(sentence), shown);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const kept = recordedSeconds(run.home);
  const ended = new Promise((resolve) => run.desktop.app.process().once('exit', resolve));
  process.kill(run.desktop.pid, 'SIGKILL');
  await ended;
  assert.ok(recordedSeconds(run.home) >= kept);

  const { page } = await run.again();
  await page.getByText('Parola ended before this was finished').waitFor();
  await photograph(run.desktop, 'interrupted');
  assert.ok(wordsOf(await excerptOfLast(run.desktop)).startsWith(sentence), 'the settled words were kept');
  await page.getByRole('button', { name: 'Finish it' }).click();
  const finished = await until('its words are there again', async () => {
    const heard = await heardWords(page);
    return heard.includes(sentence) && heard;
  });
  assert.ok(finished.startsWith(sentence), finished);
});

test('the first start without a model says so, fetches it when asked, makes it ready and hears', async (t) => {
  const { desktop } = await fresh(t, makeEmptyUserFolder());
  await desktop.page.getByText('Parola needs to learn to hear').waitFor();
  await photograph(desktop, 'model-missing');
  await desktop.page.getByRole('button', { name: /^Get (hearing|both)/ }).click();
  await desktop.page.getByText('Press Speak and say something').waitFor({ timeout: 120_000 });
  assert.ok(
    Number(await state(desktop, 'networkRequests')) > 0,
    'the program counts what it asked of the network',
  );
  await startSpeaking(desktop);
  await until('words appear', async () => (await heardWords(desktop.page)).includes('library'));
  await stopSpeaking(desktop);
});

async function state(desktop: Desktop, key: 'networkRequests' | 'engine'): Promise<unknown> {
  return desktop.page.evaluate(async (name) => {
    const answer = await (window as unknown as PageWindow).parola.call('state.get', undefined);
    return answer.ok ? answer.value[name] : answer;
  }, key);
}

/** The first words of the newest thing heard, as the library keeps them. */
async function excerptOfLast(desktop: Desktop): Promise<string> {
  return desktop.page.evaluate(async () => {
    const { parola } = window as unknown as PageWindow;
    const answer = await parola.call('history.list', { query: '', limit: 1, offset: 0 });
    return answer.ok ? (answer.value.entries[0]?.excerpt ?? '') : answer.error.message;
  });
}

async function engineIsReady(desktop: Desktop): Promise<boolean> {
  return ((await state(desktop, 'engine')) as { kind: string }).kind === 'ready';
}

interface PageWindow {
  parola: import('../preload/contract.ts').Program;
}

/** Seconds of sound in the only recording on the disk: 16 kHz, 16 bits, a header of 44 bytes. */
function recordedSeconds(home: UserFolder): number {
  const folder = path.join(home.path, 'recordings');
  const files = readdirSync(folder, { recursive: true }).map((name) => path.join(folder, String(name)));
  const bytes = files.map((file) => statSync(file)).filter((about) => about.isFile());
  assert.equal(bytes.length, 1, 'one recording');
  return ((bytes[0]?.size ?? 0) - 44) / 2 / 16_000;
}
