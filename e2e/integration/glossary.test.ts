/** Glossary terms with a real model: kept in every sentence that calls for them, and the rest unharmed. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { loadTranslation, type TranslationEngine } from '../../main/worker/tasks/translate.ts';
import type { GlossaryRule } from '../../preload/translation.ts';
import { installedPair } from './installed-pair.ts';

let home = '';
let engine: TranslationEngine | null = null;
let back: TranslationEngine | null = null;
let missing = '';

before(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'parola-glossary-'));
  const there = await installedPair('en', 'pt', home);
  const again = await installedPair('pt', 'en', home);
  if (typeof there === 'string' || typeof again === 'string') {
    missing = [there, again].filter((one) => typeof one === 'string').join('; ');
    return;
  }
  const forth = { model: there, from: 'en', to: 'pt' };
  engine = await loadTranslation({ steps: [forth], precision: 'quick' }, { threads: 1 });
  const steps = [{ model: again, from: 'pt', to: 'en' }, forth];
  back = await loadTranslation({ steps, precision: 'quick' }, { threads: 1 });
});
after(async () => {
  await engine?.dispose();
  await back?.dispose();
  await rm(home, { recursive: true });
});

const rule = (source: string, target: string | null, ...forbidden: string[]): GlossaryRule => ({
  source,
  target,
  forbidden,
});

async function translate(by: TranslationEngine, text: string, glossary: readonly GlossaryRule[] = []) {
  const parts = await by.translate(text, { glossary });
  return parts.map(({ target }) => target).join('');
}

const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** The words of `other` that are not in `text`, each as often as it is missing. */
function missingWords(text: string, other: string): string[] {
  const left = words(text);
  return words(other).filter((word) => {
    const place = left.indexOf(word);
    if (place >= 0) left.splice(place, 1);
    return place < 0;
  });
}

test('a term replaces the word that the model would write, and no other word', async (context) => {
  if (engine === null) return context.skip(missing);
  const cases: [string, GlossaryRule, string, string][] = [
    ['The cat sat on the mat.', rule('cat', 'felino'), 'felino', 'gato'],
    ['The committee approved the budget on Friday.', rule('budget', 'plano'), 'plano', 'orçamento'],
    ['Our company builds small houses near the sea.', rule('company', 'firma'), 'firma', 'empresa'],
    ['She bought a new laptop for her son.', rule('laptop', 'ThinkPad X1'), 'ThinkPad X1', 'laptop'],
  ];
  for (const [sentence, one, target, usual] of cases) {
    const free = await translate(engine, sentence);
    const kept = await translate(engine, sentence, [one]);
    assert.ok(words(free).includes(usual), free);
    assert.ok(kept.includes(target) && !words(kept).includes(usual), kept);
    const unharmed = missingWords(kept, free).filter((word) => word !== usual);
    assert.ok(unharmed.length <= 1, `${free} → ${kept}`);
    assert.ok(Math.abs(words(kept).length - words(free).length) <= words(target).length, kept);
  }
});

test('many terms of one sentence are all kept, and a term that stands there twice twice', async (context) => {
  if (engine === null) return context.skip(missing);
  const sentence =
    'The database (see the server manual) stores the records of every user in the company database.';
  const glossary = [
    rule('database', 'banco de dados', 'base de dados', 'banco'),
    rule('server', 'servidor X'),
    rule('user', 'utilizador', 'usuário'),
    rule('company', 'firma'),
    rule('records', 'fichas'),
  ];
  const kept = await translate(engine, sentence, glossary);
  assert.equal(kept.match(/banco de dados/g)?.length, 2, kept);
  for (const target of ['servidor X', 'utilizador', 'firma', 'fichas'])
    assert.ok(kept.includes(target), kept);
  assert.ok(!/usuário|base de dados/i.test(kept), kept);
  assert.equal(missingWords(kept, 'manual cada').length, 0, kept);
});

test('what the model writes by itself stays as it is, and so do sentences without a term', async (context) => {
  if (engine === null) return context.skip(missing);
  const text = 'The cat sat on the mat. Nobody saw it.\n\nThe end, my friend.';
  const free = await translate(engine, text);
  assert.equal(await translate(engine, text, [rule('cat', 'gato', 'felino'), rule('dog', 'cão')]), free);
});

test('a forbidden word gives way to another, capital or not', async (context) => {
  if (engine === null) return context.skip(missing);
  for (const sentence of ['The old man bought a red car.', 'Cars are expensive. A car is a luxury.']) {
    const kept = await translate(engine, sentence, [
      rule('car', null, 'carro'),
      rule('cars', null, 'carros', 'carro'),
    ]);
    assert.ok(!/(?<!\p{L})carros?(?!\p{L})/iu.test(kept), kept);
    assert.ok(words(kept).length >= 5, kept);
  }
});

test('a term begins a sentence with a capital unless it has its own', async (context) => {
  if (engine === null) return context.skip(missing);
  assert.match(await translate(engine, 'Cats sleep all day.', [rule('cats', 'felinos')]), /Felinos|felinos/);
  const kept = await translate(engine, 'Laptops are expensive.', [rule('laptops', 'iPads')]);
  assert.ok(kept.includes('iPads') && !kept.includes('IPads'), kept);
});

test('through English the terms of the first language are kept', async (context) => {
  if (back === null) return context.skip(missing);
  const kept = await translate(
    back,
    'A casa vermelha fica perto do rio. O médico viu https://example.org/a.',
    [rule('casa', 'mansão', 'casa'), rule('médico', 'doutor')],
  );
  assert.ok(kept.includes('mansão') && kept.includes('doutor') && !/\bcasa\b/.test(kept), kept);
  assert.ok(kept.includes('https://example.org/a') && kept.includes('rio'), kept);
});

test('other words for a place come with the terms kept, in whole sentences', async (context) => {
  if (engine === null || back === null) return context.skip(missing);
  const glossary = [rule('company', 'firma', 'empresa', 'companhia')];
  const sentence = 'The company builds small houses near the sea and the company is rich.';
  for (const before of [[], ['A'], ['A', ' firma']]) {
    const suggestions = await engine.suggest(sentence, before, 3, { glossary });
    assert.ok(suggestions.length > 0);
    for (const { target } of suggestions) {
      assert.ok(target.startsWith(before.join('')) && target.endsWith('.'), target);
      assert.equal(target.match(/\bfirma\b/gi)?.length, 2, target);
      assert.ok(!/empresa|companhia/i.test(target), target);
    }
  }
  const through = await back.suggest('A casa fica perto do rio.', ['A'], 3, {
    glossary: [rule('casa', 'mansão', 'casa')],
  });
  assert.ok(through.length > 0);
  for (const { target } of through) assert.ok(/mansão/i.test(target) && !/\bcasa\b/i.test(target), target);
});
