/** Which models a pair of languages is translated with. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routeBetween, type TranslationChoice, targetsFrom } from './translation-route.ts';

function model(id: string, installed: boolean, quality = 40): TranslationChoice {
  const [from = '', to = ''] = id.split('-');
  return { id, from, to, installed, quality };
}

test('an installed model is used before a better one that is not', () => {
  const models = [model('en-pt-better', false, 50), model('en-pt-old', true, 46)];
  const route = routeBetween(models, 'en', 'pt');
  assert.deepEqual(route.kind === 'ready' && route.steps.map(({ id }) => id), ['en-pt-old']);
});

test('of two installed models the better one is used', () => {
  const models = [model('en-pt-old', true, 46), model('en-pt-better', true, 50)];
  const route = routeBetween(models, 'en', 'pt');
  assert.equal(route.kind === 'ready' && route.steps[0]?.id, 'en-pt-better');
});

test('without a direct model the way leads through English', () => {
  const route = routeBetween([model('pt-en', true), model('en-fr', true)], 'pt', 'fr');
  assert.deepEqual(route.kind === 'ready' && route.steps.map(({ id }) => id), ['pt-en', 'en-fr']);
});

test('what is missing for a pair is named', () => {
  const route = routeBetween([model('pt-en', true), model('en-fr', false)], 'pt', 'fr');
  assert.deepEqual(route.kind === 'installable' && route.missing.map(({ id }) => id), ['en-fr']);
});

test('a pair that no model leads to is none', () => {
  assert.equal(routeBetween([model('pt-en', true)], 'pt', 'fr').kind, 'none');
  assert.deepEqual(targetsFrom([model('pt-en', true), model('en-fr', false)], 'pt').sort(), ['en', 'fr']);
});
