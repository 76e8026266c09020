import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { smallShape } from '../../../models/marian/fixture.ts';
import { type InstalledFixture, installRandomModel } from '../../../models/marian/installed-fixture.ts';
import type { EncoderDecoderGraphs } from '../../../models/schema.ts';
import { randomNumbers } from '../decode/sample.ts';
import type { InstalledModel, TranslationModels } from '../protocol.ts';
import { loadTranslation, type TranslationEngine } from './translate.ts';

const shape = { ...smallShape, tokens: 40 };
let home = '';
let installed: InstalledFixture;
let translator: TranslationEngine;

/** One model, or two one after the other. */
const through = (...models: InstalledModel<EncoderDecoderGraphs>[]): TranslationModels => ({
  steps: models.map((model, step) => ({
    model,
    from: step === 0 ? 'en' : 'pt',
    to: step === 0 ? 'pt' : 'fr',
  })),
  precision: 'quick',
});

before(async () => {
  home = await mkdtemp(join(tmpdir(), 'parola-translate-'));
  installed = await installRandomModel(home, shape, 'quick');
  translator = await loadTranslation(through(installed), { threads: 1 });
});
after(async () => {
  await translator.dispose();
  await rm(home, { recursive: true });
});

const sources = async (text: string) => (await translator.translate(text)).map(({ source }) => source);
const translate = async (text: string) =>
  (await translator.translate(text)).map(({ target }) => target).join('');

test('what stands between sentences is there again, byte for byte, and in its place', async () => {
  const text = '\n  abc def.\r\n\r\n\tab\n---\n 42\u2028';
  assert.equal((await sources(text)).join(''), text);
  const lines = (await translate(text)).split('\n');
  assert.equal(lines.length, 6);
  assert.deepEqual([lines[0], lines[2], lines[4], lines[5]], ['', '\r', '---', ' 42\u2028']);
  assert.ok(lines[1]?.startsWith('  ') && lines[1].endsWith('\r'));
  assert.equal(await translate(''), '');
  assert.equal(await translate(' \n \n'), ' \n \n');
});

test('the tokens of a sentence spell its translation, each with its probability and where it looked', async () => {
  const parts = await translator.translate('abc de fgh.');
  for (const { target, tokens, sourceTokens, alignment, score } of parts) {
    assert.equal(tokens.map(({ text }) => text).join(''), target);
    assert.ok(tokens.every(({ logProbability }) => logProbability <= 0) && score <= 0);
    for (const [from, to, weight] of alignment) {
      assert.ok(from < sourceTokens.length && to < tokens.length && weight > 0 && weight <= 1.0001);
    }
  }
});

test('addresses, code, emoji and unknown letters are carried over as they are', async () => {
  const kept = [
    'https://example.org/a?b=1',
    'me@example.org',
    '`npm start`',
    '</s>',
    '<b class="x">',
    'C:\\Users\\me.txt',
    '/etc/hosts',
    '#tag_1',
    '👩‍🚀',
    'Ана',
    '你好',
  ];
  for (const one of kept) {
    for (const text of [`ab ${one} cd`, `${one} ab`, `ab (${one}).`, one]) {
      const translated = await translate(text);
      assert.ok(translated.includes(one), `${text} → ${translated}`);
      assert.equal((await sources(text)).join(''), text);
    }
  }
});

test('strange text is translated or kept, never a failure', async () => {
  const strange = [
    '</s>',
    'ab </s> <unk> cd',
    '\ud800 ab \udfff',
    'a\u0000b',
    'مرحبا ab',
    '\u202eab',
    '<0x41>',
  ];
  for (const text of strange) {
    const parts = await translator.translate(text);
    assert.equal(parts.map(({ source }) => source).join(''), text);
  }
});

test('a very long word and a sentence without end are cut, and all of it is translated', async () => {
  // A model without sense writes as much as it may: here that is little, as only the cuts matter.
  const { graphs } = installed;
  const terse = { ...graphs, decode: { ...graphs.decode, maxTokensPerSourceToken: 0.05 } };
  const engine = await loadTranslation(through({ ...installed, graphs: terse }), { threads: 1 });
  for (const text of ['ab'.repeat(5000), 'ab cd, '.repeat(1000).trim()]) {
    const parts = await engine.translate(text);
    assert.equal(parts.map(({ source }) => source).join(''), text);
    assert.ok(parts.length > 10);
    for (const { source, target } of parts) assert.ok(source.trim() === '' || target !== '', source);
  }
  await engine.dispose();
});

test('parts come as they are made, and an abort ends the work with its reason', async () => {
  const controller = new AbortController();
  const seen: string[] = [];
  const work = translator.translate('ab.\ncd.\nef.', { signal: controller.signal }, ({ source }) => {
    seen.push(source);
    controller.abort(new Error('enough'));
  });
  await assert.rejects(work, /enough/);
  assert.deepEqual(seen, ['ab.']);
});

test('alternatives differ from the answer and are not likelier', async () => {
  const [part] = await translator.translate('abc de', { beams: 4, alternatives: 3 });
  assert.equal(part?.alternatives.length, 3);
  assert.ok(part.alternatives.every(({ target }) => target !== part.target));
});

test('a changed file is found out before it is used', async () => {
  const other = await installRandomModel(home, shape, 'quick');
  await writeFile(join(other.folder, 'shortlist.bin'), 'something else');
  await assert.rejects(loadTranslation(through(other)), { code: 'model-corrupt' });
  const { shortlist: _, ...graphs } = installed.graphs;
  await assert.rejects(loadTranslation(through({ ...installed, graphs })), { code: 'model-wrong-task' });
});

test('through a third language the parts still spell the text, and links lead from its words', async () => {
  const engine = await loadTranslation(through(installed, installed), { threads: 1 });
  const text = 'abc de.\n\n ab https://example.org/a cd! ---';
  const parts = await engine.translate(text);
  assert.equal(parts.map(({ source }) => source).join(''), text);
  assert.ok(
    parts
      .map(({ target }) => target)
      .join('')
      .includes('https://example.org/a'),
  );
  for (const { target, tokens, sourceTokens, alignment } of parts) {
    assert.equal(tokens.map((token) => token.text).join(''), target);
    for (const [from, to] of alignment) assert.ok(from < sourceTokens.length && to < tokens.length);
  }
  await engine.dispose();
});

test('as a text is typed only the sentences that changed are translated again', async () => {
  const typed = async (text: string) => translator.translate(text, { remember: true });
  const [first] = await typed('abc de. Fg');
  const [again, , changed] = await typed('abc de. Fgh');
  assert.equal(again, first);
  assert.equal(changed?.source, 'Fgh');
  const [anew] = await translator.translate('abc de. Fg');
  assert.notEqual(anew, first);
  assert.deepEqual(anew, first);
});

test('no model, or more than two, is no translation', async () => {
  await assert.rejects(loadTranslation(through()), { code: 'request-invalid' });
  await assert.rejects(loadTranslation(through(installed, installed, installed)), {
    code: 'request-invalid',
  });
});

test('texts made at random keep every letter and line, and what is between sentences', async () => {
  const random = randomNumbers(3);
  const signs = [
    ...'abcdefgh  .?!,:()“”\n\t1234',
    '\r\n',
    '🙂',
    '</s>',
    '<unk>',
    '\0',
    '\ud800',
    'مرحبا ',
    '你好',
    '\u202e',
  ];
  const more = [
    'https://a.bc/d ',
    'x@y.zz',
    '`cd`',
    '1,234.5',
    'ABC DEFGH IJK ',
    '\u2028',
    '  ',
    '%s',
    '{0}',
    '\u0085',
  ];
  const alphabet = [...signs, ...more];
  for (let round = 0; round < 60; round++) {
    const text = Array.from({ length: 40 }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
    const parts = await translator.translate(text);
    assert.equal(parts.map(({ source }) => source).join(''), text);
    const ends = (all: string) => all.match(/\r\n|[\n\r\u2028\u2029]/g) ?? [];
    assert.deepEqual(ends(parts.map(({ target }) => target).join('')), ends(text), JSON.stringify(text));
    for (const { target, tokens, sourceTokens, alignment } of parts) {
      assert.equal(tokens.map((token) => token.text).join(''), target);
      for (const [from, to] of alignment) assert.ok(from < sourceTokens.length && to < tokens.length);
    }
  }
});

test('a megabyte comes in parts, and the process hears its messages between them', async () => {
  let heard = 0;
  const listen = setInterval(() => heard++, 1);
  const text = '12:30 --- 1,234.5 !!!\n'.repeat(20_000);
  let seen = 0;
  const parts = await translator.translate(text, {}, () => seen++);
  clearInterval(listen);
  assert.equal(parts.map(({ target }) => target).join(''), text);
  assert.equal(seen, parts.length);
  assert.ok(heard > 5, `${heard} times`);
  const controller = new AbortController();
  const words = 'ab cd '.repeat(170_000);
  const stopped = translator.translate(words, { signal: controller.signal }, () =>
    controller.abort(new Error('enough')),
  );
  await assert.rejects(stopped, /enough/);
});

test('line ends of every system are kept, and make no difference to the words', async () => {
  const lines = ['abc de.', '', '  fgh. ij', 'k'];
  const [unix = [], windows = []] = await Promise.all(
    ['\n', '\r\n'].map(async (end) => (await translate(lines.join(end))).split(end)),
  );
  assert.equal(unix.length, lines.length);
  assert.deepEqual(windows, unix);
});
