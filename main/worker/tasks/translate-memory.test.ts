import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newMemory, remembering } from './translate-memory.ts';
import { untranslated } from './translate-sentence.ts';

function counted(limit: number) {
  const decoded: string[] = [];
  const translate = remembering(async (sentence) => {
    decoded.push(sentence);
    if (sentence === 'broken') throw new Error('cannot');
    return [untranslated(sentence)];
  }, newMemory(limit));
  return { decoded, translate };
}

test('a sentence is decoded once for the same options, and again for others', async () => {
  const { decoded, translate } = counted(10);
  const [first] = await translate('one', {});
  const [again] = await translate('one', { signal: new AbortController().signal });
  assert.equal(again, first);
  await translate('one', { beams: 4 });
  await translate('one', { glossary: [{ source: 'one', target: 'um', forbidden: [] }] });
  await translate('two', {});
  assert.deepEqual(decoded, ['one', 'one', 'one', 'two']);
});

test('what was not used for longest is forgotten first', async () => {
  const { decoded, translate } = counted(2);
  for (const sentence of ['one', 'two', 'one', 'three', 'one', 'two']) await translate(sentence, {});
  assert.deepEqual(decoded, ['one', 'two', 'three', 'two']);
});

test('what failed or was stopped is not kept', async () => {
  const { decoded, translate } = counted(2);
  for (let round = 0; round < 2; round++) await assert.rejects(translate('broken', {}), /cannot/);
  await assert.rejects(translate('one', { signal: AbortSignal.abort(new Error('enough')) }), /enough/);
  assert.deepEqual(decoded, ['broken', 'broken']);
});
