import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppState, ModelView } from '../preload/contract.ts';
import { dictationLanguages } from './dictation-languages.ts';

const model = (id: string, task: string, languages: readonly string[]) =>
  ({ id, task, languages, quality: 0, state: { kind: 'installed', bytes: 1 } }) as unknown as ModelView;

const models = [
  model('english', 'transcribe', ['en']),
  model('many', 'transcribe', ['en', 'pt', 'de']),
  model('en-pt', 'translate', ['en', 'pt']),
  model('pt-en', 'translate', ['pt', 'en']),
];

const offered = (speechModel: string) =>
  dictationLanguages({ models, settings: { speechModel } } as unknown as AppState).map(({ code }) => code);

test('what is spoken in one language can be had in the others', () => {
  assert.deepEqual(offered('english'), ['pt']);
});

test('where any language may be spoken, each that something can be translated into is offered', () => {
  assert.deepEqual([...offered('many')].sort(), ['en', 'pt']);
});
