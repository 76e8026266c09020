/** The window in Debian's Chromium on `parola serve`: speech goes in at the device, the words are read in the page. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { speech, wordsOf } from './command-line.ts';
import { processTree, readIfThere, until } from './desktop.ts';
import { accessibilityFaults, chooseFiles, keepPicture } from './window/browser.ts';
import {
  heard,
  speakButton,
  speakUntil,
  startAgain,
  stopSpeaking,
  textOf,
  useServedWindow,
  wordsAppear,
} from './window/served-window.ts';

const sentence = 'the library opens at nine in the morning and closes at six';
const served = useServedWindow('dictation.wav');

test('what is said at the microphone is read in the page, and a screen reader hears it once, afterwards', async () => {
  const { page, said } = served;
  await speakUntil(page, 'closes at six');
  await keepPicture(page, 'served-recording');
  assert.deepEqual(await said(), [], 'a screen reader would have talked into the microphone');
  assert.deepEqual(await accessibilityFaults(page), []);
  const text = await stopSpeaking(page);
  assert.equal(wordsOf(text), sentence);
  const announced = await until('it is announced', async () => (await said()).length > 0 && (await said()));
  assert.deepEqual(announced.map(wordsOf), [sentence]);
  await keepPicture(page, 'served-done');
  assert.deepEqual(await accessibilityFaults(page), []);
});

test('the page can be used with the keyboard alone, and each control has a name', async () => {
  const { page } = served;
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
  await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'hidden' });
  await page.keyboard.press('5');
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
  const { page } = served;
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
  await page.evaluate(watchMicrophones);
  await speakButton(page, 'Speak').click();
  await speakButton(page, 'Stop').waitFor();
  assert.deepEqual(await page.evaluate(() => (window as unknown as { opened: string[] }).opened), [label]);
  await speakButton(page, 'Stop').click();
  await speakButton(page, 'Speak').waitFor();
  await page.evaluate((gone) => {
    const list = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
    navigator.mediaDevices.enumerateDevices = async () => (await list()).filter((one) => one.label !== gone);
  }, label);
  await speakButton(page, 'Speak').click();
  await page.getByText(`${label} is not connected, so the system’s default is used.`).waitFor();
  await keepPicture(page, 'served-microphone-replaced');
  await speakButton(page, 'Stop').click();
  await speakButton(page, 'Speak').waitFor();
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
  const { page } = served;
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
  assert.match(wordsOf(await textOf(page)), /crossed the river by boat and walked home/);
});

test('a file that is no recording is refused in words, and another one can be opened', async () => {
  const { page } = served;
  const open = page.getByRole('button', { name: 'Open a recording' }).first();
  await chooseFiles(page, () => open.press('Enter'), path.join(speech, 'transcripts.tsv'));
  await page.getByRole('button', { name: 'Open another recording' }).waitFor();
  await keepPicture(page, 'served-refused');
  assert.deepEqual(await accessibilityFaults(page), []);
});

test('when recognition is killed in mid-sentence, the recording goes on and all its words are there', async () => {
  const { page, said } = served;
  await speakUntil(page, 'library');
  for (const pid of recognitionProcesses()) process.kill(pid, 'SIGKILL');
  await page.getByText('Recognition stopped by itself').waitFor();
  assert.deepEqual(await said(), [], 'a screen reader would have talked into the microphone');
  await keepPicture(page, 'served-restarting');
  await wordsAppear(page, 'closes at six');
  const text = wordsOf(await stopSpeaking(page));
  assert.ok(text.startsWith(sentence), text);
});

/** The processes that recognize, of the program that is served. */
function recognitionProcesses(): number[] {
  return processTree(served.program.process.pid ?? 0).filter((pid) =>
    readIfThere(`/proc/${pid}/cmdline`).includes('worker.cjs'),
  );
}

test('when Parola is killed in mid-sentence, the recording is offered at the next start and can be finished', async () => {
  await speakUntil(served.page, 'closes at six');
  for (const pid of processTree(served.program.process.pid ?? 0)) process.kill(pid, 'SIGKILL');
  await served.page.getByText('The connection to Parola was lost.').first().waitFor();
  await startAgain(served);
  await served.page.getByText('Parola ended before this was finished').waitFor();
  await keepPicture(served.page, 'served-interrupted');
  await served.page.getByRole('button', { name: 'Finish it' }).click();
  await served.page.getByRole('toolbar', { name: 'With these words' }).waitFor();
  assert.ok(wordsOf((await heard(served.page).textContent()) ?? '').includes(sentence));
});

test('when the program ends, the page says so and keeps the words', async () => {
  const { page, program } = served;
  await speakUntil(page, 'closes at six');
  const text = await stopSpeaking(page);
  program.process.kill('SIGKILL');
  await page.getByText('The connection to Parola was lost.').first().waitFor();
  await keepPicture(page, 'served-connection-lost');
  assert.equal(await textOf(page), text);
  assert.deepEqual(await accessibilityFaults(page), []);
});

test('the page asked nobody but its own program for anything', () => {
  assert.deepEqual(served.elsewhere, []);
});
