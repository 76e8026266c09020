/** The states of the rooms around the translator: models, settings, glossary, and dictation that is translated. */
import type { Page } from 'playwright';
import type { AppState, ModelView } from '../../preload/contract.ts';
import { hearing, largerHearing, noticing, readyState, type Script, tell } from './scripted-program.ts';
import { installedPair, translationViews } from './translation-models.ts';
import { goTo, ok, type WindowState } from './window-state.ts';

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
    shows: 'None of the places',
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
];
