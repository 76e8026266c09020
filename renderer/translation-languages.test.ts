import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelView } from '../preload/contract.ts';
import { chosenRoute, modelChoices, sourceLanguages, targetLanguages } from './translation-languages.ts';

const model = (from: string, to: string, installed = false): ModelView => ({
  id: `${from}-${to}`,
  title: '',
  name: '',
  task: 'translate',
  languages: [from, to],
  licence: 'MPL-2.0',
  licenceUrl: '',
  description: '',
  downloadBytes: 20e6,
  quality: 40,
  comet: null,
  default: false,
  runnable: true,
  state: installed ? { kind: 'installed', bytes: 30e6 } : { kind: 'absent' },
});
const choices = modelChoices([
  model('en', 'pt', true),
  model('pt', 'en', true),
  model('en', 'fr'),
  model('fr', 'en'),
  model('ja', 'en'),
  { ...model('en', 'de'), task: 'transcribe' },
]);
const codes = (list: readonly { readonly code: string }[]) => list.map(({ code }) => code);

test('installed languages come first, then those that can be installed, by their names', () => {
  const list = targetLanguages(choices, 'en');
  assert.deepEqual(codes(list.installed), ['en', 'pt']);
  assert.deepEqual(codes(list.installable), ['fr']);
});

test('a language says how much is to be fetched for it, through English too', () => {
  const list = targetLanguages(choices, 'fr');
  assert.deepEqual(list.installable.find(({ code }) => code === 'pt')?.missingBytes, 20e6);
});

test('two models of one language make one choice of it', () => {
  const both = modelChoices([model('en', 'zh'), model('en', 'zh-Hans'), model('en', 'zh-Hant')]);
  assert.deepEqual(codes(targetLanguages(both, 'en').installable), ['zh', 'zh-Hant']);
});

test('what leads nowhere is not offered', () => {
  assert.deepEqual(codes(sourceLanguages(choices, 'ja').installed), []);
  assert.ok(!codes(targetLanguages(choices, 'en').installable).includes('ja'));
});

test('where the language is to be found, what the program found missing is what is offered', () => {
  const settings = { translateFrom: null, translateTo: 'pt' };
  assert.equal(chosenRoute(choices, settings, null).kind, 'ready');
  const error = { code: 'model-missing', message: 'it is not installed', detail: 'fr-en' } as const;
  const route = chosenRoute(choices, settings, error);
  assert.ok(route.kind === 'installable');
  assert.deepEqual(
    route.missing.map(({ id }) => id),
    ['fr-en'],
  );
});
