import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { plainLanguage } from '../preload/plain-language.ts';
import { ParolaError } from './errors.ts';
import { sourceLanguages, translationChoices, translationModels } from './translation-models.ts';

let home = '';
before(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'parola-translation-models-'));
});
after(() => rm(home, { recursive: true }));

const failing = (code: string, words: RegExp) => (error: unknown) =>
  error instanceof ParolaError && error.code === code && words.test(error.message);
const models = (from: string, to: string) => translationModels(home, from, to, 'quick');

test('a pair that is not installed is offered by the names of its models, with size and command', async () => {
  await assert.rejects(
    models('en', 'de'),
    failing(
      'model-missing',
      /English into German needs (firefox-en-de-[a-z-]+) \(\d+ MB\), .*"parola models install \1"/,
    ),
  );
});

test('a pair without models of its own is offered through English', async () => {
  await assert.rejects(
    models('pt', 'de'),
    failing('model-missing', /-pt-en-\S* .* and firefox-en-de-\S* .* are not installed; .*install \S+ \S+"/),
  );
});

test('a model that is here and cannot be used is the one that is to be installed again', async () => {
  const broken = path.join(home, 'models', 'firefox-en-fr-tiny');
  await mkdir(broken, { recursive: true });
  const expected = failing(
    'model-missing',
    /firefox-en-fr-tiny cannot be used: .*install firefox-en-fr-tiny"/,
  );
  await assert.rejects(models('en', 'fr'), expected);
  await assert.rejects(models('pt', 'fr'), expected);
  await rm(broken, { recursive: true });
});

test('languages that nothing is known of are refused by name, with what there is', async () => {
  await assert.rejects(
    models('xx', 'en'),
    failing('language-unsupported', /from "xx"; it does from ar, az, be, bg/),
  );
  await assert.rejects(
    models('en', 'tlh'),
    failing('language-unsupported', /from English into Klingon; it does into ar, az, bg/),
  );
  await assert.rejects(models('en', 'not a language'), failing('language-unsupported', /"not a language"/));
  await assert.rejects(models('', 'en'), failing('language-unsupported', /""/));
});

test('the same language on both sides is refused', async () => {
  await assert.rejects(models('en', 'en'), failing('request-invalid', /English.*choose two languages/));
  await assert.rejects(models('en-US', 'en-GB'), failing('request-invalid', /English/));
  await assert.rejects(models('xx', 'xx'), failing('language-unsupported', /"xx"/));
});

test('regions are looked past, other scripts are not', () => {
  const cases = [
    ['pt-BR', 'pt'],
    ['PT', 'pt'],
    ['en_US', 'en'],
    ['zh-Hans', 'zh'],
    ['zh-CN', 'zh'],
    ['zh-TW', 'zh-Hant'],
    ['sr-Latn', 'sr-Latn'],
    ['no', 'nb'],
    ['nonsense language', ''],
    ['', ''],
  ] as const;
  for (const [tag, plain] of cases) assert.equal(plainLanguage(tag), plain, tag);
});

test('every model of the catalogue can be chosen, and every source language named', async () => {
  const choices = await translationChoices(home);
  assert.equal(choices.length, 149);
  assert.ok(
    choices.every(({ from, to, installed }) => from !== '' && to !== '' && from !== to && !installed),
  );
  const sources = await sourceLanguages(home);
  assert.ok(sources.length > 40 && new Set(sources).size === sources.length);
});
