import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inCapitals, inSmallLetters, isInCapitals } from './translate-case.ts';
import { untranslated } from './translate-sentence.ts';

test('a sentence in capitals is told from a name in capitals', () => {
  for (const loud of ['THE END IS NEAR.', 'BREAKFAST', 'WARNING!', 'É PROIBIDO FUMAR', 'ДОБРО ПОЖАЛОВАТЬ']) {
    assert.ok(isInCapitals(loud), loud);
  }
  for (const quiet of ['NASA', 'US GDP', 'UK, US, EU', 'The END', 'iPhone', '你好', '1234', 'A B C']) {
    assert.ok(!isInCapitals(quiet), quiet);
  }
});

test('small letters are as long as the capitals, and the first stays one', () => {
  assert.equal(inSmallLetters('“THE END,” HE SAID. İSTANBUL', 'en'), '“The end,” he said. İstanbul');
  assert.equal(inSmallLetters('123', 'en'), '123');
});

test('a translation in capitals spells its target in its tokens, and keeps its source', () => {
  const loud = inCapitals(untranslated('the straße'), 'THE END', 'en', 'de');
  assert.deepEqual([loud.source, loud.target], ['THE END', 'THE STRASSE']);
  assert.deepEqual(
    loud.tokens.map(({ text }) => text),
    ['THE STRASSE'],
  );
});
