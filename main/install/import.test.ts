import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { parse } from 'valibot';
import { exportedModels } from '../../models/huggingface/catalogue.ts';
import { type Manifest, receiptSchema } from '../../models/schema.ts';
import { installManifest } from '../install.ts';
import { findModel, installedModel, listModels, modelState, modelsFolder, verifyModel } from '../models.ts';
import { removeModel } from '../remove-model.ts';
import { importModel } from './import.ts';

const exports = path.join(import.meta.dirname, '../../e2e/fixtures/huggingface');
let ground = '';
let count = 0;

before(async () => {
  ground = await mkdtemp(path.join(os.tmpdir(), 'parola-import-'));
});
after(() => rm(ground, { recursive: true, force: true }));

/** A copy of an export, to be spoilt. */
async function copyOf(family: string): Promise<string> {
  const folder = path.join(ground, `${family}-${count++}`);
  await cp(path.join(exports, family), folder, { recursive: true });
  return folder;
}

async function newHome(): Promise<string> {
  const home = path.join(ground, `home-${count++}`);
  await mkdir(home);
  return home;
}

async function refused(
  folder: string,
  expected: { code: string; message: RegExp },
  wishes: Parameters<typeof importModel>[1] = {},
): Promise<void> {
  const home = await newHome();
  await assert.rejects(importModel(folder, wishes, { home }), expected);
  assert.deepEqual(await readdir(modelsFolder(home)).catch(() => []), [], 'nothing is left behind');
}

test('an imported model is found, listed, verified and removed like any other', async () => {
  const home = await newHome();
  const notes: string[] = [];
  const onNote = (note: string) => notes.push(note);
  const manifest = await importModel(
    path.join(exports, 't5'),
    { id: 'tiny', title: 'A try' },
    { home, onNote },
  );
  assert.match(notes.join(), /encoder_model\.onnx, decoder_model_merged\.onnx/);
  assert.equal(findModel('tiny', home).title, 'A try');
  const row = (await listModels(home, 'summarize')).find((one) => one.manifest.id === 'tiny');
  assert.equal(row?.state.kind, 'installed');
  assert.equal((await installedModel(home, 'tiny'))?.graphs.kind, 'encoder-decoder');
  assert.deepEqual(await verifyModel(home, manifest), { intact: true, problems: [] });
  const folder = path.join(modelsFolder(home), 'tiny');
  const receipt = parse(receiptSchema, JSON.parse(await readFile(path.join(folder, 'receipt.json'), 'utf8')));
  assert.deepEqual(receipt.files.map(({ name }) => name).sort(), [
    'decoder_model_merged.onnx',
    'encoder_model.onnx',
    'manifest.json',
    'tokenizer.json',
  ]);
  await writeFile(
    path.join(folder, 'tokenizer.json'),
    `${await readFile(path.join(folder, 'tokenizer.json'))} `,
  );
  assert.equal((await verifyModel(home, manifest)).intact, false);
  await removeModel(home, manifest);
  assert.throws(() => findModel('tiny', home), { code: 'model-unknown' });
});

test('importing again under the same name replaces the model, and no name of the catalogue is taken', async () => {
  const home = await newHome();
  await importModel(path.join(exports, 't5'), { id: 'mine' }, { home });
  await importModel(path.join(exports, 'bart'), { id: 'mine' }, { home });
  assert.equal(findModel('mine', home).name, 'tiny/bart');
  assert.equal((await modelState(home, findModel('mine', home))).kind, 'installed');
  await refused(path.join(exports, 't5'), { code: 'request-invalid', message: /--id/ }, { id: 't5-small' });
  await refused(path.join(exports, 't5'), { code: 'request-invalid', message: /--id/ }, { id: '../up' });
});

test('what is refused is refused in words, across the process that read it, and nothing is left behind', async () => {
  const folder = await copyOf('bart');
  await rm(path.join(folder, 'tokenizer.json'));
  await refused(folder, { code: 'file-not-found', message: /has no tokenizer\.json; \w/ });
  await refused(path.join(ground, 'nowhere'), { code: 'file-not-found', message: /there is no folder/ });
});

test('a model of the catalogue whose hashes nobody published is fetched, says so, and is held to them from then on', async () => {
  const home = await newHome();
  const folder = await copyOf('t5');
  for (const name of ['encoder_model', 'decoder_model_merged']) {
    await cp(path.join(folder, `${name}.onnx`), path.join(folder, `${name}_quantized.onnx`));
  }
  const listed = exportedModels().find(({ id }) => id === 't5-small') as Manifest;
  const files = listed.files.map((file) => ({ ...file, sources: [`file:${folder}`] }));
  const notes: string[] = [];
  await installManifest({ ...listed, files }, { home, offline: true, onNote: (note) => notes.push(note) });
  assert.equal(
    notes.filter((note) => /gives no hash; the first one seen, [0-9a-f]{64}, is kept/.test(note)).length,
    6,
  );
  const installed = findModel('t5-small', home);
  assert.equal(installed.revision, listed.revision);
  assert.ok(installed.graphs !== undefined && installed.files.every(({ sha256 }) => sha256 !== null));
  assert.equal((await verifyModel(home, installed)).intact, true);
  const row = (await listModels(home, 'summarize')).find(({ manifest }) => manifest.id === 't5-small');
  assert.equal(row?.state.kind, 'installed');
  await writeFile(path.join(modelsFolder(home), 't5-small', 'tokenizer.json'), '{}');
  assert.equal((await modelState(home, findModel('t5-small', home))).kind, 'unusable');
});

test('the files may be links, as in the cache that Hugging Face’s library keeps', async () => {
  const home = await newHome();
  const folder = path.join(ground, `links-${count++}`);
  await mkdir(folder);
  for (const name of await readdir(path.join(exports, 'marian'))) {
    await symlink(path.join(exports, 'marian', name), path.join(folder, name));
  }
  const manifest = await importModel(folder, {}, { home });
  assert.deepEqual([manifest.id, manifest.languages], ['opus-mt-en-de-imported', ['en', 'de']]);
});
