/** The states of the room See, and of a picture that is open in the library. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright';
import type { AppState, ModelView } from '../../preload/contract.ts';
import type { PictureDescription } from '../../preload/description.ts';
import { fixtures } from '../command-line.ts';
import { chooseFiles } from './browser.ts';
import { answer, entry, hearing, readyState, type Script, tell } from './scripted-program.ts';
import { goTo, ok, type WindowState } from './window-state.ts';

const photographs = path.join(fixtures, 'photographs');

/** Our own captioner, as the catalogue tells of it. */
export const seeing: ModelView = {
  ...hearing,
  id: 'parola-captioner',
  title: 'Seeing, English',
  name: 'Parola captioner',
  task: 'caption',
  licence: 'LicenseRef-research-use',
  description: 'Says in a sentence what a photograph shows.',
  downloadBytes: 18_500_000,
  state: { kind: 'installed', bytes: 18_500_000 },
};

const withSeeing = (state: ModelView['state'] = seeing.state): AppState => ({
  ...readyState,
  models: [...readyState.models, { ...seeing, state }],
});

const side = 9;

/** As attention falls on a picture: most around one cell, a little everywhere. */
function lookAt(row: number, column: number, total = 0.85): readonly number[] {
  const cells = Array.from({ length: side * side }, (_cell, at) => {
    const away = (Math.floor(at / side) - row) ** 2 + ((at % side) - column) ** 2;
    return Math.exp(-away / 3) + 0.02;
  });
  const sum = cells.reduce((all, one) => all + one, 0);
  return cells.map((one) => (one / sum) * total);
}

const word = (text: string, row: number, column: number, confidence = 0.9, total = 0.85) => ({
  text,
  confidence,
  attention: lookAt(row, column, total),
});

export const cat: PictureDescription = {
  caption: 'A cat with green eyes looks to the side.',
  confidence: 0.78,
  abstained: false,
  kind: 'photograph',
  text: '',
  alternatives: [
    { caption: 'A brown cat is looking at something.', score: -0.2 },
    { caption: 'The face of a cat with whiskers.', score: -0.42 },
    { caption: 'A kitten lies on a bed.', score: -0.9 },
  ],
  grid: [side, side],
  words: [
    word('A', 4, 4, 0.9, 0.2),
    word('cat', 4, 3),
    word('with', 4, 4, 0.8, 0.2),
    word('green', 3, 3, 0.25),
    word('eyes', 3, 4),
    word('looks', 4, 4),
    word('to', 5, 5, 0.7, 0.2),
    word('the', 5, 5, 0.9, 0.1),
    word('side', 7, 7, 0.6),
  ],
  facts: { width: 451, height: 300, frames: 1, colours: ['light brown', 'grey'], brightness: 'medium' },
};

const screenshot: PictureDescription = {
  caption: 'A screenshot, 1280 × 800 pixels, light, mostly white.',
  confidence: 0,
  abstained: true,
  kind: 'screenshot',
  text: 'File  Edit  View  Help\nThe library opens at nine.\nOn Sundays it stays closed.',
  alternatives: [],
  grid: [0, 0],
  words: [],
  facts: { width: 1280, height: 800, frames: 1, colours: ['white'], brightness: 'light' },
};

/** Of a GIF. */
const moving: PictureDescription = { ...cat, facts: { ...cat.facts, frames: 24 } };

const sign: PictureDescription = { ...cat, text: 'CAFÉ CENTRAL\nOpen 9–18' };

const seen = entry({
  id: 'picture',
  kind: 'picture',
  title: 'cat.jpg',
  excerpt: cat.caption,
  durationSeconds: 0,
  hasRecording: true,
});

const script = (description: PictureDescription | null, altText: string | null = null): Script => ({
  'state.get': ok(withSeeing()),
  'picture.begin': ok({ id: 'picture' }),
  'picture.open': ok({ entry: seen, description, altText }),
});

/** The program's answer to what the picture looks like; bytes cannot be in a script. */
async function preview(page: Page, file: string, mimeType = 'image/jpeg'): Promise<void> {
  const base64 = readFileSync(path.join(photographs, file)).toString('base64');
  await page.evaluate(
    ([data = '', type]) => {
      const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
      const { answers } = (window as unknown as { scripted: { answers: Record<string, unknown> } }).scripted;
      answers['picture.preview'] = { ok: true, value: { bytes, mimeType: type } };
    },
    [base64, mimeType],
  );
}

async function choose(page: Page, files: readonly string[]): Promise<void> {
  await goTo('See')(page);
  const paths = files.map((file) => path.join(photographs, file));
  await chooseFiles(page, () => page.locator('.look-button').click(), paths);
}

/** A picture is opened and described. */
const describe =
  (description: PictureDescription, file = 'cat.jpg') =>
  async (page: Page): Promise<void> => {
    await preview(page, file);
    await choose(page, [file]);
    await page.getByText('Looking').waitFor();
    await tell(page, 'described', { id: 'picture', description });
    await tell(page, 'entry', { id: 'picture', entry: seen });
    await page.locator('.picture-frame img').waitFor();
    await page.getByRole('toolbar', { name: 'With these words' }).waitFor();
  };

async function point(page: Page): Promise<void> {
  await describe(cat)(page);
  await page.locator('.caption-text [role=button]').focus();
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowRight');
  await page.locator('.weight-map').waitFor();
}

const queueIds = ['one', 'two', 'three', 'four', 'five'];

async function queue(page: Page): Promise<void> {
  await preview(page, 'cat.jpg');
  await page.evaluate((ids) => {
    const { answers } = (window as unknown as { scripted: { answers: Record<string, unknown> } }).scripted;
    let next = 0;
    Object.defineProperty(answers, 'picture.begin', {
      get: () => {
        next += 1;
        return { ok: true, value: { id: ids[next - 1] } };
      },
    });
  }, queueIds);
  await choose(page, ['cat.jpg', 'coffee.jpg', 'astronaut.jpg', 'photographer.jpg', 'clock-moved.jpg']);
  await page.getByText('0 of 5 done').waitFor();
  await page.waitForFunction(
    () =>
      (window as unknown as { scripted: { calls: { name: string }[] } }).scripted.calls.filter(
        ({ name }) => name === 'file.end',
      ).length === 4,
  );
  const done = { ...seen, id: 'one' };
  await answer(page, 'picture.open', ok({ entry: done, description: cat, altText: null }));
  await tell(page, 'described', { id: 'one', description: cat });
  await tell(page, 'entry', { id: 'one', entry: done });
  const error = {
    code: 'picture-malformed',
    message: 'this file ends in the middle of the picture; get it again from where it came',
  } as const;
  await tell(page, 'entry', { id: 'two', entry: { ...seen, id: 'two', state: 'failed', error } });
}

const inLibrary: Script = {
  ...script(cat),
  'history.list': ok({ entries: [seen, entry({})], total: 2 }),
  'history.open': { ok: false, error: { code: 'job-unknown', message: 'it is not a recording' } },
};

/** All of them. */
export const seeStates: readonly WindowState[] = [
  { name: 'settings-seeing', shows: 'for research use', script: script(null), act: goTo('Settings') },
  { name: 'see-empty', shows: 'Open a picture', script: script(null), act: goTo('See') },
  {
    name: 'see-working',
    shows: 'Looking',
    script: script(null),
    act: async (page) => {
      await choose(page, ['cat.jpg']);
      await page.getByText('Looking').waitFor();
    },
  },
  { name: 'see-done', shows: 'Quite sure, 78 %', script: script(cat), act: describe(cat) },
  {
    name: 'see-first-frame',
    shows: 'Only the first of the 24 pictures',
    script: script(moving),
    act: describe(moving),
  },
  { name: 'see-pointed', shows: '“eyes”', script: script(cat), act: point },
  {
    name: 'see-perhaps',
    shows: 'Perhaps:',
    script: script({ ...cat, confidence: 0.55 }),
    act: describe({ ...cat, confidence: 0.55 }, 'coffee.jpg'),
  },
  {
    name: 'see-not-sure',
    shows: 'Not sure, maybe:',
    script: script({ ...cat, confidence: 0.2 }),
    act: describe({ ...cat, confidence: 0.2 }, 'astronaut.jpg'),
  },
  {
    name: 'see-abstained',
    shows: 'This looks like a screenshot.',
    script: script(screenshot),
    act: describe(screenshot, 'clock-moved.jpg'),
  },
  { name: 'see-text', shows: 'CAFÉ CENTRAL', script: script(sign), act: describe(sign) },
  {
    name: 'see-alternatives',
    shows: 'In your words',
    script: script(cat, 'The face of a cat with whiskers.'),
    act: async (page) => {
      await describe(cat)(page);
      await page.getByRole('textbox', { name: 'Alternative text' }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'see-failed',
    shows: 'This file ends in the middle',
    script: script(null),
    act: async (page) => {
      await queue(page);
      await page.getByRole('button', { name: 'coffee.jpg' }).click();
    },
  },
  { name: 'see-queue', shows: '2 of 5 done', script: script(null), act: queue },
  {
    name: 'see-missing',
    shows: 'Parola cannot see yet.',
    script: { 'state.get': ok(withSeeing({ kind: 'absent' })) },
    act: goTo('See'),
  },
  {
    name: 'see-installing',
    shows: '9 of 19 MB',
    script: {
      'state.get': ok(
        withSeeing({ kind: 'installing', doneBytes: 9_400_000, totalBytes: 18_500_000, step: 'fetching' }),
      ),
    },
    act: async (page) => {
      await choose(page, ['cat.jpg']);
      await page.getByText('Waiting until Parola can see').waitFor();
    },
  },
  {
    name: 'entry-picture',
    shows: 'Quite sure, 78 %',
    script: inLibrary,
    act: async (page) => {
      await preview(page, 'cat.jpg');
      await goTo('Library')(page);
      await page.locator('.diary-line').first().click();
      await page.locator('.picture-frame img').waitFor();
    },
  },
];
