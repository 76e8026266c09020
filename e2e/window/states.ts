/** Every state of the window and how it comes about, with a scripted program: one place, so that none is forgotten. */
import path from 'node:path';
import type { Page } from 'playwright';
import type { AppState, Entry } from '../../preload/contract.ts';
import type { ErrorData } from '../../preload/error-data.ts';
import { speech } from '../command-line.ts';
import { chooseFiles } from './browser.ts';
import { cameraStates } from './camera-states.ts';
import { libraryStates } from './library-states.ts';
import { modelsStates } from './models-states.ts';
import { roomStates } from './room-states.ts';
import {
  answer,
  entry,
  hearing,
  largerHearing,
  noticing,
  readyState,
  type Script,
  segment,
  tell,
} from './scripted-program.ts';
import { seeStates } from './see-states.ts';
import { summarizeStates } from './summarize-states.ts';
import { translatorStates } from './translator-states.ts';
import { goTo, main, ok, type WindowState } from './window-state.ts';

const spoken = [
  segment(0.3, 8, 'And so, my fellow Americans, ask not what your country can do for you;'),
  segment(8.2, 11, 'ask what you can do for your country.'),
  segment(
    15,
    24,
    'The larger part of what we call~ hearing is waiting. A word comes, and then another, and the page fills up by itself while one looks out of the window.',
  ),
];
const [firstSegment = segment(0, 1, '')] = spoken;
const transcript = { language: 'en', duration: 24, segments: spoken };

async function record(page: Page): Promise<void> {
  await main(page, 'Speak').click();
  await main(page, 'Stop').waitFor();
  await tell(page, 'segment', { id: 'take', segment: firstSegment });
  const settled = segment(8.2, 9.2, 'ask what you').words;
  await tell(page, 'partial', { id: 'take', settled, unsettled: 'can do for your' });
}

async function finish(page: Page, segments = spoken): Promise<void> {
  await record(page);
  const ended = entry({ id: 'take', createdAt: Date.now() });
  await answer(page, 'history.open', ok({ entry: ended, transcript: { ...transcript, segments } }));
  await main(page, 'Stop').click();
  await main(page, 'Speak').waitFor();
  await tell(page, 'entry', { id: 'take', entry: ended });
}

/** In the page: the microphone fails as the browser would say it. */
const refuseMicrophone = (page: Page, errorName: string) =>
  page.evaluate((name) => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('refused', name));
  }, errorName);

async function failToOpen(page: Page, errorName: string): Promise<void> {
  await refuseMicrophone(page, errorName);
  await main(page, 'Speak').click();
}

async function mute(page: Page): Promise<void> {
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = async () =>
      new AudioContext().createMediaStreamDestination().stream;
  });
  await main(page, 'Speak').click();
}

async function unplug(page: Page): Promise<void> {
  await page.evaluate(() => {
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wishes) => {
      const stream = await open(wishes);
      Object.assign(window, { unplug: () => stream.getAudioTracks()[0]?.dispatchEvent(new Event('ended')) });
      return stream;
    };
  });
  await record(page);
  await page.evaluate(() => (window as unknown as { unplug(): void }).unplug());
}

async function failTake(page: Page, error: ErrorData): Promise<void> {
  await record(page);
  await answer(page, 'dictation.audio', { ok: false, error });
}

const file: Entry = entry({
  id: 'file',
  kind: 'file',
  title: 'library.wav',
  state: 'running',
  progress: 0.1,
});
const waiting: Entry = { ...file, id: 'next', title: 'second part.mp3', state: 'waiting', progress: null };

async function openFile(page: Page): Promise<void> {
  await answer(page, 'file.begin', ok({ id: 'file' }));
  const open = page.getByRole('button', { name: 'Open a recording' }).first();
  await chooseFiles(page, () => open.click(), path.join(speech, 'library.wav'));
  await page.getByRole('heading', { name: 'library.wav' }).waitFor();
  await tell(page, 'state', { ...readyState, active: [file, waiting] });
  await tell(page, 'state', { ...readyState, active: [{ ...file, progress: 0.43 }, waiting] });
  await tell(page, 'segment', { id: 'file', segment: firstSegment });
}

async function failFile(page: Page): Promise<void> {
  await openFile(page);
  const error: ErrorData = {
    code: 'audio-unsupported',
    message: 'the file holds no audio that Parola recognizes; open a WAV, MP3, FLAC, Ogg, M4A or WebM',
  };
  const failed: Entry = { ...file, state: 'failed', error };
  await tell(page, 'state', readyState);
  await answer(page, 'history.open', ok({ entry: failed, transcript: { ...transcript, segments: [] } }));
  await tell(page, 'entry', { id: 'file', entry: failed });
}

const talk = entry({
  id: 'talk',
  kind: 'file',
  title: 'Interview with the harbour master, second part.m4a',
  excerpt:
    'We came in with the tide at about four in the morning, and there was nobody on the quay but the dog.',
  durationSeconds: 3122,
});
const diary = [
  entry({}),
  talk,
  entry({ id: 'list', createdAt: Date.now() - 93_600_000, excerpt: 'Milk, bread, and the small screws.' }),
  entry({ id: 'quiet', createdAt: Date.now() - 97_200_000, excerpt: '' }),
  entry({ id: 'broken', createdAt: Date.now() - 288_000_000, state: 'failed', title: 'a.wav', excerpt: '' }),
];
const library: Script = {
  'history.list': ok({ entries: diary, total: diary.length }),
  'history.open': ok({ entry: talk, transcript }),
};

async function openEntry(page: Page): Promise<void> {
  await goTo('Library')(page);
  await page.locator('.diary-line').nth(1).click();
  await page.getByRole('button', { name: 'Delete' }).waitFor();
}

const missing: AppState = {
  ...readyState,
  hears: [],
  engine: { kind: 'model-missing', model: 'moonshine-tiny' },
  models: [
    { ...hearing, state: { kind: 'absent' } },
    { ...noticing, state: { kind: 'absent' } },
    largerHearing,
  ],
};
const withHearing = (state: AppState['models'][number]['state']): Script => ({
  'state.get': ok({ ...missing, models: [{ ...hearing, state }, noticing, largerHearing] }),
});

const diskFull: ErrorData = {
  code: 'disk-full',
  message: 'the disk is full, so the recording stopped; make some room and speak again',
};
const unreachable: ErrorData = {
  code: 'install-failed',
  message: 'none of the places that have this model could be reached; check the network and try again',
  detail: 'npm: getaddrinfo ENOTFOUND',
};

/** All of them. */
export const windowStates: readonly WindowState[] = [
  { name: 'empty', shows: 'Press Speak and say something.' },
  { name: 'first-start-missing', shows: 'Get hearing', script: { 'state.get': ok(missing) } },
  {
    name: 'first-start-coming',
    shows: '12 of 28 MB',
    script: withHearing({ kind: 'installing', doneBytes: 12.4e6, totalBytes: 28e6, step: 'fetching' }),
  },
  {
    name: 'first-start-failed',
    shows: 'None of the places',
    script: withHearing({ kind: 'failed', error: unreachable }),
  },
  { name: 'recording', shows: 'can do for your', act: record },
  { name: 'done', shows: 'The larger part', act: (page) => finish(page) },
  { name: 'nothing-heard', shows: 'No speech was heard.', act: (page) => finish(page, []) },
  {
    name: 'save-menu',
    shows: 'Web subtitles',
    act: async (page) => {
      await finish(page);
      await page.getByRole('button', { name: 'Save' }).click();
    },
  },
  {
    name: 'interrupted',
    shows: 'Parola ended before this was finished',
    script: {
      'state.get': ok({ ...readyState, active: [entry({ state: 'interrupted', durationSeconds: 34 })] }),
    },
  },
  {
    name: 'microphone-denied',
    shows: 'Parola may not use the microphone.',
    act: (page) => failToOpen(page, 'NotAllowedError'),
  },
  {
    name: 'microphone-absent',
    shows: 'No microphone was found.',
    act: (page) => failToOpen(page, 'NotFoundError'),
  },
  {
    name: 'microphone-busy',
    shows: 'Another program may be holding it.',
    act: (page) => failToOpen(page, 'NotReadableError'),
  },
  { name: 'microphone-muted', shows: 'The microphone is muted', act: mute },
  { name: 'microphone-unplugged', shows: 'What you said until then is kept.', act: unplug },
  { name: 'disk-full', shows: 'Make some room', act: (page) => failTake(page, diskFull) },
  {
    name: 'engine-restarting',
    shows: 'Recognition stopped by itself',
    act: async (page) => {
      await record(page);
      await tell(page, 'state', { ...readyState, engine: { kind: 'restarting', reason: 'it crashed' } });
    },
  },
  {
    name: 'engine-loading',
    shows: 'You can speak already',
    script: { 'state.get': ok({ ...readyState, engine: { kind: 'loading' } }) },
    act: record,
  },
  { name: 'file-working', shows: '43 %', act: openFile },
  { name: 'file-failed', shows: 'The file holds no audio', act: failFile },
  { name: 'library', shows: 'Milk, bread', script: library, act: goTo('Library') },
  { name: 'library-empty', shows: 'Everything you say', act: goTo('Library') },
  { name: 'entry', shows: 'Click a word to hear it.', script: library, act: openEntry },
  {
    name: 'entry-delete',
    shows: 'Delete this for good?',
    script: library,
    act: async (page) => {
      await openEntry(page);
      await page.getByRole('button', { name: 'Delete', exact: true }).click();
    },
  },
  ...seeStates,
  ...cameraStates,
  ...translatorStates,
  ...summarizeStates,
  ...modelsStates,
  ...roomStates,
  ...libraryStates,
  { name: 'settings', shows: 'no request to the network', act: goTo('Settings') },
  { name: 'keys', shows: 'The same, from anywhere', act: (page) => page.keyboard.press('?') },
];
