import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { installRandomModel } from '../../../models/marian/installed-fixture.ts';
import { loadTranslation, type TranslationEngine } from './translate.ts';

const shape = {
  width: 32,
  feedForward: 32,
  encoderLayers: 1,
  decoderLayers: 1,
  heads: 4,
  tokens: 40,
  isSeparate: false,
};
let home = '';
let engine: TranslationEngine;
let twice: TranslationEngine;

before(async () => {
  home = await mkdtemp(join(tmpdir(), 'parola-suggest-'));
  const model = await installRandomModel(home, shape, 'quick');
  const there = { model, from: 'en', to: 'pt' };
  engine = await loadTranslation({ steps: [there], precision: 'quick' }, { threads: 1 });
  const back = { model, from: 'pt', to: 'fr' };
  twice = await loadTranslation({ steps: [there, back], precision: 'quick' }, { threads: 1 });
});
after(async () => {
  await Promise.all([engine.dispose(), twice.dispose()]);
  await rm(home, { recursive: true });
});

const sentence = 'abc de fgh.';
const textOf = (tokens: readonly { text: string }[]) => tokens.map(({ text }) => text).join('');

/** The letters of the word that begins behind `before`. */
const nextWord = (target: string, before: string) =>
  /^\s*\p{L}+/u.exec(target.slice(before.length))?.[0].trim().toLowerCase();

test('suggestions begin with what stands before, go on with different words, and are whole', async () => {
  for (const one of [engine, twice]) {
    const [part] = await one.translate(sentence);
    assert.ok(part && part.tokens.length > 3);
    for (const place of [0, 1, 3]) {
      const begun: string[] = part.tokens.slice(0, place).map(({ text }) => text);
      const suggestions = await one.suggest(sentence, begun, 3);
      assert.ok(suggestions.length > 1);
      const words = suggestions.map(({ target }) => nextWord(target, begun.join('')));
      assert.equal(new Set(words).size, words.length, words.join(' '));
      for (const { source, target, tokens, sourceTokens, alignment } of suggestions) {
        assert.equal(source, sentence);
        assert.ok(target.startsWith(begun.join('')), target);
        assert.equal(textOf(tokens), target);
        for (const [from, to] of alignment) assert.ok(from < sourceTokens.length && to < tokens.length);
      }
    }
  }
});

test('what was carried over stands where it stood', async () => {
  const text = 'ab https://example.org/a cd';
  const [part] = await engine.translate(text);
  const tokens = part?.tokens.map((token) => token.text) ?? [];
  const place = tokens.findIndex((token) => token.includes('example')) + 1;
  const suggestions = await engine.suggest(text, tokens.slice(0, place), 2);
  assert.ok(suggestions.length > 0);
  for (const { target, source } of suggestions) {
    assert.equal(source, text);
    assert.equal(target.split('https://example.org/a').length, 2, target);
  }
});

test('suggestions keep the terms of a glossary, each as often as it stands there, and write nothing forbidden', async () => {
  const text = 'abc de fg abc https://example.org/a.';
  const times = (target: string, word: RegExp) => target.match(word)?.length ?? 0;
  for (const one of [engine, twice]) {
    const [free] = await one.translate(text);
    const usual = /\p{L}{2,}/u.exec(free?.target.replace(/https\S+/, '') ?? '')?.[0] ?? '';
    assert.ok(usual !== '');
    const glossary = [
      { source: 'abc', target: 'kids', forbidden: [usual] },
      { source: 'de', target: '猫 №5', forbidden: [] },
    ];
    const [kept] = await one.translate(text, { glossary });
    const tokens = kept?.tokens.map((token) => token.text) ?? [];
    const place = tokens.findIndex((token) => /^ /.test(token));
    for (const begun of [[], tokens.slice(0, place)]) {
      const suggestions = await one.suggest(text, begun, 3, { glossary });
      assert.ok(suggestions.length > 0);
      for (const { target } of suggestions) {
        assert.equal(times(target, /(?<!\p{L})kids(?!\p{L})/giu), 2, target);
        assert.equal(times(target, /猫 №5/g), 1, target);
        assert.equal(times(target, new RegExp(`(?<!\\p{L})${usual}(?!\\p{L})`, 'giu')), 0, target);
      }
    }
  }
});

test('tokens that no model wrote are read as text; a stopped or endless request is no failure', async () => {
  const suggestions = await engine.suggest(sentence, ['abc', 'de ', '🙂', '</s>'], 2);
  assert.ok(suggestions.length > 0);
  assert.ok(suggestions.every(({ target }) => target.startsWith('abcde')));
  assert.deepEqual(await engine.suggest('', [], 2), []);
  assert.deepEqual(await engine.suggest('ab '.repeat(3000), [], 2), []);
  const signal = AbortSignal.abort(new Error('enough'));
  await assert.rejects(engine.suggest(sentence, [], 2, { signal }), /enough/);
});
