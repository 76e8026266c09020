import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { exportedModels } from '../models/huggingface/catalogue.ts';
import { translationModels } from '../models/marian/catalogue.ts';
import { converterVersion as marianVersion } from '../models/marian/graphs.ts';
import { converterVersion as moonshineVersion } from '../models/moonshine/convert.ts';
import { readingModels } from '../models/reading/catalogue.ts';
import { parseManifest } from '../models/schema.ts';
import { whisperModels } from '../models/whisper/catalogue.ts';
import { parseSource } from './install/sources.ts';
import {
  catalogue,
  findModel,
  installedModel,
  languageName,
  listModels,
  neededFiles,
  parolaHome,
} from './models.ts';

const modelsSource = path.resolve(import.meta.dirname, '../models');
const home = mkdtempSync(path.join(tmpdir(), 'parola-models-'));
after(() => rmSync(home, { recursive: true }));

test('every manifest in models/ is valid and in the catalogue', () => {
  const manifests = readdirSync(modelsSource).filter((file) => file.endsWith('.json'));
  const ids = manifests.map(
    (file) => parseManifest(JSON.parse(readFileSync(path.join(modelsSource, file), 'utf8'))).id,
  );
  assert.deepEqual(
    ids,
    manifests.map((file) => file.replace('.json', '')),
  );
  const pairs = [...translationModels(), ...readingModels(), ...whisperModels(), ...exportedModels()].map(
    ({ id }) => id,
  );
  assert.deepEqual([...catalogue()].map(({ id }) => id).sort(), [...ids, ...pairs].sort());
});

test('the first start fetches what hears, sees, reads and summarizes English and translates between it and Portuguese, and all can be run', () => {
  const defaults = catalogue().filter((manifest) => manifest.default);
  assert.deepEqual(defaults.map(({ task, languages }) => `${task} ${languages.join(' ')}`).sort(), [
    'caption en',
    'clean en',
    'read ',
    'read en',
    'summarize en',
    'transcribe en',
    'translate en pt',
    'translate pt en',
    'voice-activity ',
  ]);
  for (const manifest of defaults)
    assert.ok(manifest.graphs !== undefined, `${manifest.id} says how it is run`);
});

test('what serves in place of a default model does the same, and comes from elsewhere', () => {
  for (const { fallback, task, languages, files } of catalogue().filter(
    (one) => one.fallback !== undefined,
  )) {
    const other = findModel(fallback ?? '');
    assert.deepEqual([other.task, other.languages, other.default], [task, languages, false]);
    const kinds = [files, other.files].map((some) => some[0]?.sources[0]?.split(':')[0]);
    assert.deepEqual(kinds, ['https', 'pypi']);
  }
});

test('everything that is fetched by default is known byte for byte, at a fixed version', () => {
  for (const manifest of catalogue().filter((one) => one.default)) {
    for (const file of manifest.files) {
      assert.ok(file.sha256 !== null && file.bytes !== null, `${manifest.id} ${file.name}`);
      for (const source of file.sources) assert.doesNotMatch(source, /latest|\/main\/|\/master\//);
    }
  }
});

test('every source of every model can be understood, and is encrypted on the way', () => {
  for (const source of catalogue().flatMap(({ files }) => files.flatMap(({ sources }) => sources))) {
    assert.doesNotThrow(() => parseSource(source));
    assert.doesNotMatch(source, /^http:/);
  }
});

test('every file that a model’s graphs name is one that an installation leaves', () => {
  for (const manifest of catalogue()) {
    const { graphs } = manifest;
    if (graphs === undefined) continue;
    const named =
      graphs.kind !== 'encoder-decoder'
        ? [graphs.file]
        : [graphs.encoder.file, graphs.tokenizer?.file, graphs.decoder.step.file, graphs.decoder.first?.file];
    for (const name of named) {
      if (name !== undefined) assert.ok(neededFiles(manifest).includes(name), `${manifest.id} ${name}`);
    }
  }
});

test('a conversion asks for the converter that is here', () => {
  const versions = { moonshine: moonshineVersion, marian: marianVersion };
  for (const { id, conversion } of catalogue()) {
    if (conversion !== undefined) assert.equal(conversion.version, versions[conversion.converter], id);
  }
});

test('a list says what can be heard, in words, and what each model adds', async () => {
  const rows = await listModels(home);
  assert.deepEqual(rows.find(({ manifest }) => manifest.id === 'moonshine-tiny')?.hears, ['English']);
  assert.ok(rows.every(({ manifest, state }) => manifest.description.length > 20 && state.kind === 'absent'));
  assert.ok(rows.every(({ downloadBytes }) => downloadBytes > 500_000));
  assert.equal(languageName('fr'), 'French');
});

test('an unknown model is named, and one that is not there is none', async () => {
  assert.throws(() => findModel('echo'), {
    code: 'model-unknown',
    message: /there is no model "echo"; "parola models list"/,
  });
  assert.equal(await installedModel(home, 'moonshine-tiny'), null);
});

test('the data folder is the one that was asked for, or the platform’s', {
  skip: process.platform !== 'linux',
}, () => {
  assert.equal(parolaHome({ PAROLA_HOME: '/data/parola', XDG_DATA_HOME: '/xdg' }), '/data/parola');
  assert.equal(parolaHome({ PAROLA_HOME: '', XDG_DATA_HOME: '/xdg' }), '/xdg/parola');
  assert.equal(parolaHome({ XDG_DATA_HOME: 'relative' }), path.join(homedir(), '.local/share/parola'));
  assert.equal(parolaHome({}), path.join(homedir(), '.local/share/parola'));
});
