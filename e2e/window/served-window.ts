/** A window on a fresh `parola serve` before each test, and what a person does in it. */
import { after, afterEach, before, beforeEach } from 'node:test';
import type { Browser, BrowserContext, Locator, Page } from 'playwright';
import { wordsOf } from '../command-line.ts';
import { until } from '../desktop.ts';
import { makeUserFolder, type UserFolder } from '../user-folder.ts';
import { listenAsScreenReader, openBrowser, type ServedProgram, servePage } from './browser.ts';

export interface ServedWindow {
  page: Page;
  context: BrowserContext;
  program: ServedProgram;
  home: UserFolder;
  /** What a screen reader has said since the page was opened. */
  said: () => Promise<readonly string[]>;
  /** Addresses outside of the program that the page asked for, in all tests so far. */
  readonly elsewhere: string[];
}

/** Registers the hooks; what it returns is filled anew before each test. */
export function useServedWindow(microphone: string): ServedWindow {
  const served = { elsewhere: [] as string[] } as unknown as ServedWindow;
  let browser: Browser;
  before(async () => {
    browser = await openBrowser(microphone);
  });
  after(() => browser.close());
  beforeEach(async () => {
    served.home = makeUserFolder();
    served.program = await servePage(served.home.path);
    await openPage(served, browser);
  });
  afterEach(async () => {
    await served.context.close();
    await served.program.stop();
    served.home.remove();
  });
  return served;
}

/** Starts the program again on the same data folder and opens its page; the old one has ended or is asked to. */
export async function startAgain(served: ServedWindow): Promise<void> {
  const browser = served.context.browser();
  if (browser === null) throw new Error('the browser is gone');
  await served.context.close();
  await served.program.stop();
  served.program = await servePage(served.home.path);
  await openPage(served, browser);
}

async function openPage(served: ServedWindow, browser: Browser): Promise<void> {
  served.context = await browser.newContext({
    viewport: { width: 1040, height: 720 },
    acceptDownloads: true,
  });
  served.page = await served.context.newPage();
  served.page.setDefaultTimeout(20_000);
  served.page.on('request', (request) => {
    if (!/^(blob:)?http:\/\/127\.0\.0\.1:/.test(request.url())) served.elsewhere.push(request.url());
  });
  served.said = await listenAsScreenReader(served.page);
  await served.page.goto(served.program.address);
  await speakButton(served.page, 'Speak').waitFor();
}

/** The one button, by what it says now. */
export function speakButton(page: Page, name: 'Speak' | 'Stop'): Locator {
  return page.getByRole('main').getByRole('button', { name, exact: true });
}

/** The page of words. */
export function heard(page: Page): Locator {
  return page.getByRole('region', { name: 'What was heard' });
}

/** Goes to a room by the rail. */
export async function goTo(page: Page, room: string): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Rooms' })
    .getByRole('button', { name: room, exact: true })
    .click();
}

/** Begins to speak with the space bar and waits until `words` are on the page. */
export async function speakUntil(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Space');
  await speakButton(page, 'Stop').waitFor();
  await wordsAppear(page, words);
}

/** Waits until `words` are on the page, whatever their punctuation. */
export async function wordsAppear(page: Page, words: string): Promise<void> {
  await until(`“${words}” is on the page`, async () =>
    wordsOf((await heard(page).textContent()) ?? '').includes(words),
  );
}

/** Stops, waits for the end, and reads the text. */
export async function stopSpeaking(page: Page): Promise<string> {
  await page.keyboard.press('Space');
  await page.getByRole('toolbar', { name: 'With these words' }).waitFor();
  return textOf(page);
}

/** The words on the page. */
export async function textOf(page: Page): Promise<string> {
  return (await page.locator('.heard p').allTextContents()).join(' ').trim();
}
