/** The room See on the desktop: a real Electron, photographs as the camera, and the screen that it runs on. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import type { ElectronApplication, Page } from 'playwright';
import { ensureRunningTestElectron } from '../scripts/test-electron.mjs';
import { fixtures } from './command-line.ts';
import { type Desktop, openDesktop, results, until } from './desktop.ts';
import { type Display, openDisplay } from './display.ts';
import { type FakeCamera, makeFakeCamera } from './fake-camera.ts';
import { makeUserFolder, type UserFolder } from './user-folder.ts';

let display: Display;
let fake: FakeCamera;
let home: UserFolder;
let desktop: Desktop;
/** Nothing of the test before is left on the page. */
beforeEach(async () => {
  const aside = desktop.page.locator('.header').getByRole('button', { name: /^Put .* aside$/ });
  while ((await aside.count()) > 0) await aside.click();
});
before(async () => {
  display = await openDisplay();
  fake = makeFakeCamera([{ photograph: 'cat.jpg', seconds: 4 }]);
  home = makeUserFolder();
  desktop = await openDesktop({
    electron: ensureRunningTestElectron(),
    display: display.name,
    home: home.path,
    microphone: 'dictation.wav',
    switches: fake.switches,
  });
  await desktop.page.getByRole('button', { name: 'See', exact: true }).click();
  await desktop.page.getByRole('heading', { name: 'See' }).waitFor();
});
after(async () => {
  await desktop.quit();
  display.stop();
  fake.remove();
  home.remove();
});

/** What is said of the picture that was just taken, once it is done. */
async function described(page: Page, name: string): Promise<string> {
  await page.getByRole('heading', { name }).waitFor();
  await page.getByRole('toolbar', { name: 'With these words' }).waitFor({ timeout: 60_000 });
  return page.getByRole('textbox', { name: 'Alternative text' }).inputValue();
}

const sizeOf = (page: Page) =>
  page
    .locator('.picture-frame img')
    .evaluate(({ naturalWidth, naturalHeight }: HTMLImageElement) => [naturalWidth, naturalHeight]);

test('the camera is seen and described on the desktop', async () => {
  const { page } = desktop;
  await page.keyboard.press('v');
  await page.getByLabel('What the camera sees').waitFor();
  await page.keyboard.press('Control+Enter');
  assert.match(await described(page, 'From the camera'), /^[A-Z]\w* .*\w/);
  await page.screenshot({ path: path.join(results, 'desktop-camera.png') });
  await page.keyboard.press('v');
  await page.getByLabel('What the camera sees').waitFor({ state: 'detached' });
});

test('the whole screen is looked at by one key, without our own window, which then is back', async () => {
  const { page, app } = desktop;
  await page.keyboard.press('e');
  await described(page, 'From the screen');
  await page.screenshot({ path: path.join(results, 'desktop-screen.png') });
  assert.deepEqual(await sizeOf(page), await screenSize());
  const isShown = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible());
  assert.equal(isShown, true);
});

test('a part of the screen is chosen by the arrow keys, read out and described', async () => {
  const { page } = desktop;
  await page.keyboard.press('r');
  const sheet = page.getByRole('dialog', { name: 'Choose a part of the screen' });
  await sheet.waitFor();
  await page.getByRole('application').focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Shift+ArrowDown');
  await sheet.getByText('Left 27 %, top 25 %, 50 % wide, 52 % high').waitFor();
  await page.screenshot({ path: path.join(results, 'desktop-region.png') });
  await page.keyboard.press('Enter');
  await described(page, 'From the screen');
  const [width = 0] = (await screenSize()) ?? [];
  assert.equal((await sizeOf(page))[0], Math.round(width / 2));
});

test('the screen is watched by one key: a new scene is told, also from another room, until Esc', async (t) => {
  const { page, app } = desktop;
  t.after(() => showOver(app, null));
  const told = page.locator('.watched li');
  await page.keyboard.press('d');
  await page.getByText('Watching the screen.').first().waitFor();
  await until('the screen as it was is told', async () => (await told.count()) === 1);
  await showOver(app, 'coffee.jpg');
  await until('the photograph that covers it is told', async () => (await told.count()) === 2);
  await page.screenshot({ path: path.join(results, 'desktop-screen-watched.png') });
  await page.keyboard.press('1');
  const see = page.getByRole('button', { name: 'See', exact: true });
  assert.equal(await see.getAttribute('aria-description'), 'watching the screen');
  await showOver(app, 'cat.jpg');
  await page.keyboard.press('2');
  await until('the next one is told', async () => (await told.count()) === 3);
  const [, coffee = '', cat = ''] = await told.allTextContents();
  for (const line of [coffee, cat]) assert.match(line, /^\d:\d\d[A-Z]\w* \w/);
  assert.ok(!/pixels/.test(coffee + cat), `photographs are described, not measured: ${coffee} | ${cat}`);
  await page.keyboard.press('Escape');
  await page.getByText('Kept in the library.').waitFor();
  await page.getByRole('button', { name: 'Watch the screen', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Put aside', exact: true }).click();
});

test('the foremost window of another program is looked at, even where ours covers it', async (t) => {
  const { page, app } = desktop;
  const other = spawn('xmessage', ['-geometry', '420x120+60+60', 'The harbour is closed today'], {
    env: { ...process.env, DISPLAY: display.name },
    stdio: 'ignore',
  });
  t.after(() => other.kill());
  await managed('xmessage');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.moveTop());
  await page.keyboard.press('w');
  await described(page, 'From the screen');
  await page.screenshot({ path: path.join(results, 'desktop-other-window.png') });
  const [width = 0, height = 0] = await sizeOf(page);
  await page.getByText('harbour is closed').first().waitFor();
  assert.ok(Math.abs(width - 420) < 20 && Math.abs(height - 120) < 40, `${width} × ${height}`);
});

test('a copied picture is described by its button, and without one that is said', async () => {
  const { page, app } = desktop;
  const paste = page.getByRole('button', { name: 'Paste picture' });
  await app.evaluate(({ clipboard }) => clipboard.writeText('no picture'));
  await paste.click();
  await page.getByText('There is no picture on the clipboard').first().waitFor();
  await app.evaluate(
    ({ clipboard, nativeImage }, file) => {
      // Electron 22's; the types are those of a newer one.
      const older = clipboard as unknown as { writeImage(image: unknown): void };
      older.writeImage(nativeImage.createFromPath(file));
    },
    path.join(fixtures, 'photographs', 'coffee.jpg'),
  );
  await paste.click();
  assert.match(await described(page, 'From the clipboard'), /^[A-Z]\w* .*\w/);
  assert.deepEqual(await sizeOf(page), [600, 400]);
});

test('without a preparation by our page nothing of the screen is given', async () => {
  const outcome = await desktop.page.evaluate(async () => {
    try {
      await navigator.mediaDevices.getDisplayMedia({ video: true });
      return 'given';
    } catch {
      return 'refused';
    }
  });
  assert.equal(outcome, 'refused');
});

/** Another window, which covers the screen with a photograph; the one that did before is closed. Null: none. */
async function showOver(app: ElectronApplication, photograph: string | null): Promise<void> {
  const picture =
    photograph === null
      ? null
      : `data:image/jpeg;base64,${readFileSync(path.join(fixtures, 'photographs', photograph)).toString('base64')}`;
  await app.evaluate(async ({ BrowserWindow }, source) => {
    const held = globalThis as { over?: Electron.BrowserWindow };
    held.over?.destroy();
    delete held.over;
    if (source === null) return;
    // A session of its own: what our window's does not load, this one does.
    const webPreferences = { partition: 'over' };
    const place = { x: 0, y: 0, width: 1280, height: 900 };
    held.over = new BrowserWindow({ ...place, frame: false, focusable: false, webPreferences });
    const page = `<body style="margin:0"><img src="${source}" style="width:100vw;height:100vh;object-fit:cover">`;
    await held.over.loadURL(`data:text/html,${encodeURIComponent(page)}`);
    held.over.moveTop();
  }, picture);
}

/** Marks the window as one that a window manager shows: on a bare display nobody else does. */
function managed(name: string): Promise<unknown> {
  const marks = ['-f', 'WM_STATE', '32c', '-set', 'WM_STATE', '1'];
  const environment = { env: { ...process.env, DISPLAY: display.name } };
  return until(
    `${name} is there`,
    () => spawnSync('xprop', ['-name', name, ...marks], environment).status === 0,
  );
}

function screenSize(): Promise<number[]> {
  return until('the size is known', () =>
    desktop.app.evaluate(({ screen }) => {
      const { width, height } = screen.getPrimaryDisplay().size;
      return [width, height];
    }),
  );
}
