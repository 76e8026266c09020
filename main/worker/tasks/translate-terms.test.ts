import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GlossaryRule } from '../../../preload/translation.ts';
import { useRandomEngines } from './random-engines.ts';

const random = useRandomEngines();

const rule = (source: string, target: string | null, ...forbidden: string[]): GlossaryRule => ({
  source,
  target,
  forbidden,
});
const times = (text: string, words: string) =>
  text.match(new RegExp(`(?<![\\p{L}\\p{N}])${words}(?![\\p{L}\\p{N}])`, 'gui'))?.length ?? 0;

async function translate(text: string, glossary: readonly GlossaryRule[], by = random.engine) {
  const parts = await by.translate(text, { glossary });
  assert.equal(parts.map(({ source }) => source).join(''), text);
  for (const { target, tokens } of parts) assert.equal(tokens.map((token) => token.text).join(''), target);
  return parts.map(({ target }) => target).join('');
}

test('terms are written even by a model that never would, once for each time they stand there', async () => {
  const glossary = [rule('abc', 'kids'), rule('de', 'sob om'), rule('zz', 'never asked for')];
  for (const by of [random.engine, random.twice]) {
    assert.equal(times(await translate('abc de fg abc', glossary, by), 'kids'), 2);
    const text = await translate('fg de\nabc! de', glossary, by);
    assert.equal(times(text, 'sob om'), 2);
    assert.equal(times(text, 'kids'), 1);
    assert.equal(times(text, 'never'), 0);
  }
});

test('a forbidden word is not written in any case, however it could be spelled', async () => {
  const free = await translate('abc de fg', []);
  const words = new Set(free.split(' '));
  assert.ok(words.size > 0);
  for (const word of words) {
    const kept = await translate('abc de fg', [rule('abc', null, word.toUpperCase())]);
    assert.equal(times(kept, word), 0, `${word}: ${kept}`);
  }
});

test('a glossary without a word of the sentence changes nothing, nor does one that is kept already', async () => {
  const [free] = await random.engine.translate('abc de fg');
  const [other] = await random.engine.translate('abc de fg', { glossary: [rule('x', 'y', 'z')] });
  assert.deepEqual(other, free);
  const word = free?.target.split(' ')[0] ?? '';
  const [kept] = await random.engine.translate('abc de fg', { glossary: [rule('fg', word)] });
  assert.equal(kept?.target, free?.target);
});

test('terms that no tokens spell, beside addresses, and in a sentence that is cut, are kept too', async () => {
  const glossary = [rule('de', '猫 №5'), rule('abc', 'kids')];
  for (const by of [random.engine, random.twice]) {
    const text = await translate('fg https://example.org/de de abc hi', glossary, by);
    assert.equal(times(text, '猫 №5'), 1, text);
    assert.equal(times(text, 'kids'), 1, text);
    assert.ok(text.includes('https://example.org/de'));
    const long = await translate(`${'hi jk, '.repeat(120)}abc`, glossary, by);
    assert.equal(times(long, 'kids'), 1);
  }
});

test('alternatives keep the terms as well', async () => {
  const glossary = [rule('abc', 'kids')];
  const [part] = await random.engine.translate('abc de fg', { glossary, alternatives: 3 });
  assert.ok(part && part.alternatives.length > 0);
  for (const { target } of [part, ...part.alternatives]) assert.equal(times(target, 'kids'), 1, target);
});
