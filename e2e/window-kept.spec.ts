/** What the window keeps, in Debian's Chromium on `parola serve`: the library, copies and files, settings, and what it must not keep. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { wordsOf } from './command-line.ts';
import { until } from './desktop.ts';
import { accessibilityFaults, keepPicture } from './window/browser.ts';
import { goTo, speakUntil, startAgain, stopSpeaking, useServedWindow } from './window/served-window.ts';

const sentence = 'the library opens at nine in the morning and closes at six';
const served = useServedWindow('dictation.wav');

async function dictate(): Promise<string> {
  await speakUntil(served.page, 'closes at six');
  return stopSpeaking(served.page);
}

test('what was heard is found by its words, and a click on a word plays it', async () => {
  const { page } = served;
  await dictate();
  await goTo(page, 'Library');
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
});

test('what was heard is saved as text, subtitles and data', async () => {
  const { page } = served;
  await dictate();
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
});

test('an entry is deleted for good only after it was asked, and then it is gone', async () => {
  const { page } = served;
  await dictate();
  await goTo(page, 'Library');
  await page.locator('.diary-line').first().click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await keepPicture(page, 'served-delete');
  await page.getByRole('button', { name: 'Keep it' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await page.getByText('Everything you say').waitFor();
  await startAgain(served);
  await goTo(served.page, 'Library');
  await served.page.getByText('Everything you say').waitFor();
});

test('the words are copied', async () => {
  const { page, context } = served;
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const text = await dictate();
  await page.keyboard.press('c');
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(wordsOf(await page.evaluate(() => navigator.clipboard.readText())), wordsOf(text));
});

test('what is said off the record is gone when Parola ends', async () => {
  const { page } = served;
  await page.getByRole('switch', { name: 'Off the record' }).click();
  await page.getByRole('switch', { name: 'Off the record', checked: true }).waitFor();
  await page.locator('body').click({ position: { x: 500, y: 500 } });
  assert.equal(wordsOf(await dictate()), sentence);
  await keepPicture(page, 'served-off-the-record');
  await startAgain(served);
  await goTo(served.page, 'Library');
  await served.page.getByText('Everything you say').waitFor();
});

test('theme and keys stay as they were chosen', async () => {
  const { page } = served;
  await goTo(page, 'Settings');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await page.getByRole('switch', { name: 'Single letters as keys' }).click();
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  await page.reload();
  await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
  await page.keyboard.press('5');
  await page.getByRole('heading', { name: 'Speak' }).waitFor();
  await goTo(page, 'Models');
  await page.getByRole('article').first().waitFor();
  await keepPicture(page, 'served-models');
  assert.deepEqual(await accessibilityFaults(page), []);
});

test('an entry is opened from the library by keyboard, and Escape goes back to its line', async () => {
  const { page } = served;
  await dictate();
  await page.keyboard.press('5');
  const line = page.locator('.diary-line').first();
  await line.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Delete' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('searchbox').waitFor();
  await until('its line has the focus', () => line.evaluate((element) => element === document.activeElement));
});

test('the page asked nobody but its own program for anything', () => {
  assert.deepEqual(served.elsewhere, []);
});
