import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseManifest } from '../schema.ts';
import { readingModels } from './catalogue.ts';

const models = readingModels();

test('every language of the table makes a valid manifest with an id of its own', () => {
  for (const model of models) assert.deepEqual(parseManifest(model), model);
  assert.equal(new Set(models.map(({ id }) => id)).size, models.length);
  assert.ok(models.some(({ id }) => id === 'tesseract-por'));
});

test('English is what is read from the first start on', () => {
  assert.deepEqual(
    models.filter((model) => model.default).map(({ id, languages }) => [id, languages]),
    [['tesseract-eng', ['en']]],
  );
});

test('every file of a language is known byte for byte, packed and unpacked', () => {
  for (const { id, files } of models) {
    for (const { bytes, sha256, unpacked, sources } of files) {
      assert.ok((bytes ?? 0) > 500_000 && sha256 !== null, id);
      assert.ok((unpacked?.bytes ?? 0) > (bytes ?? 0), id);
      assert.match(sources[0] ?? '', /^npm:@tesseract\.js-data\/[a-z]{3}@1\.0\.0#/);
    }
  }
});

test('every language is known by the script it is written in', () => {
  const scripts = new Map(
    models.map(({ id, graphs }) => [
      id,
      graphs?.kind === 'reading' && graphs.engine === 'tesseract' ? graphs.script : null,
    ]),
  );
  assert.deepEqual(
    ['tesseract-por', 'tesseract-ukr', 'tesseract-ara'].map((id) => scripts.get(id)),
    ['Latn', 'Cyrl', 'Arab'],
  );
});
