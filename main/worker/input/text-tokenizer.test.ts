import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentencePieces } from '../../../models/marian/fixture.ts';
import { convertTokenizer } from '../../../models/marian/tokenizer.ts';
import { readTokenizer } from './text-tokenizer.ts';

const tokenizer = readTokenizer(new TextEncoder().encode(convertTokenizer(sentencePieces(20)).json));

test('text becomes pieces and pieces become the text', () => {
  const ids = tokenizer.encode('abc ab');
  assert.deepEqual(
    ids.map((id) => tokenizer.pieces[id]),
    ['▁a', 'b', 'c', '▁a', 'b'],
  );
  assert.equal(tokenizer.decode(ids), 'abc ab');
});

test('nothing becomes nothing', () => {
  assert.deepEqual(tokenizer.encode(''), []);
  assert.deepEqual(tokenizer.encode(' \n\t '), []);
  assert.equal(tokenizer.decode([]), '');
});

test('no text can put the end of the sentence, or the unknown token by its name, into the input', () => {
  for (const text of ['</s>', 'a </s> b', '\u0001</s>', '<\u0001/s>', '＜/s＞', '▁\u0001</s>']) {
    assert.ok(!tokenizer.encode(text).includes(0), text);
  }
});

test('lone surrogates, control characters and other scripts do no harm', () => {
  for (const text of ['\ud800', 'a\u0000b', '\udfff\ud800', 'اب', '🙂', 'a'.repeat(10_000)]) {
    assert.ok(
      tokenizer.encode(text).every((id) => id > 0 && id < tokenizer.size),
      text,
    );
  }
});

test('a text is as likely as its pieces together, and what no pieces spell is not', () => {
  assert.equal(tokenizer.scoreOf('abc ab'), tokenizer.scoreOf('abc') + tokenizer.scoreOf('ab'));
  assert.ok(tokenizer.scoreOf('abc') < 0 && tokenizer.scoreOf('abc') > Number.NEGATIVE_INFINITY);
  assert.equal(tokenizer.scoreOf('a 你'), Number.NEGATIVE_INFINITY);
});

test('what is no vocabulary is an error with a code', () => {
  for (const json of ['', '{}', '{"model":{}}', 'null']) {
    assert.throws(() => readTokenizer(new TextEncoder().encode(json)), { code: 'model-corrupt' });
  }
});
