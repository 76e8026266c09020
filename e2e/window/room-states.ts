/** The states of the rooms around the translator: settings, glossary, and dictation that is translated. */
import type { Page } from 'playwright';
import type { AppState, Events } from '../../preload/contract.ts';
import { answer, entry, readyState, type Script, segment, tell } from './scripted-program.ts';
import { translating, withModels } from './translation-models.ts';
import { goTo, main, ok, type WindowState } from './window-state.ts';

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

/** All of them. */
export const roomStates: readonly WindowState[] = [
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
];
