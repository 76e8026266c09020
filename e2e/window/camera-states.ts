/** The states of camera, screen and video in See. */
import type { Page } from 'playwright';
import type { AppState } from '../../preload/contract.ts';
import { chooseFiles } from './browser.ts';
import { answer, readyState, type Script, segment } from './scripted-program.ts';
import { cat, seeing } from './see-states.ts';
import { goTo, ok, type WindowState } from './window-state.ts';

const sees: AppState = { ...readyState, models: [...readyState.models, seeing] };
const script: Script = { 'state.get': ok(sees), 'watch.start': ok({ id: 'watch' }) };

async function openCamera(page: Page): Promise<void> {
  await goTo('See')(page);
  await page.getByRole('button', { name: 'Camera', exact: true }).click();
}

/** In the page: the camera fails as the browser would say it. */
const refuse =
  (errorName: string) =>
  async (page: Page): Promise<void> => {
    await page.evaluate((name) => {
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('refused', name));
    }, errorName);
    await openCamera(page);
  };

async function unplug(page: Page): Promise<void> {
  await page.evaluate(() => {
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wishes) => {
      const stream = await open(wishes);
      Object.assign(window, { unplug: () => stream.getVideoTracks()[0]?.dispatchEvent(new Event('ended')) });
      return stream;
    };
  });
  await openCamera(page);
  await page.getByLabel('What the camera sees').waitFor();
  await page.evaluate(() => (window as unknown as { unplug(): void }).unplug());
}

async function watch(page: Page): Promise<void> {
  const told = segment(0, 1, 'A person stands at an open door');
  await answer(page, 'watch.frame', ok({ description: cat, segment: told }));
  await openCamera(page);
  await page.getByLabel('What the camera sees').waitFor();
  await page.getByRole('switch', { name: 'Say what changes' }).click();
  await page.locator('.watched').getByText('A person stands').waitFor();
}

/** The browser would ask which screen; what a screen shows is drawn here instead. */
async function drawScreen(page: Page): Promise<void> {
  await page.evaluate(() => {
    navigator.mediaDevices.getDisplayMedia = async () => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [1280, 800];
      const draw = () => {
        const context = canvas.getContext('2d');
        if (context === null) return;
        context.fillStyle = '#f4f4f0';
        context.fillRect(0, 0, 1280, 800);
        context.fillStyle = '#223';
        context.font = '40px serif';
        context.fillText('The library opens at nine.', 360, 300);
      };
      draw();
      setInterval(draw, 100);
      return canvas.captureStream(10);
    };
  });
}

async function watchScreen(page: Page): Promise<void> {
  const told = segment(0, 1, 'A person stands at an open door');
  await answer(page, 'watch.frame', ok({ description: cat, segment: told }));
  await drawScreen(page);
  await goTo('See')(page);
  await page.keyboard.press('d');
  await page.locator('.watched').getByText('A person stands').waitFor();
}

async function choosePart(page: Page): Promise<void> {
  await drawScreen(page);
  await goTo('See')(page);
  await page.getByRole('button', { name: 'Part of the screen' }).click();
  await page.getByRole('dialog', { name: 'Choose a part of the screen' }).waitFor();
}

async function openBrokenVideo(page: Page): Promise<void> {
  await goTo('See')(page);
  const file = { name: 'harbour.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(5000, 7) };
  await chooseFiles(page, () => page.locator('.look-button').click(), file);
}

/** All of them. */
export const cameraStates: readonly WindowState[] = [
  { name: 'camera', shows: 'Say what changes', script, act: openCamera },
  {
    name: 'camera-denied',
    shows: 'Parola may not use the camera.',
    script,
    act: refuse('NotAllowedError'),
  },
  { name: 'camera-absent', shows: 'No camera was found.', script, act: refuse('NotFoundError') },
  {
    name: 'camera-busy',
    shows: 'The camera could not be opened.',
    script,
    act: refuse('NotReadableError'),
  },
  { name: 'camera-unplugged', shows: 'The camera was unplugged.', script, act: unplug },
  {
    name: 'camera-replaced',
    shows: 'Desk camera is not connected',
    script: {
      ...script,
      'state.get': ok({ ...sees, settings: { ...sees.settings, cameraLabel: 'Desk camera' } }),
    },
    act: openCamera,
  },
  { name: 'camera-watching', shows: 'A person stands', script, act: watch },
  {
    name: 'camera-voiceless',
    shows: 'This computer has no voice of its own',
    script: { ...script, 'state.get': ok({ ...sees, settings: { ...sees.settings, sceneVoice: 'voice' } }) },
    act: watch,
  },
  { name: 'screen-watching', shows: 'Watching the screen.', script, act: watchScreen },
  {
    name: 'screen-watching-elsewhere',
    shows: 'Press Speak',
    script,
    act: async (page) => {
      await watchScreen(page);
      await goTo('Speak')(page);
    },
  },
  { name: 'screen-region', shows: 'Left 25 %, top 25 %', script, act: choosePart },
  { name: 'video-refused', shows: 'This video cannot be played here.', script, act: openBrokenVideo },
];
