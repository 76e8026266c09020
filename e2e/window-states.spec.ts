/**
 * Every state of the window, in light and dark, small and zoomed: it shows what it should, axe finds nothing,
 * nothing lies outside, and a picture of it is kept in e2e/results. The program behind it is scripted.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'playwright';
import { accessibilityFaults, keepPicture, listenAsScreenReader } from './window/browser.ts';
import { useBuiltPage } from './window/page-server.ts';
import {
  answer,
  callsMade,
  readyState,
  type Script,
  scriptProgram,
  tell,
} from './window/scripted-program.ts';
import { windowStates } from './window/states.ts';
import type { WindowState } from './window/window-state.ts';

const looks = [
  { name: 'light', width: 1040, height: 720, colorScheme: 'light' },
  { name: 'dark', width: 1040, height: 720, colorScheme: 'dark' },
  { name: 'small', width: 720, height: 480, colorScheme: 'light' },
  // What 200 % leaves of 1040 × 720.
  { name: 'zoomed', width: 520, height: 360, colorScheme: 'light' },
  { name: 'contrast', width: 1040, height: 720, colorScheme: 'dark', forcedColors: 'active' },
] as const;

const built = useBuiltPage();

async function openPage(script: Script = {}): Promise<Page> {
  const page = await built.browser.newPage({
    viewport: { width: 1040, height: 720 },
    reducedMotion: 'reduce',
  });
  page.setDefaultTimeout(10_000);
  await scriptProgram(page, {
    'state.get': { ok: true, value: readyState },
    'dictation.start': { ok: true, value: { id: 'take' } },
    'history.list': { ok: true, value: { entries: [], total: 0 } },
    ...script,
  });
  await page.goto(built.address);
  return page;
}

async function checkLooks(page: Page, state: WindowState): Promise<void> {
  for (const { name, width, height, ...media } of looks) {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ forcedColors: 'none', ...media });
    assert.ok(await page.getByText(state.shows).first().isVisible(), `${state.shows} in ${name}`);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    assert.equal(overflow, 0, `${name}: the page is wider than its window`);
    // Where the system chooses the colours, axe reads those that were written and not those that are seen.
    if (name !== 'contrast') assert.deepEqual(await accessibilityFaults(page), [], name);
    await keepPicture(page, `${state.name}-${name}`);
  }
}

for (const state of windowStates) {
  test(`${state.name}: shown in every look, and usable by everyone`, async () => {
    const page = await openPage(state.script);
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await state.act?.(page);
    await page.getByText(state.shows).first().waitFor();
    await checkLooks(page, state);
    assert.deepEqual(faults, []);
    await page.close();
  });
}

test('the button says Stop only when sound really comes', async () => {
  const page = await openPage();
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => new Promise(() => undefined);
  });
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Opening…' }).waitFor();
  assert.deepEqual(
    (await callsMade(page)).filter(({ name }) => name === 'dictation.start'),
    [],
  );
  await page.close();
});

test('after Stop the microphone is heard for half a second more, then it is let go', async () => {
  const page = await openPage();
  await page.evaluate(() => {
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wishes) => {
      const stream = await open(wishes);
      Object.assign(window, { track: stream.getAudioTracks()[0] });
      return stream;
    };
  });
  const chunks = async () => (await callsMade(page)).filter(({ name }) => name === 'dictation.audio').length;
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Stop' }).waitFor();
  const before = await chunks();
  await page.keyboard.press('Space');
  await page.getByRole('main').getByRole('button', { name: 'Speak', exact: true }).waitFor();
  assert.ok((await chunks()) - before >= 5, 'fewer than five chunks of 80 ms came after Stop');
  const state = await page.evaluate(
    () => (window as unknown as { track: MediaStreamTrack }).track.readyState,
  );
  assert.equal(state, 'ended');
  const calls = (await callsMade(page)).map(({ name }) => name);
  assert.ok(calls.lastIndexOf('dictation.audio') < calls.indexOf('dictation.stop'));
  await page.close();
});

test('a failure while recording makes no speech; it is said once the take has ended', async () => {
  const page = await openPage();
  const said = await listenAsScreenReader(page);
  await page.reload();
  await page.getByRole('main').getByRole('button', { name: 'Speak', exact: true }).click();
  await page.getByRole('button', { name: 'Stop' }).waitFor();
  await tell(page, 'state', { ...readyState, engine: { kind: 'restarting', reason: 'it crashed' } });
  await page.getByText('Recognition stopped by itself').waitFor();
  assert.deepEqual(await said(), []);
  const error = { code: 'disk-full', message: 'the disk is full; make some room' } as const;
  await answer(page, 'dictation.audio', { ok: false, error });
  await page.getByText('Make some room.').first().waitFor();
  assert.deepEqual(await said(), ['The disk is full. Make some room.']);
  await page.close();
});

test('other ways to say an uncertain word stand below that word, and the focus goes back to it', async () => {
  const alternatives = windowStates.find(({ name }) => name === 'translate-alternatives') as WindowState;
  const page = await openPage(alternatives.script);
  await alternatives.act?.(page);
  await page.getByText(alternatives.shows).waitFor();
  const word = page.getByRole('group', { name: 'Translation' }).getByText('fica', { exact: true });
  const [above, below] = [await word.boundingBox(), await page.getByRole('menu').boundingBox()];
  assert.ok(above !== null && below !== null);
  assert.ok(below.y >= above.y + above.height && below.y < above.y + above.height + 20, 'below the word');
  // The menu takes the focus and gives it back a moment after it is drawn.
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'menuitem');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement?.textContent === 'fica');
  await page.close();
});

test('what was cleaned from a dictation is struck through where it stands, and is not copied', async () => {
  const cleaned = windowStates.find(({ name }) => name === 'dictation-cleaned') as WindowState;
  const page = await openPage(cleaned.script);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await cleaned.act?.(page);
  await page.getByText(cleaned.shows).waitFor();
  assert.deepEqual(await page.locator('.heard del').allTextContents(), [
    'left out: Well, so,',
    'left out: the,',
    'left out: two, no, sorry,',
  ]);
  const copied = async () => {
    await page.getByRole('main').getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const clean =
    'Good morning, everybody. The ferry needs a new engine, and the repair takes three more weeks.';
  assert.equal(await copied(), clean);
  await page.getByRole('switch', { name: 'Left-out words' }).click();
  assert.equal((await page.locator('.heard p').textContent())?.trim(), clean);
  await page.close();
});

test('a key point is reached and shown by keyboard alone, and a screen reader hears where it stands', async () => {
  const done = windowStates.find(({ name }) => name === 'summarize-done') as WindowState;
  const page = await openPage(done.script);
  const said = await listenAsScreenReader(page);
  await page.reload();
  await done.act?.(page);
  await page.keyboard.press('Tab');
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
  for (let step = 0; step < 6 && !(await focused()).startsWith('Joris'); step += 1) {
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('ArrowDown');
  assert.match(await focused(), /^Until then/);
  await page.keyboard.press('Enter');
  assert.equal(
    await page.locator('.source-lit').textContent(),
    'Until then the small boat goes twice a day, at seven and at five.',
  );
  assert.deepEqual((await said()).slice(-2), [
    'Read 125 words, kept 45 in 3 points.',
    'Lit in the text: paragraph 2 of 4.',
  ]);
  await page.close();
});

test('without motion nothing moves but the words', async () => {
  const page = await openPage();
  const durations = await page.evaluate(() =>
    [...document.querySelectorAll('button')].map((one) => getComputedStyle(one).transitionDuration),
  );
  assert.deepEqual([...new Set(durations.flatMap((one) => one.split(', ')))], ['0s']);
  await page.close();
});
