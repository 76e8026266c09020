/**
 * Dictation with its translation below, in Debian's Chromium on `parola serve`: speech goes in at the device,
 * the words are read in the page and below them Portuguese, which stays, is kept, and follows the user's terms.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Page } from 'playwright';
import { wordsOf } from './command-line.ts';
import { until } from './desktop.ts';
import { accessibilityFaults, keepPicture } from './window/browser.ts';
import { goTo, speakUntil, startAgain, stopSpeaking, useServedWindow } from './window/served-window.ts';

const sentence = 'the library opens at nine in the morning and closes at six';
const served = useServedWindow('dictation.wav');

const picker = (page: Page) =>
  page.getByRole('main').getByRole('combobox', { name: 'Translation below each sentence' });
const translations = (page: Page) => page.locator('.heard p.translated');

async function translateInto(page: Page, language: string): Promise<void> {
  await picker(page).selectOption(language);
  await until('it is set', async () =>
    picker(page).evaluate((one, wanted) => {
      const { selectedOptions } = one as HTMLSelectElement;
      return selectedOptions[0]?.textContent === wanted;
    }, language),
  );
  // The space bar is the picker's own while it has the focus.
  await page.locator('body').click({ position: { x: 500, y: 500 } });
}

/** Everything that has stood in each translation, in order, from now on. */
async function watchTranslations(page: Page): Promise<() => Promise<readonly (readonly string[])[]>> {
  await page.evaluate(() => {
    const seen = new Map<Element, string[]>();
    Object.assign(window, { seen });
    new MutationObserver(() => {
      for (const element of document.querySelectorAll('.heard p.translated')) {
        const texts = seen.get(element) ?? [];
        const text = element.textContent ?? '';
        if (texts[texts.length - 1] !== text) texts.push(text);
        seen.set(element, texts);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () =>
    page.evaluate(() => [...(window as unknown as { seen: Map<Element, string[]> }).seen.values()]);
}

async function dictate(page: Page): Promise<string> {
  await speakUntil(page, 'closes at six');
  return stopSpeaking(page);
}

async function translated(page: Page): Promise<string> {
  return until('the translation is below', async () => {
    const text = (await translations(page).allTextContents()).join(' ');
    return /\w/.test(text) && text;
  });
}

test('each sentence shows its translation below; it stays as it is, is kept, and a screen reader is not talked over', async () => {
  const { page, said } = served;
  await translateInto(page, 'Portuguese');
  const seen = await watchTranslations(page);
  await dictate(page);
  const portuguese = await translated(page);
  assert.match(portuguese, /biblioteca/i);
  assert.match(portuguese, /nove/i);
  assert.equal(await translations(page).first().getAttribute('lang'), 'pt');
  await keepPicture(page, 'served-dictation-translation');
  assert.deepEqual(await accessibilityFaults(page), []);
  const announced = await until(
    'the words are announced',
    async () => (await said()).length > 0 && (await said()),
  );
  assert.deepEqual(announced.map(wordsOf), [sentence]);
  for (const texts of await seen()) assert.equal(texts.length, 1, `it was rewritten: ${texts.join(' → ')}`);
  await startAgain(served);
  assert.equal(await picker(served.page).inputValue(), 'pt');
  await goTo(served.page, 'Library');
  await served.page.locator('.diary-line').first().click();
  assert.equal(await translated(served.page), portuguese);
  await keepPicture(served.page, 'served-entry-translation');
  assert.deepEqual(await accessibilityFaults(served.page), []);
});

test('without a language nothing is translated, and the words stand as a page', async () => {
  const { page } = served;
  assert.equal(await picker(page).inputValue(), '');
  assert.equal(wordsOf(await dictate(page)), sentence);
  await goTo(page, 'Library');
  await page.locator('.diary-line').first().click();
  await page.locator('.spoken-paragraph').first().waitFor();
  assert.equal(await translations(page).count(), 0);
});

test('a term of the glossary, typed with the keyboard, is honoured in the next dictation', async () => {
  const { page } = served;
  await translateInto(page, 'Portuguese');
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Glossary' }).click();
  const sheet = page.getByRole('dialog', { name: 'Glossary' });
  await sheet.getByRole('textbox', { name: 'Term 1' }).focus();
  await page.keyboard.type('library');
  await page.keyboard.press('Tab');
  await page.keyboard.type('livraria');
  await page.keyboard.press('Enter');
  await sheet.getByText('Kept.').waitFor();
  await sheet.getByText('glossary.yaml').waitFor();
  await keepPicture(page, 'served-glossary');
  assert.deepEqual(await accessibilityFaults(page), []);
  await page.keyboard.press('Escape');
  await goTo(page, 'Speak');
  await page.locator('body').click({ position: { x: 500, y: 500 } });
  await dictate(page);
  const portuguese = await translated(page);
  assert.match(portuguese, /livraria/i);
  assert.doesNotMatch(portuguese, /biblioteca/i);
});

test('a glossary file that is broken is told with its line, is left as it is, and read again once it is mended', async () => {
  const { page, home } = served;
  const file = path.join(home.path, 'glossary.yaml');
  const broken = 'terms:\n  - term: board\n    translations: [conselho\n';
  writeFileSync(file, broken);
  await goTo(page, 'Settings');
  await page.getByRole('button', { name: 'Glossary' }).click();
  const sheet = page.getByRole('dialog', { name: 'Glossary' });
  await sheet
    .getByText(/line \d/i)
    .first()
    .waitFor();
  assert.equal(await sheet.getByRole('textbox').count(), 0);
  await keepPicture(page, 'served-glossary-broken');
  assert.deepEqual(await accessibilityFaults(page), []);
  assert.equal(readFileSync(file, 'utf8'), broken);
  writeFileSync(file, 'terms:\n  - term: board\n    translations: { pt: conselho }\n');
  await sheet.getByRole('button', { name: 'Read it again' }).click();
  const use = sheet.getByRole('textbox', { name: 'Translation of board' });
  await use.waitFor();
  assert.equal(await use.inputValue(), 'conselho');
});

test('the words of an entry are sent to the translator, and the library keeps both texts until they are deleted', async () => {
  const { page } = served;
  await dictate(page);
  await goTo(page, 'Library');
  await page.locator('.diary-line').first().click();
  await page.getByRole('main').getByRole('button', { name: 'Translate', exact: true }).click();
  const target = page.locator('.aligned[lang=pt]');
  await until('it is translated', async () => /biblioteca/i.test((await target.allTextContents()).join(' ')));
  await keepPicture(page, 'served-entry-sent');
  await goTo(page, 'Library');
  const line = page.getByRole('button', { name: 'Translation The library opens' });
  await line.click();
  const facing = page.locator('.facing');
  await facing.getByText('A biblioteca abre').waitFor();
  await facing.getByText('The library opens').waitFor();
  assert.deepEqual(await accessibilityFaults(page), []);
  await keepPicture(page, 'served-entry-facing');
  await page.getByRole('button', { name: 'Save' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'Text (.txt)' }).click();
  assert.match(readFileSync(await (await download).path(), 'utf8'), /^A biblioteca abre/);
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('button', { name: 'Delete for good' }).click();
  await page.getByRole('searchbox').waitFor();
  await until('only the dictation is left', async () => (await page.locator('.diary-line').count()) === 1);
  assert.equal(await line.count(), 0);
});
