import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { readCharacterMap } from './character-map.ts';

/** The map in the tiny T5's tokenizer: a part of what SentencePiece does by itself. */
async function mapOf(family: string): Promise<(text: string) => string> {
  const file = path.join(import.meta.dirname, '../../../e2e/fixtures/huggingface', family, 'tokenizer.json');
  const { normalizer } = JSON.parse(await readFile(file, 'utf8'));
  const parts: { precompiled_charsmap?: string }[] = normalizer.normalizers ?? [normalizer];
  return readCharacterMap(parts.find((part) => part.precompiled_charsmap)?.precompiled_charsmap ?? '');
}

test('forms of one letter become one, odd spaces plain, and control characters nothing', async () => {
  const map = await mapOf('t5');
  assert.equal(map('ﬁne ＡＢＣ １２３ ½'), 'fine ABC 123 1⁄2');
  assert.equal(map('cafe\u0301'), 'café');
  assert.equal(map('a\u00a0b\u2003c\td'), 'a b c d');
  assert.equal(map('a\u0001\u200bb'), 'ab');
  assert.equal(map('𝄞 🙂 你好 שלום'), '𝄞 🙂 你好 שלום');
  assert.equal(map(''), '');
});

test('a map that is none, or points outside itself, does no harm', () => {
  for (const base64 of ['', 'AAAA', 'AAAAAA==', Buffer.from([255, 255, 255, 255, 1, 2]).toString('base64')]) {
    assert.throws(() => readCharacterMap(base64), /cut short/);
  }
  const random = Buffer.alloc(404, 7);
  random.writeUInt32LE(256, 0);
  const map = readCharacterMap(random.toString('base64'));
  assert.equal(typeof map('any text, ＡＢＣ, é'), 'string');
});
