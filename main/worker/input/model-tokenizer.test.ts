import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { readModelTokenizer } from './model-tokenizer.ts';

const exports = path.join(import.meta.dirname, '../../../e2e/fixtures/huggingface');
const tokenizerOf = async (family: string) =>
  readModelTokenizer(await readFile(path.join(exports, family, 'tokenizer.json')));

for (const family of ['t5', 'bart', 'marian']) {
  test(`${family}: the texts of tokens joined are the text, whatever it is written in`, async () => {
    const tokenizer = await tokenizerOf(family);
    for (const text of ['The harbour was quiet.', 'zurück, fährt', 'a  b', 'Morgen und Abend']) {
      const ids = tokenizer.encode(text);
      const texts = tokenizer.tokenTexts(ids);
      assert.equal(texts.length, ids.length);
      assert.equal(texts.join('').trim(), tokenizer.decode(ids).trim(), text);
    }
    assert.equal(tokenizer.decode([]), '');
    assert.deepEqual(tokenizer.tokenTexts([]), []);
  });
}

test('a letter made of several bytes comes with its last, and none is lost', async () => {
  const tokenizer = await tokenizerOf('bart');
  const ids = tokenizer.encode('🙂 你好 é');
  const texts = tokenizer.tokenTexts(ids);
  assert.equal(texts.join(''), '🙂 你好 é');
  assert.ok(texts.every((text) => !text.includes('\ufffd')));
});

test('the end that a model wants behind a text is there, and is no text', async () => {
  for (const [family, end] of [
    ['t5', 1],
    ['bart', 2],
    ['marian', 0],
  ] as const) {
    const tokenizer = await tokenizerOf(family);
    assert.equal(tokenizer.encode('a').at(-1), end);
    assert.equal(tokenizer.idOf('</s>'), end);
    assert.equal(tokenizer.decode([end]), '');
  }
});

test('what is no tokenizer is an error with a code', () => {
  for (const json of ['', '{}', '{"model":{}}', 'null', '{"model":{"type":"Unigram","vocab":7}}']) {
    assert.throws(() => readModelTokenizer(new TextEncoder().encode(json)), { code: 'model-corrupt' });
  }
});
