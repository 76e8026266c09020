/** The room See in Debian's Chromium on `parola serve`, with the real captioner: a picture goes in, its caption is read in the page. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright';
import { fixtures } from './command-line.ts';
import { until } from './desktop.ts';
import { accessibilityFaults, chooseFiles, keepPicture } from './window/browser.ts';
import { goTo, startAgain, useServedWindow } from './window/served-window.ts';

const served = useServedWindow('dictation.wav');
const photographs = path.join(fixtures, 'photographs');

const captionOf = (page: Page): Locator => page.getByRole('group', { name: 'Caption' });
const altText = (page: Page): Locator => page.getByRole('textbox', { name: 'Alternative text' });

/** Opens photographs by the file chooser, as the key F does, and waits for the first one's caption. */
async function openPictures(page: Page, files: readonly string[]): Promise<string> {
  await page.keyboard.press('2');
  await page.getByRole('heading', { name: 'See', exact: true }).waitFor();
  const paths = files.map((file) => path.join(photographs, file));
  await chooseFiles(page, () => page.keyboard.press('f'), paths);
  return readCaption(page);
}

async function readCaption(page: Page): Promise<string> {
  await page.locator('.caption-text').waitFor({ timeout: 60_000 });
  await page.getByRole('toolbar', { name: 'With these words' }).waitFor({ timeout: 60_000 });
  // The words without the hidden notes and without hedging.
  return altText(page).inputValue();
}

async function dropPicture(page: Page, file: string): Promise<void> {
  const base64 = readFileSync(path.join(photographs, file)).toString('base64');
  const transfer = await page.evaluateHandle(
    ([name = '', data = '']) => {
      const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
      const dropped = new DataTransfer();
      dropped.items.add(new File([bytes], name, { type: 'image/jpeg' }));
      return dropped;
    },
    [file, base64],
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

test('a photograph is opened, described and explored word by word, by keyboard alone', async () => {
  const { page, said } = served;
  const caption = await openPictures(page, ['photographer.jpg']);
  assert.match(caption, /^[A-Z]\S* (\S+ )+\S+$/, 'a sentence');
  await page.locator('.picture-frame img').waitFor();
  await captionOf(page).getByRole('button').focus();
  const places = new Set<string>();
  for (let step = 0; step < caption.split(' ').length; step += 1) {
    const word = captionOf(page).getByRole('button');
    places.add((await word.getAttribute('aria-description')) ?? '');
    await page.keyboard.press('ArrowRight');
  }
  assert.ok(places.size > 1, `words were seen in more than one place: ${[...places].join(' | ')}`);
  assert.ok(
    [...places].some((place) => /half|near|middle|picture/.test(place)),
    [...places].join(' | '),
  );
  await keepPicture(page, 'served-see');
  assert.deepEqual(await accessibilityFaults(page), []);
  const heard = (await said()).filter((one) => one.includes('Caption:'));
  assert.equal(heard.length, 1, heard.join(' | '));
  assert.ok(heard[0]?.includes(caption));
});

test('a dropped photograph is described from any room, and its text is copied without hedging', async () => {
  const { page, context } = served;
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await dropPicture(page, 'coffee.jpg');
  const caption = await readCaption(page);
  await page.locator('main h1').focus();
  await page.keyboard.press('c');
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), caption);
});

test('the alternative text is edited, kept after a new start, saved, translated and deleted', async () => {
  const { page } = served;
  const own = 'A small cup of espresso on a red saucer.';
  await openPictures(page, ['coffee.jpg']);
  await altText(page).fill(own);
  await page.getByRole('button', { name: 'Keep this' }).click();
  await page.getByText('In your words').waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'For a web page (.html)' }).click();
  assert.match(readFileSync(await (await download).path(), 'utf8'), /<img [^>]*alt="A small cup of espresso/);
  await page.getByRole('toolbar').getByRole('button', { name: 'Translate', exact: true }).click();
  await until('it is read in Portuguese', async () =>
    /expresso|café|xícara|chávena/i.test(
      (await page.getByRole('group', { name: 'Translation' }).textContent()) ?? '',
    ),
  );
  await startAgain(served);
  const again = served.page;
  await goTo(again, 'Library');
  await again.getByRole('searchbox').fill('espresso');
  await again.locator('.diary-line', { hasText: 'coffee.jpg' }).click();
  assert.equal(await altText(again).inputValue(), own);
  await again.getByRole('button', { name: 'Back to the caption' }).click();
  await until('the caption stands again', async () => (await altText(again).inputValue()) !== own);
  await again.getByRole('button', { name: 'Delete', exact: true }).click();
  await again.getByRole('button', { name: 'Delete for good' }).click();
  await again.waitForFunction(() => document.activeElement?.textContent === 'Library');
  await again.getByRole('searchbox').fill('coffee');
  await again.getByText('Nothing with “coffee”.').waitFor();
});

test('of several pictures each gets its caption, and one that is none says so while the others go on', async () => {
  const { page } = served;
  await openPictures(page, ['cat.jpg', 'README.md', 'astronaut.jpg']);
  await page.getByText('3 of 3 done').waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'README.md failed' }).click();
  await page.getByRole('button', { name: 'Open another picture…' }).waitFor();
  await page.getByRole('button', { name: 'astronaut.jpg done' }).click();
  await page.locator('.picture-frame img').waitFor();
  await keepPicture(page, 'served-see-queue');
});

test('the page asked nobody but its own program for anything', () => {
  assert.deepEqual(served.elsewhere, []);
});
