/** The states of the models' room, and of a first start that fetches translation with hearing. */
import type { Page } from 'playwright';
import type { ModelView } from '../../preload/contract.ts';
import { hearing, noticing, readyState, type Script, tell } from './scripted-program.ts';
import { installedPair, translating, translationViews, withModels } from './translation-models.ts';
import { goTo, ok, type WindowState } from './window-state.ts';

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
export const modelsStates: readonly WindowState[] = [
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
    name: 'first-start-both',
    shows: 'Get both',
    script: firstStart(
      {
        'firefox-en-pt-tiny': { kind: 'absent' },
        'firefox-pt-en-tiny': { kind: 'absent' },
      },
      { kind: 'absent' },
    ),
  },
  {
    name: 'first-start-both-coming',
    shows: 'Translating English to Portuguese',
    script: firstStart(
      {
        'firefox-en-pt-tiny': {
          kind: 'installing',
          doneBytes: 9_400_000,
          totalBytes: 16_000_000,
          step: 'fetching',
        },
        'firefox-pt-en-tiny': { kind: 'absent' },
      },
      { kind: 'installing', doneBytes: 12_400_000, totalBytes: 28_000_000, step: 'fetching' },
    ),
  },
];
