/**
 * Models, in Debian's Chromium: the real catalogue on `parola serve`, where a language is found among all of
 * them; and a scripted program for what takes a network.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Locator, Page } from 'playwright';
import type { ModelView } from '../preload/contract.ts';
import { until } from './desktop.ts';
import { accessibilityFaults, keepPicture } from './window/browser.ts';
import { useBuiltPage } from './window/page-server.ts';
import { callsMade, hearing, noticing, readyState, scriptProgram, tell } from './window/scripted-program.ts';
import { goTo, useServedWindow } from './window/served-window.ts';
import { installedPair, translationViews } from './window/translation-models.ts';

const built = useBuiltPage();

const search = (page: Page): Locator => page.getByRole('searchbox', { name: 'Find a language' });
const rows = (page: Page): Locator => page.locator('.pair-name');
const row = (page: Page, language: string): Locator =>
  page
    .locator('.pair')
    .filter({ has: page.locator('.pair-title', { hasText: new RegExp(`^${language}$`) }) });

async function findLanguage(page: Page, query: string): Promise<void> {
  await goTo(page, 'Models');
  await search(page).fill(query);
}

describe('with the real catalogue', () => {
  const served = useServedWindow('dictation.wav');

  test('a language is found among all of them by its own name, and how many were found is said', async () => {
    const { page, said } = served;
    await goTo(page, 'Models');
    const all = await rows(page).count();
    assert.ok(all >= 45, `${all} languages`);
    assert.equal(
      await page.locator('.pair-model').count(),
      0,
      'models are listed only in the row that is opened',
    );
    await search(page).fill('deutsch');
    await until('one is left', async () => (await rows(page).count()) === 1);
    await until('it is said', async () => (await said()).includes('1 language'));
    await search(page).fill('');
    await until('all are said', async () => (await said()).includes(`${all} languages`));
  });

  test('with the keyboard alone a language is found and opened, and its better model comes first', async () => {
    const { page } = served;
    await page.keyboard.press('m');
    await page.keyboard.press('/');
    await page.keyboard.type('german');
    await until('one is left', async () => (await rows(page).count()) === 1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const section = page.getByRole('region', { name: 'German to English' });
    await section.waitFor();
    const rowsOfPair = await section.locator('.pair-model').allTextContents();
    const figures = rowsOfPair.filter((text) => text.includes('BLEU'));
    assert.deepEqual(rowsOfPair.slice(0, figures.length), figures, 'models without figures come last');
    const bleu = figures.map((text) => Number(/BLEU ([0-9.]+)/.exec(text)?.[1]));
    assert.ok(bleu.length >= 3, figures.join('\n'));
    assert.deepEqual(
      bleu,
      [...bleu].sort((a, b) => b - a),
    );
    assert.ok(figures.every((text) => /COMET 0\.\d/.test(text) && text.includes('MPL-2.0')));
    assert.ok(rowsOfPair.every((text) => /\d MB/.test(text)));
    await page.keyboard.press('ArrowUp');
    assert.equal(await search(page).evaluate((field) => field === document.activeElement), true);
    await keepPicture(page, 'served-models-open');
    assert.deepEqual(await accessibilityFaults(page), []);
  });

  test('what is installed comes first, is checked, and gives its room back when it is removed', async () => {
    const { page } = served;
    await goTo(page, 'Models');
    const used = page.locator('.header .quiet');
    const before = await used.textContent();
    const portuguese = row(page, 'Portuguese');
    assert.match((await portuguese.textContent()) ?? '', /Installed, \d+ MB/);
    assert.equal(await rows(page).first().locator('.pair-title').textContent(), 'Portuguese');
    await portuguese.locator('.pair-name').click();
    const model = portuguese.locator('.pair-model').filter({ hasText: 'Installed' }).first();
    await model.getByRole('button', { name: 'Check' }).click();
    await model.getByText('Every byte is as it should be.').waitFor();
    await model.getByRole('button', { name: 'Remove' }).press('Enter');
    await until('less is used', async () => (await used.textContent()) !== before);
    await until('the focus stays with the language', () =>
      portuguese.evaluate((element) => element.contains(document.activeElement)),
    );
    assert.equal(
      await rows(page).first().locator('.pair-title').textContent(),
      'Portuguese',
      'the row moved away',
    );
  });

  test('without a network an installation fails in its place, with words and Try again', async () => {
    const { page } = served;
    await findLanguage(page, 'swedish');
    const swedish = row(page, 'Swedish');
    await swedish.getByRole('button', { name: 'Install' }).click();
    await swedish.getByRole('button', { name: 'Try again' }).waitFor();
    assert.match((await swedish.locator('.model-error').textContent()) ?? '', /\w+\. \w+/);
    await keepPicture(page, 'served-models-failed');
    assert.deepEqual(await accessibilityFaults(page), []);
  });
});

describe('with a network that a test plays', () => {
  test('one press fetches both directions; how far each is can be read, and each can be given up', async () => {
    const page = await scripted();
    await findLanguage(page, 'french');
    const french = row(page, 'French');
    await french.getByRole('button', { name: 'Install' }).click();
    const wanted = (await callsMade(page)).filter(({ name }) => name === 'models.install');
    const ids = ['firefox-fr-en-base-memory', 'firefox-en-fr-base-memory'];
    assert.deepEqual(
      wanted.map(({ input }) => input),
      ids.map((id) => ({ id })),
    );
    await tell(page, 'state', stateWith({ [ids[0] ?? '']: coming(9_400_000), [ids[1] ?? '']: coming(0) }));
    const bar = french.getByRole('progressbar', { name: 'French to English:' });
    assert.equal(await bar.getAttribute('aria-valuenow'), '36');
    assert.equal(await bar.getAttribute('aria-valuetext'), '9 of 26 MB');
    await french.getByRole('button', { name: 'Cancel French to English' }).click();
    assert.deepEqual((await callsMade(page)).at(-1), { name: 'models.cancel', input: { id: ids[0] } });
    await tell(page, 'state', stateWith({ [ids[0] ?? '']: installed, [ids[1] ?? '']: installed }));
    await french.getByText('Installed, 104 MB').waitFor();
    assert.equal(await french.getByRole('button', { name: 'Install' }).count(), 0);
    await page.close();
  });

  test('while a model arrives, what is open and where the focus is stay as they are', async () => {
    const page = await scripted();
    await findLanguage(page, 'fr');
    const french = row(page, 'French');
    await french.locator('.pair-name').click();
    for (let megabytes = 1; megabytes < 26; megabytes += 1) {
      await tell(page, 'state', stateWith({ 'firefox-fr-en-base-memory': coming(megabytes * 1e6) }));
    }
    await french.getByText('25 of 26 MB').waitFor();
    assert.equal(await french.locator('.pair-name').evaluate((one) => one === document.activeElement), true);
    assert.equal(await search(page).inputValue(), 'fr');
    await page.close();
  });
});

const installed: ModelView['state'] = { kind: 'installed', bytes: 52e6 };
const coming = (doneBytes: number): ModelView['state'] => ({
  kind: 'installing',
  doneBytes,
  totalBytes: 26e6,
  step: 'fetching',
});

function stateWith(states: Readonly<Record<string, ModelView['state']>>) {
  return { ...readyState, models: [hearing, noticing, ...translationViews({ ...installedPair, ...states })] };
}

async function scripted(): Promise<Page> {
  const page = await built.browser.newPage({ viewport: { width: 1040, height: 720 } });
  page.setDefaultTimeout(10_000);
  await scriptProgram(page, { 'state.get': { ok: true, value: stateWith({}) } });
  await page.goto(built.address);
  return page;
}
