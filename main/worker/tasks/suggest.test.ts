import assert from 'node:assert/strict';
import { test } from 'node:test';
import { useRandomEngines } from './random-engines.ts';

const random = useRandomEngines();

const sentence = 'abc de fgh.';
const textOf = (tokens: readonly { text: string }[]) => tokens.map(({ text }) => text).join('');

/** The letters of the word that begins behind `before`. */
const nextWord = (target: string, before: string) =>
  /^\s*\p{L}+/u.exec(target.slice(before.length))?.[0].trim().toLowerCase();

test('suggestions begin with what stands before, go on with different words, and are whole', async () => {
  for (const one of [random.engine, random.twice]) {
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
  const [part] = await random.engine.translate(text);
  const tokens = part?.tokens.map((token) => token.text) ?? [];
  const place = tokens.findIndex((token) => token.includes('example')) + 1;
  const suggestions = await random.engine.suggest(text, tokens.slice(0, place), 2);
  assert.ok(suggestions.length > 0);
  for (const { target, source } of suggestions) {
    assert.equal(source, text);
    assert.equal(target.split('https://example.org/a').length, 2, target);
  }
});

test('suggestions keep the terms of a glossary, each as often as it stands there, and write nothing forbidden', async () => {
  const text = 'abc de fg abc https://example.org/a.';
  const times = (target: string, word: RegExp) => target.match(word)?.length ?? 0;
  for (const one of [random.engine, random.twice]) {
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
  const suggestions = await random.engine.suggest(sentence, ['abc', 'de ', '🙂', '</s>'], 2);
  assert.ok(suggestions.length > 0);
  assert.ok(suggestions.every(({ target }) => target.startsWith('abcde')));
  assert.deepEqual(await random.engine.suggest('', [], 2), []);
  assert.deepEqual(await random.engine.suggest('ab '.repeat(3000), [], 2), []);
  const signal = AbortSignal.abort(new Error('enough'));
  await assert.rejects(random.engine.suggest(sentence, [], 2, { signal }), /enough/);
});
