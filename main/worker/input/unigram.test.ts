import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tokenizer } from '@huggingface/tokenizers';
import { randomNumbers } from '../../../models/marian/fixture.ts';
import { unigramEncoder } from './unigram.ts';

const random = randomNumbers(3);
const below = (limit: number) => Math.floor(((random() + 1) / 2) * limit);
const letters = ['a', 'b', 'c', '▁', '𝒜', 'é'];
const word = (length: number, of: readonly string[]) =>
  Array.from({ length }, () => of[below(of.length)]).join('');

test('a text is cut as the library for such vocabularies cuts it, unknown letters included', () => {
  for (const crossing of [false, true]) {
    const inner = letters.filter((letter) => crossing || letter !== '▁');
    const pieces = new Set(['\u0001', 'a', 'b', '▁']);
    while (pieces.size < 60) pieces.add((below(3) === 0 ? '▁' : '') + word(1 + below(4), inner));
    const vocab = [...pieces].map((piece): [string, number] => [piece, -1 - below(12) / 4]);
    const library = new Tokenizer(
      {
        added_tokens: [],
        normalizer: null,
        pre_tokenizer: null,
        post_processor: null,
        decoder: null,
        model: { type: 'Unigram', vocab, unk_id: 0 },
      },
      {},
    );
    const encode = unigramEncoder({
      scores: vocab.map(([, score]) => score),
      ids: new Map(vocab.map(([piece], id) => [piece, id])),
      unknown: 0,
    });
    for (let turn = 0; turn < 500; turn++) {
      const text = `▁${word(below(20), [...letters, 'x', '🙂'])}`;
      assert.deepEqual(encode(text), library.encode(text, { add_special_tokens: false }).ids, text);
    }
  }
});

test('a word of a hundred thousand letters is cut like a short one', () => {
  const encode = unigramEncoder({
    scores: [-9, -1, -1.5],
    ids: new Map([
      ['?', 0],
      ['a', 1],
      ['aa', 2],
    ]),
    unknown: 0,
  });
  assert.equal(encode('a'.repeat(100_000)).length, 50_000);
});
