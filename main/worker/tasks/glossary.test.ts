import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GlossaryRule } from '../../../preload/translation.ts';
import { brokenTerms, keepsTerms, termsIn } from './glossary.ts';

const rule = (source: string, target: string | null, ...forbidden: string[]): GlossaryRule => ({
  source,
  target,
  forbidden,
});
const found = (sentence: string, rules: readonly GlossaryRule[], language = 'en') =>
  termsIn(sentence, rules, language).map(({ from, to, target }) => [sentence.slice(from, to), target]);

test('a term is found as whole words, in any case, wherever it stands', () => {
  const rules = [rule('cat', 'gato')];
  assert.deepEqual(found('Cat, CAT and “cat”; no cats, no concat, no cat5.', rules), [
    ['Cat', 'gato'],
    ['CAT', 'gato'],
    ['cat', 'gato'],
  ]);
  assert.deepEqual(found('nothing here', rules), []);
  assert.deepEqual(found('a\u0301rea e área', [rule('área', 'area')], 'pt'), [
    ['a\u0301rea', 'area'],
    ['área', 'area'],
  ]);
  assert.deepEqual(found('我住在北京市', [rule('北京', 'Pequim')], 'zh'), [['北京', 'Pequim']]);
});

test('what has a meaning in patterns is taken as it is', () => {
  assert.deepEqual(found('C++ or c+ (a|b)?', [rule('c++', 'C++'), rule('(a|b)?', 'x')]), [
    ['C++', 'C++'],
    ['(a|b)?', 'x'],
  ]);
  assert.deepEqual(found('anything', [rule(' ', 'x'), rule('', 'y')]), []);
});

test('of two terms that overlap the longer counts, and rules for the same term go together', () => {
  const rules = [rule('York', 'Iorque'), rule('new  york', 'Nova Iorque'), rule('York', null, 'York')];
  assert.deepEqual(found('New York is not York.', rules), [
    ['New York', 'Nova Iorque'],
    ['York', 'Iorque'],
  ]);
  assert.deepEqual(termsIn('York', rules, 'en')[0]?.forbidden, ['York']);
});

test('a translation keeps a term that it has as a whole word, as often as it stands in the sentence', () => {
  const twice = termsIn('The cat saw a cat.', [rule('cat', 'gato')], 'en');
  assert.ok(keepsTerms('Gato viu um gato.', twice, 'pt'));
  assert.equal(brokenTerms('O gato viu gatos.', twice, 'pt'), 1);
  assert.equal(brokenTerms('O GATO viu.', twice, 'pt'), 2);
  const name = termsIn('my phone', [rule('phone', 'iPhone')], 'en');
  assert.ok(keepsTerms('meu iPhone', name, 'pt') && !keepsTerms('IPhone meu', name, 'pt'));
});

test('what is forbidden may stand within a target, and nowhere else', () => {
  const terms = termsIn('the database', [rule('database', 'banco de dados', 'banco', 'Base')], 'en');
  assert.ok(keepsTerms('o banco de dados', terms, 'pt'));
  assert.equal(brokenTerms('o banco de dados do BANCO e a base', terms, 'pt'), 2);
  assert.ok(keepsTerms('o banco de dados e os bancos', terms, 'pt'));
});
