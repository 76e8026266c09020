/**
 * From speech to key points, in Debian's Chromium on `parola serve` with the real models: it is said at the
 * device, heard, summarized by one button, and each point shows and plays where it was said.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright';
import { wordsOf } from './command-line.ts';
import { until } from './desktop.ts';
import { accessibilityFaults, chooseFiles, keepPicture } from './window/browser.ts';
import {
  goTo,
  heard,
  speakUntil,
  startAgain,
  stopSpeaking,
  useServedWindow,
} from './window/served-window.ts';
import { meetingText } from './window/summarize-states.ts';

const served = useServedWindow('dictation.wav');

const points = (page: Page): Locator => page.getByRole('group', { name: 'Key points' }).getByRole('button');
const slider = (page: Page): Locator => page.getByRole('slider', { name: 'Length' });
const lit = (page: Page): Locator => page.locator('.source-lit');

async function summarizeText(page: Page, text: string): Promise<void> {
  await goTo(page, 'Summarize');
  await page.getByRole('textbox', { name: 'The whole text' }).fill(text);
  await page.keyboard.press('Control+Enter');
  await points(page).first().waitFor({ timeout: 60_000 });
}

/** Opens the newest entry of the library; answers how many points it shows. */
async function openNewest(page: Page): Promise<number> {
  await goTo(page, 'Library');
  await page.locator('.diary-line').first().click();
  await points(page).first().waitFor();
  return points(page).count();
}

/** How much the slider says to be shown: "4 of 31 sentences, 62 words". */
async function shownSentences(page: Page): Promise<readonly [number, number]> {
  const said = (await slider(page).getAttribute('aria-valuetext')) ?? '';
  const [, shown, all] = /^(\d+) of (\d+) sentences?, \d+ words?/.exec(said) ?? [];
  return [Number(shown), Number(all)];
}

test('what was said becomes key points by one button; a click lights where it was said and plays it', async () => {
  const { page, said } = served;
  // The recording is heard again and again: twice over there are two sentences to choose from.
  await speakUntil(page, 'closes at six');
  await until('it was heard twice', async () =>
    /closes at six.*closes at six/.test(wordsOf((await heard(page).textContent()) ?? '')),
  );
  const spoken = await stopSpeaking(page);
  await page.getByRole('main').getByRole('button', { name: 'Summarize', exact: true }).click();
  await points(page).first().waitFor({ timeout: 60_000 });
  const first = (await points(page).first().textContent()) ?? '';
  for (const word of wordsOf(first).split(' '))
    assert.ok(wordsOf(spoken).includes(word), `“${word}” was never said`);
  await points(page).first().click();
  await lit(page).waitFor();
  assert.ok(wordsOf((await lit(page).textContent()) ?? '').length >= wordsOf(first).length);
  await page.getByRole('region', { name: 'Player' }).getByRole('button', { name: 'Pause' }).waitFor();
  await keepPicture(page, 'served-summarize-speech');
  assert.deepEqual(await accessibilityFaults(page), []);
  const announced = (await said()).filter((one) => one.startsWith('Read '));
  assert.equal(announced.length, 1, announced.join(' | '));
  await startAgain(served);
  await openNewest(served.page);
  assert.equal((await points(served.page).first().textContent()) ?? '', first);
  assert.deepEqual(served.elsewhere, []);
});

test('the slider goes from everything to one sentence by keyboard, and stays where it was left', async () => {
  const { page } = served;
  await summarizeText(page, meetingText);
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  assert.equal(await focused(), 'Key points', 'the focus goes on where the field was');
  await slider(page).focus();
  await page.keyboard.press('End');
  const [everything, all] = await shownSentences(page);
  assert.equal(everything, all);
  assert.equal(await points(page).count(), all);
  await page.keyboard.press('Home');
  assert.deepEqual(await shownSentences(page), [1, all]);
  assert.equal(await points(page).count(), 1);
  await page.getByRole('button', { name: 'As much as matters' }).click();
  assert.match((await slider(page).getAttribute('aria-valuetext')) ?? '', /as much as matters$/);
  await slider(page).focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  const kept = await points(page).count();
  assert.ok(kept < all);
  // What the slider was left at is told to the program a moment after it rests.
  await until('it is kept', async () => (await openNewest(page)) === kept);
  await startAgain(served);
  assert.equal(await openNewest(served.page), kept);
});

test('the points go on to the translator, and to the clipboard as they are shown', async () => {
  const { page, context } = served;
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await summarizeText(page, meetingText);
  await slider(page).focus();
  await page.keyboard.press('Home');
  const only = await page.getByRole('group', { name: 'Key points' }).locator('.point').textContent();
  await page.getByRole('main').getByRole('button', { name: 'Copy', exact: true }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), only);
  await page.getByRole('main').getByRole('button', { name: 'Translate', exact: true }).click();
  assert.equal(await page.getByRole('textbox', { name: 'Your text' }).inputValue(), only);
  const translation = page.getByRole('group', { name: 'Translation' });
  await until('it is translated', async () => /\w/.test((await translation.textContent()) ?? ''));
});

test('a subtitle file becomes key points with their times; off the record it is gone with the program', async () => {
  const { page } = served;
  await goTo(page, 'Summarize');
  await page.getByRole('switch', { name: 'Off the record' }).click();
  const cues = meetingText
    .split(/(?<=[.?]) |\n\n/)
    .map(
      (line, at) =>
        `${at + 1}\n00:00:${String(at * 4).padStart(2, '0')},000 --> 00:00:${String(at * 4 + 3).padStart(2, '0')},500\n${line}\n`,
    );
  const file = { name: 'ferry.srt', mimeType: 'application/x-subrip', buffer: Buffer.from(cues.join('\n')) };
  await chooseFiles(
    page,
    () => page.getByRole('main').getByRole('button', { name: 'Open a text…' }).click(),
    file,
  );
  await points(page).first().waitFor({ timeout: 60_000 });
  assert.match((await page.locator('.point-time').first().textContent()) ?? '', /\d:\d\d/);
  await keepPicture(page, 'served-summarize-subtitles');
  assert.deepEqual(await accessibilityFaults(page), []);
  await startAgain(served);
  await goTo(served.page, 'Library');
  await served.page.getByText('Everything you say').waitFor();
});

test('clean as I speak: a sentence that needs no cleaning stands as it was said', async () => {
  const { page } = served;
  await page.getByRole('switch', { name: 'Clean as I speak' }).click();
  await page.locator('body').click({ position: { x: 500, y: 500 } });
  await speakUntil(page, 'closes at six');
  const spoken = await stopSpeaking(page);
  assert.match(wordsOf(spoken), /the library opens at nine in the morning and closes at six/);
  assert.equal(await page.locator('.heard del').count(), 0);
  assert.deepEqual(await accessibilityFaults(page), []);
});
