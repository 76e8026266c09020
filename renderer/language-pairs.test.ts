import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelView } from '../preload/contract.ts';
import { isBegun, matchesQuery, modelInUse, pairsOf, wantedModels } from './language-pairs.ts';

const installed = { kind: 'installed', bytes: 1 } as const;

function model(
  from: string,
  to: string,
  quality: number | null,
  changes: Partial<ModelView> = {},
): ModelView {
  return {
    id: `${from}-${to}-${quality}`,
    title: '',
    name: '',
    task: 'translate',
    languages: [from, to],
    licence: 'MPL-2.0',
    licenceUrl: '',
    description: '',
    downloadBytes: 1,
    quality,
    comet: null,
    default: false,
    runnable: true,
    state: { kind: 'absent' },
    ...changes,
  };
}

const idsOf = (models: readonly ModelView[]) => models.map(({ id }) => id);

test('models are listed by their language, both directions together, the better one first', () => {
  const pairs = pairsOf([
    model('en', 'pt', 46),
    model('pt', 'en', 44),
    model('en', 'pt', 50),
    model('ar', 'en', 39),
    model('en', 'en', 1, { task: 'transcribe', languages: ['en'] }),
  ]);
  assert.deepEqual(
    pairs.map(({ language, other, directions }) => [
      language,
      other,
      directions.map((one) => idsOf(one.models)),
    ]),
    [
      ['ar', 'en', [['ar-en-39']]],
      ['pt', 'en', [['pt-en-44'], ['en-pt-50', 'en-pt-46']]],
    ],
  );
});

test('a model without figures comes after one with', () => {
  const [pair] = pairsOf([model('sq', 'en', null), model('sq', 'en', 12)]);
  assert.deepEqual(idsOf(pair?.directions[0]?.models ?? []), ['sq-en-12', 'sq-en-null']);
});

test('a language is found by its English name, its own name without accents, and its code', () => {
  const [pair] = pairsOf([model('en', 'pt', 46)]);
  assert.ok(pair);
  for (const query of ['', 'port', ' Português ', 'portugues', 'PT'])
    assert.ok(matchesQuery(pair, query), query);
  for (const query of ['english', 'en', 'p t', 'spanish']) assert.ok(!matchesQuery(pair, query), query);
});

test('a pair without English is found by either language', () => {
  const [pair] = pairsOf([model('fr', 'de', 40)]);
  assert.ok(pair);
  assert.ok(matchesQuery(pair, 'german') && matchesQuery(pair, 'french'));
});

test('installing a language fetches the best model of each direction that has none', () => {
  const [pair] = pairsOf([
    model('en', 'pt', 50),
    model('en', 'pt', 46, { state: installed }),
    model('pt', 'en', 48),
    model('pt', 'en', 44),
  ]);
  assert.ok(pair);
  assert.deepEqual(idsOf(wantedModels(pair)), ['pt-en-48']);
  assert.equal(isBegun(pair), true);
});

test('a model whose installation failed is tried again before another one', () => {
  const error = { code: 'install-failed', message: '' } as const;
  const [pair] = pairsOf([
    model('en', 'pt', 50),
    model('en', 'pt', 46, { state: { kind: 'failed', error } }),
  ]);
  assert.ok(pair);
  assert.deepEqual(idsOf(wantedModels(pair)), ['en-pt-46']);
});

test('what the first start fetches is fetched before a better one', () => {
  const [pair] = pairsOf([model('en', 'pt', 50), model('en', 'pt', 49, { default: true })]);
  assert.ok(pair);
  assert.deepEqual(idsOf(wantedModels(pair)), ['en-pt-49']);
});

test('the model in use is the best of those installed', () => {
  const [pair] = pairsOf([
    model('en', 'pt', 46, { state: installed }),
    model('en', 'pt', 50),
    model('en', 'pt', 49, { state: installed }),
  ]);
  assert.deepEqual(
    pair?.directions.map((direction) => modelInUse(direction)?.id),
    ['en-pt-49'],
  );
});
