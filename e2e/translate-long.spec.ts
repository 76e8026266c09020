/** A long text in the translator: only what is near is drawn word by word, and both pages stay level. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright';
import type { SentenceTranslation } from '../preload/translation.ts';
import { until } from './desktop.ts';
import { useBuiltPage } from './window/page-server.ts';
import { callsMade, scriptProgram } from './window/scripted-program.ts';
import { answered, paste, translatorScript, translatorState } from './window/translator-states.ts';
import { goTo, ok } from './window/window-state.ts';

const built = useBuiltPage();

/** Some 200,000 characters: numbered pages, each with an end of its own in the translation. */
const pages = 800;
const parts: readonly SentenceTranslation[] = Array.from({ length: pages }, (_, page) => {
  const heading: SentenceTranslation = {
    source: `Page${page}\n`,
    target: `Página${page}\n`,
    score: 0,
    sourceTokens: [`Page${page}`],
    tokens: [{ text: `Página${page}`, logProbability: 0 }],
    alternatives: [],
    alignment: [[0, 0, 1]],
  };
  const end: SentenceTranslation = { ...heading, source: '\n', target: '\n', tokens: [], alignment: [] };
  return [heading, ...answered.parts, end];
}).flat();
const text = parts.map(({ source }) => source).join('');

async function openLongText(): Promise<Page> {
  const page = await built.browser.newPage({ viewport: { width: 1040, height: 720 } });
  page.setDefaultTimeout(20_000);
  const translation = { from: 'en', to: 'pt', detected: false, models: [], parts };
  await scriptProgram(
    page,
    translatorScript(translatorState(), { 'translate.run': ok({ id: 'text', translation }) }),
  );
  await page.goto(built.address);
  await goTo('Translate')(page);
  await paste(page, text);
  await page.getByRole('group', { name: 'Translation' }).waitFor();
  await page.getByText('Translating…').waitFor({ state: 'detached' });
  return page;
}

test('of a long text only the words near what is seen are drawn one by one, and all of it is there', async () => {
  const page = await openLongText();
  const whole = await page.evaluate(() => document.querySelector('.aligned')?.textContent ?? '');
  assert.ok(whole.includes('Página0') && whole.includes(`Página${pages - 1}`));
  const drawn = await page.locator('.word').count();
  assert.ok(drawn > 100 && drawn < 4000, `${drawn} words are drawn one by one`);
  await page.close();
});

test('where one page is scrolled the other follows to the same sentence', async () => {
  const page = await openLongText();
  await page.mouse.move(300, 400);
  await page.mouse.wheel(0, 60_000);
  /** The number of the heading that is highest in view on a side. */
  const highest = (root: string) =>
    page.evaluate((selector) => {
      const top = document.querySelector('.side-body')?.getBoundingClientRect().top ?? 0;
      const words = [...document.querySelectorAll(`${selector} .word`)];
      const seen = words.find(
        (word) => /\d/.test(word.textContent ?? '') && word.getBoundingClientRect().top >= top,
      );
      return Number(seen?.textContent?.replace(/\D/g, '') ?? -1);
    }, root);
  await until('both are at the same page', async () => {
    const [source, target] = [await highest('.mirror'), await highest('.aligned')];
    return source > 50 && Math.abs(source - target) <= 1;
  });
  await page.close();
});

test('words are found under the mouse where the field is scrolled', async () => {
  const page = await openLongText();
  await page.mouse.move(300, 400);
  await page.mouse.wheel(0, 30_000);
  await until('a word is lit on both sides', async () => {
    await page.mouse.move(200 + Math.random() * 200, 300 + Math.random() * 200);
    return (
      (await page.locator('.mirror .lit').count()) > 0 && (await page.locator('.aligned .lit').count()) > 0
    );
  });
  await page.close();
});

test('typing in a long text asks once, when typing rests', async () => {
  const page = await openLongText();
  const runs = async () => (await callsMade(page)).filter(({ name }) => name === 'translate.run').length;
  const first = await runs();
  await page.getByRole('textbox', { name: 'Your text' }).press('Control+Home');
  await page.keyboard.type('And now, ', { delay: 20 });
  await until('it is asked', async () => (await runs()) > first);
  assert.equal((await runs()) - first, 1);
  await page.close();
});
