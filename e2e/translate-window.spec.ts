/** The translator in Debian's Chromium on `parola serve`, with the real models: what is typed is read in Portuguese. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { Locator, Page } from 'playwright';
import { wordsOf } from './command-line.ts';
import { until } from './desktop.ts';
import { accessibilityFaults, keepPicture } from './window/browser.ts';
import { goTo, speakUntil, stopSpeaking, useServedWindow } from './window/served-window.ts';

const english = 'The library opens at nine in the morning. On Sundays it stays closed.';
const served = useServedWindow('dictation.wav');

const field = (page: Page): Locator => page.getByRole('textbox', { name: 'Your text' });
const target = (page: Page): Locator => page.getByRole('group', { name: 'Translation' });
const readTarget = async (page: Page) => ((await target(page).textContent()) ?? '').toLowerCase();

/** Goes there, writes `text` and waits until its translation stands there and says `expected`. */
async function translate(page: Page, text: string, expected: RegExp): Promise<string> {
  await goTo(page, 'Translate');
  await field(page).fill(text);
  return reads(page, expected);
}

const reads = (page: Page, expected: RegExp) =>
  until(`the translation says ${expected}`, async () => {
    if ((await target(page).count()) === 0) return false;
    const text = await readTarget(page);
    return expected.test(text) && text;
  });

async function dropFile(page: Page, name: string, content: string): Promise<void> {
  const transfer = await page.evaluateHandle(
    ([fileName, text]) => {
      const data = new DataTransfer();
      data.items.add(new File([text ?? ''], fileName ?? ''));
      return data;
    },
    [name, content],
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

test('what is typed in English is read in Portuguese, and a screen reader hears it once, when typing rests', async () => {
  const { page, said } = served;
  await goTo(page, 'Translate');
  await field(page).pressSequentially(english, { delay: 25 });
  await reads(page, /biblioteca.*nove.*domingos/s);
  await page.getByRole('button', { name: 'Translate from: English, detected' }).waitFor();
  await keepPicture(page, 'served-translated');
  assert.deepEqual(await accessibilityFaults(page), []);
  const announced = await until('it is announced', async () => (await said()).length > 0 && (await said()));
  assert.equal(announced.length, 1, announced.join(' | '));
  assert.match(announced[0] ?? '', /biblioteca/);
  assert.equal(await target(page).getAttribute('lang'), 'pt');
  assert.equal(await field(page).getAttribute('lang'), 'en');
});

test('while one types on, the translation there is stays readable', async () => {
  const { page } = served;
  await translate(page, english, /biblioteca/);
  await page.evaluate(() => {
    const shortest = { length: Number.POSITIVE_INFINITY };
    Object.assign(window, { shortest });
    const look = () => {
      const length = document.querySelector('.aligned')?.textContent?.length ?? 0;
      shortest.length = Math.min(shortest.length, length);
    };
    look();
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  const before = await page.evaluate(
    () => (window as unknown as { shortest: { length: number } }).shortest.length,
  );
  await field(page).press('End');
  await page.keyboard.type(' The dog sleeps.', { delay: 60 });
  await reads(page, /cachorro|cão/);
  const shortest = await page.evaluate(
    () => (window as unknown as { shortest: { length: number } }).shortest.length,
  );
  assert.ok(shortest >= before * 0.9, `the translation shrank from ${before} to ${shortest} characters`);
});

test('the languages change places, and the translation becomes the text', async () => {
  const { page } = served;
  await translate(page, english, /biblioteca/);
  await page.getByRole('button', { name: 'Swap the languages' }).click();
  await reads(page, /library.*(nine|9)/s);
  assert.match(await field(page).inputValue(), /biblioteca/);
  await page.getByRole('button', { name: 'Translate from: Portuguese' }).waitFor();
  await page.getByRole('button', { name: 'Translate into: English' }).waitFor();
});

test('words light their partners by mouse and by key, from either side', async () => {
  const { page } = served;
  await translate(page, english, /biblioteca/);
  await target(page).getByText('biblioteca', { exact: true }).hover();
  assert.deepEqual(await page.locator('.mirror .lit').allTextContents(), ['library']);
  await field(page).hover({ position: { x: 5, y: 5 } });
  const place = await page.locator('.mirror').getByText('library').boundingBox();
  assert.ok(place);
  await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2);
  assert.deepEqual(await target(page).locator('.lit').allTextContents(), ['biblioteca']);
  await page.mouse.move(5, 5);
  await field(page).press('Control+Home');
  for (let step = 0; step < 6; step += 1) await page.keyboard.press('ArrowRight');
  assert.deepEqual(await target(page).locator('.lit').allTextContents(), ['biblioteca']);
  await target(page).getByRole('button').focus();
  await page.keyboard.press('ArrowRight');
  const word = target(page).getByRole('button');
  assert.equal(await word.textContent(), 'biblioteca');
  assert.match((await word.getAttribute('aria-description')) ?? '', /from library/);
  assert.deepEqual(await page.locator('.mirror .lit').allTextContents(), ['library']);
});

test('another wording is chosen by keyboard, stays when one types on, and is what the library keeps', async () => {
  const { page } = served;
  const before = await translate(page, english, /biblioteca/);
  await target(page).getByRole('button').press('Enter');
  const menu = page.getByRole('menu', { name: 'Other ways to say' });
  await menu.getByRole('menuitem').first().waitFor();
  await keepPicture(page, 'served-alternatives');
  await page.keyboard.press('Escape');
  await menu.waitFor({ state: 'detached' });
  assert.equal(
    await page.evaluate(() => document.activeElement?.textContent?.toLowerCase()),
    before.slice(0, 1),
  );
  await page.keyboard.press('Enter');
  const choice = menu.getByRole('menuitem').first();
  await choice.waitFor();
  await choice.click();
  await menu.waitFor({ state: 'detached' });
  const chosen = await until('the wording changed', async () => {
    const text = await readTarget(page);
    return text !== before && text;
  });
  await field(page).press('Control+End');
  await page.keyboard.type(' The dog sleeps.');
  const after = await reads(page, /cachorro|cão/);
  const [sentence = ''] = chosen.split('.');
  assert.ok(after.startsWith(sentence), `${after} does not begin with ${sentence}`);
  await goTo(page, 'Library');
  await page.locator('.diary-line').first().click();
  await until('the library has the chosen words', async () =>
    ((await page.locator('main').textContent()) ?? '').toLowerCase().includes(sentence),
  );
});

test('a dropped SRT comes back as an SRT in Portuguese, with its times untouched', async () => {
  const { page } = served;
  const srt =
    '1\n00:00:01,000 --> 00:00:03,500\nThe boat came in\n\n2\n00:00:03,600 --> 00:00:06,000\nwith the tide this morning.\n\n3\n00:00:07,000 --> 00:00:09,000\nNobody was there.\n';
  await page.evaluate(() => undefined);
  await dropFile(page, 'harbour.srt', srt);
  const documents = page.getByRole('region', { name: 'Documents' });
  await documents.getByText('into Portuguese').waitFor({ timeout: 60_000 });
  await keepPicture(page, 'served-document');
  assert.deepEqual(await accessibilityFaults(page), []);
  const download = page.waitForEvent('download');
  await documents.getByRole('button', { name: 'Save' }).click();
  const saved = await download;
  assert.match(saved.suggestedFilename(), /harbour.*\.srt$/);
  const text = readFileSync(await saved.path(), 'utf8');
  const times = (content: string) => content.split('\n').filter((line) => line.includes('-->'));
  assert.deepEqual(times(text), times(srt));
  assert.match(text.toLowerCase(), /barco/);
  assert.match(text.toLowerCase(), /ninguém/);
});

test('a document that is no text is refused beside its name, and others go on', async () => {
  const { page } = served;
  await dropFile(page, 'picture.txt', '\u0000\u0001\u0002 PNG \u0000');
  await page.getByRole('region', { name: 'Documents' }).getByText('picture.txt').waitFor();
  await page.getByRole('button', { name: 'Open another document…' }).waitFor();
  await dropFile(page, 'note.txt', `${english}\n`);
  await page.getByRole('region', { name: 'Documents' }).getByText('into Portuguese').waitFor();
});

test('languages that are not installed say so with their size and licence, and what to do when they cannot be fetched', async () => {
  const { page } = served;
  await translate(page, english, /biblioteca/);
  await page.getByRole('button', { name: 'Translate into: Portuguese' }).click();
  await page.keyboard.type('fren');
  await page.keyboard.press('Enter');
  await page.getByText('English to French is not installed yet.').waitFor();
  await page.getByText(/MB · licence MPL-2\.0/).waitFor();
  await page.getByRole('button', { name: /^Install · \d+ MB$/ }).click();
  await page.getByRole('button', { name: 'Try again' }).waitFor({ timeout: 60_000 });
  await keepPicture(page, 'served-not-installed');
  assert.deepEqual(await accessibilityFaults(page), []);
});

test('a text whose language cannot be told says so beside the language, and choosing one translates it', async () => {
  const { page } = served;
  await goTo(page, 'Translate');
  await field(page).fill('123 456');
  await page.getByText('The language could not be told').waitFor();
  await page.getByRole('button', { name: 'Translate from: Detect language' }).click();
  await page.keyboard.type('english');
  await page.keyboard.press('Enter');
  await reads(page, /123/);
});

test('what was dictated is translated with one press', async () => {
  const { page } = served;
  await speakUntil(page, 'closes at six');
  const heard = wordsOf(await stopSpeaking(page));
  await page
    .getByRole('toolbar', { name: 'With these words' })
    .getByRole('button', { name: 'Translate' })
    .click();
  await reads(page, /biblioteca/);
  assert.equal(wordsOf(await field(page).inputValue()), heard);
});

test('the page asked nobody but its own program for anything', () => {
  assert.deepEqual(served.elsewhere, []);
});
