/**
 * The camera in the room See, with a file of photographs as the camera and the real captioner: one look, and
 * the running mode that speaks up only when the scene changes.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { type Browser, chromium, type Page } from 'playwright';
import { fixtures } from './command-line.ts';
import { processTree, readIfThere, until } from './desktop.ts';
import { type FakeCamera, makeFakeCamera } from './fake-camera.ts';
import { makeUserFolder, type UserFolder } from './user-folder.ts';
import {
  accessibilityFaults,
  chooseFiles,
  keepPicture,
  listenAsScreenReader,
  type ServedProgram,
  servePage,
} from './window/browser.ts';

let fake: FakeCamera;
let browser: Browser;
let home: UserFolder;
let program: ServedProgram;
let page: Page;
let said: () => Promise<readonly string[]>;

before(async () => {
  fake = makeFakeCamera([
    { photograph: 'cat.jpg', seconds: 14 },
    { photograph: 'coffee.jpg', seconds: 14 },
  ]);
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-fake-ui-for-media-stream', ...fake.switches],
  });
});
after(async () => {
  await browser.close();
  fake.remove();
});
beforeEach(async () => {
  home = makeUserFolder();
  program = await servePage(home.path);
  const context = await browser.newContext({ viewport: { width: 1040, height: 720 } });
  page = await context.newPage();
  page.setDefaultTimeout(30_000);
  said = await listenAsScreenReader(page);
  await page.addInitScript(keepTracks);
  await page.goto(program.address);
  await page.getByRole('button', { name: 'See', exact: true }).waitFor();
});
afterEach(async () => {
  await page.context().close();
  await program.stop();
  home.remove();
});

/** In the page: keeps every track that is opened, so that it can be asked whether it was let go. */
function keepTracks(): void {
  const tracks: MediaStreamTrack[] = [];
  Object.assign(window, { tracks });
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wishes) => {
    const stream = await open(wishes);
    tracks.push(...stream.getTracks());
    return stream;
  };
}

const liveTracks = () =>
  page.evaluate(
    () =>
      (window as unknown as { tracks: MediaStreamTrack[] }).tracks.filter(
        ({ readyState }) => readyState === 'live',
      ).length,
  );

/** Goes to See and switches the camera on, by keyboard alone. */
async function openCamera(): Promise<void> {
  await page.keyboard.press('2');
  await page.getByRole('heading', { name: 'See', exact: true }).waitFor();
  await page.keyboard.press('v');
  await page.getByLabel('What the camera sees').waitFor();
}

async function captionRead(): Promise<string> {
  await page.getByRole('toolbar', { name: 'With these words' }).waitFor({ timeout: 60_000 });
  return page.getByRole('textbox', { name: 'Alternative text' }).inputValue();
}

const watchedLines = () => page.locator('.watched li').allTextContents();

test('a look of the camera is described and read in the page, by keyboard alone', async () => {
  await openCamera();
  await keepPicture(page, 'served-camera');
  assert.deepEqual(await accessibilityFaults(page), []);
  await page.keyboard.press('Space');
  const caption = await captionRead();
  assert.match(caption, /^[A-Z]\w* .*\w/);
  assert.ok(
    (await said()).some((one) => one.includes(caption)),
    'it is said',
  );
  await keepPicture(page, 'served-camera-described');
  assert.deepEqual(await accessibilityFaults(page), []);
  await page.keyboard.press('v');
  await until('the camera’s light is off', async () => (await liveTracks()) === 0);
});

test('the camera’s light goes out when the room is left', async () => {
  await openCamera();
  assert.equal(await liveTracks(), 1);
  await page.keyboard.press('1');
  await until('the camera’s light is off', async () => (await liveTracks()) === 0);
  await page.keyboard.press('2');
  assert.equal(await page.getByLabel('What the camera sees').count(), 0);
});

test('while it watches, a new scene is said once, and nothing while nothing changes; Esc ends it', async () => {
  await openCamera();
  await page.keyboard.press('n');
  await until('the first scene is told', async () => (await watchedLines()).length === 1);
  await until('the other scene is told', async () => (await watchedLines()).length === 2, 40);
  await keepPicture(page, 'served-watching');
  assert.deepEqual(await accessibilityFaults(page), []);
  const lines = await watchedLines();
  const captions = lines.map((line) => line.replace(/^[\d:]+/, ''));
  const spoken = await said();
  for (const caption of captions) {
    assert.equal(spoken.filter((one) => one === caption).length, 1, spoken.join(' | '));
  }
  await page.keyboard.press('Escape');
  await page.getByText('Kept in the library.').waitFor();
  assert.equal(await liveTracks(), 1, 'the camera is still on');
  await page.waitForTimeout(16_000);
  assert.deepEqual(await watchedLines(), lines, 'nothing is told after the end');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /\.srt/ }).click();
  assert.match((await download).suggestedFilename(), /\.srt$/);
});

test('a video is looked through: each scene is told with its time, and saved as subtitles', async () => {
  await openFile({ name: 'two.webm', mimeType: 'video/webm', buffer: twoScenes() });
  await page
    .getByText(/^Done: /)
    .first()
    .waitFor({ timeout: 60_000 });
  await keepPicture(page, 'served-video');
  assert.deepEqual(await accessibilityFaults(page), []);
  assert.deepEqual(
    (await watchedLines()).map((line) => line.slice(0, 4)),
    ['0:00', '0:05'],
  );
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /\.vtt/ }).click();
  const subtitles = readFileSync(await (await download).path(), 'utf8');
  assert.match(subtitles, /^WEBVTT/);
  assert.match(subtitles, /00:00:05\.\d+ --> /);
});

test('a video dropped in See is looked through there, and goes on, marked on the rail, in another room', async () => {
  await page.keyboard.press('2');
  await dropFile({ name: 'two.webm', mimeType: 'video/webm', buffer: twoScenes() });
  await page.getByRole('heading', { name: 'two.webm' }).waitFor();
  await page.keyboard.press('1');
  const see = page.getByRole('button', { name: 'See', exact: true });
  await until('it is marked', async () => (await see.getAttribute('aria-description')) !== null);
  assert.equal(await see.getAttribute('aria-description'), 'looking through a video');
  await until('it has ended', async () => (await see.getAttribute('aria-description')) === null, 60);
  await page.keyboard.press('2');
  await page.getByText('Done: 2 scenes told.').first().waitFor();
  assert.equal((await watchedLines()).length, 2);
});

test('a video that cannot be played is refused in words', async () => {
  await openFile({ name: 'a.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(5000, 7) });
  await page.getByText('This video cannot be played here.').first().waitFor();
});

/** Chooses a file in See, by keyboard alone. */
async function openFile(file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await page.keyboard.press('2');
  await page.getByRole('heading', { name: 'See', exact: true }).waitFor();
  await chooseFiles(page, () => page.keyboard.press('f'), file);
}

/** Drops a file anywhere in the window. */
async function dropFile(file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  const transfer = await page.evaluateHandle(
    ({ name, mimeType, data }) => {
      const bytes = Uint8Array.from(atob(data), (one) => one.charCodeAt(0));
      const dropped = new DataTransfer();
      dropped.items.add(new File([bytes], name, { type: mimeType }));
      return dropped;
    },
    { ...file, buffer: null, data: file.buffer.toString('base64') },
  );
  await page.dispatchEvent('body', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
}

/** Five seconds of one photograph, then five of another. */
function twoScenes(): Buffer {
  const shown = ['cat.jpg', 'coffee.jpg'].flatMap((photograph) => [
    ...['-loop', '1', '-t', '5', '-i', path.join(fixtures, 'photographs', photograph)],
  ]);
  const fitted = 'scale=320:240,setsar=1,fps=10';
  const joined = `[0]${fitted}[a];[1]${fitted}[b];[a][b]concat`;
  const coded = ['-filter_complex', joined, '-c:v', 'libvpx', '-b:v', '1M', '-f', 'webm', '-'];
  const made = spawnSync('ffmpeg', ['-v', 'error', ...shown, ...coded], { maxBuffer: 2 ** 25 });
  if (made.status !== 0) throw new Error(`ffmpeg: ${made.stderr}`);
  return made.stdout;
}

test('the process that looks is killed, and the caption still comes', async () => {
  await openCamera();
  await page.keyboard.press('Space');
  const [pid] = await until('a process looks', () => {
    const pids = processTree(program.process.pid ?? 0).filter((one) =>
      readIfThere(`/proc/${one}/cmdline`).includes('worker.cjs'),
    );
    return pids.length > 0 && pids;
  });
  process.kill(pid as number, 'SIGKILL');
  assert.match(await captionRead(), /^[A-Z]\w* .*\w/);
});

for (const [name, what] of [
  ['NotAllowedError', 'Parola may not use the camera.'],
  ['NotFoundError', 'No camera was found.'],
  ['NotReadableError', 'The camera could not be opened.'],
] as const) {
  test(`a camera that cannot be had is said in words, with what to do: ${name}`, async () => {
    await page.evaluate((error) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('refused', error));
    }, name);
    await page.keyboard.press('2');
    await page.keyboard.press('v');
    await page.getByText(what).waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    await keepPicture(page, `served-camera-${name}`);
    assert.deepEqual(await accessibilityFaults(page), []);
  });
}
