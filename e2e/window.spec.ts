/** The window in Debian's Chromium on `parola serve`: speech goes in at the device, the words are read in the page. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright';
import { speech, wordsOf } from './command-line.ts';
import { processTree, readIfThere, until } from './desktop.ts';
import { makeUserFolder, type UserFolder } from './user-folder.ts';
import {
  accessibilityFaults,
  keepPicture,
  listenAsScreenReader,
  openBrowser,
  type ServedProgram,
  servePage,
} from './window/browser.ts';

const sentence = 'the library opens at nine in the morning and closes at six';

let browser: Browser;
let home: UserFolder;
let program: ServedProgram;
let context: BrowserContext;
let page: Page;
let said: () => Promise<readonly string[]>;
const elsewhere: string[] = [];

before(async () => {
  browser = await openBrowser('dictation.wav');
});
after(() => browser.close());

beforeEach(async () => {
  home = makeUserFolder();
  program = await servePage(home.path);
  await openPage();
});
afterEach(async () => {
  await context.close();
  await program.stop();
  home.remove();
});

async function openPage(): Promise<void> {
  context = await browser.newContext({ viewport: { width: 1040, height: 720 }, acceptDownloads: true });
  page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('request', (request) => {
    if (!/^(blob:)?http:\/\/127\.0\.0\.1:/.test(request.url())) elsewhere.push(request.url());
  });
  said = await listenAsScreenReader(page);
  await page.goto(program.address);
  await speakButton('Speak').waitFor();
}

const speakButton = (name: string) => page.getByRole('main').getByRole('button', { name, exact: true });
const heard = () => page.getByRole('region', { name: 'What was heard' });
const room = (name: string) =>
  page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name, exact: true });

/** Speaks until the sentence is on the page, then stops and waits for the end. */
async function dictate(): Promise<string> {
  await page.keyboard.press('Space');
  await speakButton('Stop').waitFor();
  await until('the sentence is on the page', async () =>
    wordsOf((await heard().textContent()) ?? '').includes('closes at six'),
  );
  await page.keyboard.press('Space');
  await page.getByRole('toolbar', { name: 'With these words' }).waitFor();
  return (await page.locator('.heard p').allTextContents()).join(' ').trim();
}

test('what is said at the microphone is read in the page, and a screen reader hears it once, afterwards', async () => {
  await page.keyboard.press('Space');
  await speakButton('Stop').waitFor();
  await until('the words are there', async () =>
    wordsOf((await heard().textContent()) ?? '').includes('closes at six'),
  );
  await keepPicture(page, 'served-recording');
  assert.deepEqual(await said(), [], 'a screen reader would have talked into the microphone');
  assert.deepEqual(await accessibilityFaults(page), []);
  await page.keyboard.press('Space');
  await page.getByRole('toolbar', { name: 'With these words' }).waitFor();
  const text = (await page.locator('.heard p').allTextContents()).join(' ').trim();
  assert.equal(wordsOf(text), sentence);
  const announced = await until('it is announced', async () => (await said()).length > 0 && (await said()));
  assert.deepEqual(announced.map(wordsOf), [wordsOf(text)]);
  await keepPicture(page, 'served-done');
  assert.deepEqual(await accessibilityFaults(page), []);
});

test('the page can be used with the keyboard alone, and each control has a name', async () => {
  const tree = await page.locator('body').ariaSnapshot();
  for (const line of [
    'button "Speak"',
    'combobox "Microphone"',
    'switch "Off the record"',
    'navigation "Rooms"',
  ]) {
    assert.ok(tree.includes(line), `${line} is missing in\n${tree}`);
  }
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('2');
  await page.getByRole('heading', { name: 'Library' }).waitFor();
  await page.keyboard.press('/');
  await until('the search field has the focus', () =>
    page.getByRole('searchbox').evaluate((field) => field === document.activeElement),
  );
  await page.keyboard.press('Tab');
  await page.keyboard.press('1');
  await page.getByRole('heading', { name: 'Speak' }).waitFor();
});

test('the chosen microphone is found again by its name, and a missing one is replaced and said', async () => {
  await page.evaluate(async () => {
    for (const track of (await navigator.mediaDevices.getUserMedia({ audio: true })).getTracks())
      track.stop();
  });
  await page.reload();
  const picker = page.getByRole('combobox', { name: 'Microphone' });
  const label = await until('the names are listed', async () =>
    (await picker.locator('option').allTextContents()).find((one) => one.includes('Fake Audio Input 2')),
  );
  await picker.selectOption(label);
  await page.reload();
  assert.equal(await picker.inputValue(), label);
  const opened = await page.evaluate(watchMicrophones);
  assert.equal(opened, undefined);
  await speakButton('Speak').click();
  await speakButton('Stop').waitFor();
  assert.deepEqual(await page.evaluate(() => (window as unknown as { opened: string[] }).opened), [label]);
  await speakButton('Stop').click();
  await speakButton('Speak').waitFor();
  await page.evaluate((gone) => {
    const list = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
    navigator.mediaDevices.enumerateDevices = async () => (await list()).filter((one) => one.label !== gone);
  }, label);
  await speakButton('Speak').click();
  await page.getByText(`${label} is not connected, so the system’s default is used.`).waitFor();
  await keepPicture(page, 'served-microphone-replaced');
  await speakButton('Stop').click();
  await speakButton('Speak').waitFor();
});

/** In the page: notes the label of every microphone that is opened. */
function watchMicrophones(): void {
  const opened: string[] = [];
  Object.assign(window, { opened });
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wishes) => {
    const stream = await open(wishes);
    opened.push(stream.getAudioTracks()[0]?.label ?? '');
    return stream;
  };
}

test('a recording that is dropped on the window is written down', async () => {
  const bytes = [...readFileSync(path.join(speech, 'boat.flac'))];
  const transfer = await page.evaluateHandle((content) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(content)], 'boat.flac'));
    return data;
  }, bytes);
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await keepPicture(page, 'served-drop');
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  await page.getByRole('heading', { name: 'boat.flac' }).waitFor();
  await page.getByRole('toolbar', { name: 'With these words' }).waitFor();
  assert.match(wordsOf((await heard().textContent()) ?? ''), /crossed the river by boat and walked home/);
});

test('a file that is no recording is refused in words, and another one can be opened', async () => {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a recording' }).first().press('Enter');
  await (await chooser).setFiles(path.join(speech, 'transcripts.tsv'));
  await page.getByRole('button', { name: 'Open another recording' }).waitFor();
  await keepPicture(page, 'served-refused');
  assert.deepEqual(await accessibilityFaults(page), []);
});

test('what was heard is in the library: found, played from a word, saved in four formats, deleted for good', async () => {
  await dictate();
  await room('Library').click();
  await page.getByRole('searchbox').fill('library');
  await page.locator('.diary-line').first().waitFor();
  await keepPicture(page, 'served-library');
  await page.getByRole('searchbox').fill('hippopotamus');
  await page.getByText('Nothing with “hippopotamus”.').waitFor();
  await page.getByRole('searchbox').fill('');
  await page.locator('.diary-line').first().click();
  await page.locator('.word', { hasText: 'morning' }).first().click();
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  await until('it plays on from the word', async () => {
    const position = await page.getByRole('slider', { name: 'Position' }).inputValue();
    return Number(position) > 1;
  });
  await keepPicture(page, 'served-entry');
  assert.deepEqual(await accessibilityFaults(page), []);
  for (const [choice, expected] of [
    ['Text (.txt)', /library opens/i],
    ['Subtitles (.srt)', /-->/],
    ['Web subtitles (.vtt)', /^WEBVTT/],
    ['Data with times (.json)', /"segments"/],
  ] as const) {
    await page.getByRole('button', { name: 'Save' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: choice }).click();
    assert.match(readFileSync(await (await download).path(), 'utf8'), expected);
  }
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await keepPicture(page, 'served-delete');
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await page.getByText('Everything you say').waitFor();
});

test('the words are copied', async () => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const text = await dictate();
  await page.keyboard.press('c');
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(wordsOf(await page.evaluate(() => navigator.clipboard.readText())), wordsOf(text));
});

test('what is said off the record is gone when Parola ends', async () => {
  await page.getByRole('switch', { name: 'Off the record' }).click();
  await page.getByRole('switch', { name: 'Off the record', checked: true }).waitFor();
  await page.locator('body').click({ position: { x: 500, y: 500 } });
  assert.ok(wordsOf(await dictate()).includes(sentence.slice(0, 30)));
  await keepPicture(page, 'served-off-the-record');
  await context.close();
  await program.stop();
  program = await servePage(home.path);
  await openPage();
  await room('Library').click();
  await page.getByText('Everything you say').waitFor();
});

test('when the program ends, the page says so and keeps the words', async () => {
  const text = await dictate();
  program.process.kill('SIGKILL');
  await page.getByText('The connection to Parola was lost.').waitFor();
  await keepPicture(page, 'served-connection-lost');
  assert.equal(wordsOf((await page.locator('.heard p').allTextContents()).join(' ')), wordsOf(text));
  assert.deepEqual(await accessibilityFaults(page), []);
});

test('when recognition is killed in mid-sentence, the recording goes on and all its words are there', async () => {
  await page.keyboard.press('Space');
  await speakButton('Stop').waitFor();
  await until('it has begun to write', async () => ((await heard().textContent()) ?? '').includes('library'));
  for (const pid of recognitionProcesses()) process.kill(pid, 'SIGKILL');
  await page.getByText('Recognition stopped by itself').waitFor();
  assert.deepEqual(await said(), [], 'a screen reader would have talked into the microphone');
  await keepPicture(page, 'served-restarting');
  await until('the sentence is there', async () =>
    wordsOf((await heard().textContent()) ?? '').includes('closes at six'),
  );
  await page.keyboard.press('Space');
  await page.getByRole('toolbar', { name: 'With these words' }).waitFor();
  const text = wordsOf((await page.locator('.heard p').allTextContents()).join(' '));
  assert.ok(text.startsWith(sentence), text);
});

test('when Parola is killed in mid-sentence, the recording is offered at the next start and can be finished', async () => {
  await page.keyboard.press('Space');
  await speakButton('Stop').waitFor();
  await until('the sentence is there', async () =>
    wordsOf((await heard().textContent()) ?? '').includes('closes at six'),
  );
  for (const pid of processTree(program.process.pid ?? 0)) process.kill(pid, 'SIGKILL');
  await page.getByText('The connection to Parola was lost.').waitFor();
  await context.close();
  program = await servePage(home.path);
  await openPage();
  await page.getByText('Parola ended before this was finished').waitFor();
  await keepPicture(page, 'served-interrupted');
  await page.getByRole('button', { name: 'Finish it' }).click();
  await page.getByRole('toolbar', { name: 'With these words' }).waitFor();
  assert.ok(wordsOf((await heard().textContent()) ?? '').includes(sentence));
});

/** The processes that recognize, of the program that is served. */
function recognitionProcesses(): number[] {
  return processTree(program.process.pid ?? 0).filter((pid) =>
    readIfThere(`/proc/${pid}/cmdline`).includes('worker.cjs'),
  );
}

test('theme and other settings are kept', async () => {
  await room('Settings').click();
  await page.getByRole('radio', { name: 'Dark' }).check();
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  await room('Models').click();
  await page.getByRole('article').first().waitFor();
  await keepPicture(page, 'served-models');
  assert.deepEqual(await accessibilityFaults(page), []);
});

test('an entry is opened from the library by keyboard, and Escape goes back to its line', async () => {
  await dictate();
  await page.keyboard.press('2');
  const line = page.locator('.diary-line').first();
  await line.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Delete' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox').waitFor();
  await until('its line has the focus', () => line.evaluate((element) => element === document.activeElement));
});

test('the page asked nobody but its own program for anything', () => {
  assert.deepEqual(elsewhere, []);
});
