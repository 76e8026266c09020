/** `parola models import`, as a user runs it, with the tiny exports of the tests. */
import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fixtures, parola } from './command-line.ts';

const exports = path.join(fixtures, 'huggingface');
let ground = '';
let environment: NodeJS.ProcessEnv = {};
const run = (args: readonly string[], input?: string) => parola(args, environment, input);

before(async () => {
  ground = await mkdtemp(path.join(os.tmpdir(), 'parola-import-'));
  environment = { PAROLA_HOME: path.join(ground, 'home') };
});
after(() => rm(ground, { recursive: true, force: true }));

test('an imported translation model translates by its name and by its languages, without a network', async () => {
  const imported = await run(['models', 'import', path.join(exports, 'marian'), '--id', 'mine']);
  assert.equal(imported.code, 0, imported.stderr);
  assert.equal(imported.stdout, '');
  assert.match(imported.stderr, /it runs encoder_model\.onnx, decoder_model_merged\.onnx/);
  assert.match(imported.stderr, /mine is imported; .*"parola translate --model mine" from en into de/);
  const text = 'The harbour was quiet in the morning. She said no.\n';
  const named = await run(['--offline', 'translate', '--model', 'mine'], text);
  assert.equal(named.code, 0, named.stderr);
  assert.ok(named.stdout.trim().length > 0 && named.stdout !== text, named.stdout);
  const byPair = await run(['--offline', 'translate', '--from', 'en', '--to', 'de'], text);
  assert.deepEqual([byPair.code, byPair.stdout], [0, named.stdout]);
  const other = await run(
    ['translate', '--model', 'mine'],
    'Two more weeks of rain would fill the reservoir.\n',
  );
  assert.notEqual(other.stdout, named.stdout, 'what is written hangs on what is read');
  const wrong = await run(['translate', '--model', 'mine', '--to', 'fr'], text);
  assert.equal(wrong.code, 1);
  assert.match(wrong.stderr, /^parola: language-unsupported: .*from English into German/);
});

test('an imported summarizer summarizes, and is listed, verified and removed', async () => {
  const folder = path.join(exports, 'bart');
  const imported = await run(['models', 'import', folder, '--title', 'Mine: short news', '--licence', 'MIT']);
  assert.match(imported.stderr, /bart is imported; it is for "parola summarize --model bart"/);
  const file = path.join(ground, 'news.txt');
  await writeFile(file, 'The engineers measured the bridge twice. Nobody had expected the small crack.\n');
  const summary = await run(['--offline', 'summarize', '--model', 'bart', file]);
  assert.equal(summary.code, 0, summary.stderr);
  assert.ok(summary.stdout.trim().length > 0);
  const list = await run(['models', 'list', '--task', 'summarize']);
  assert.match(list.stdout, /^bart +installed .* MIT +Mine: short news$/m);
  assert.match((await run(['models', 'verify'])).stdout, /^bart: intact$/m);
  const installed = path.join(ground, 'home', 'models', 'bart', 'tokenizer.json');
  await writeFile(installed, (await readFile(installed, 'utf8')).replace('"', ' '));
  const spoilt = await run(['models', 'verify']);
  assert.equal(spoilt.code, 1);
  assert.match(spoilt.stderr, /model-corrupt: bart: tokenizer\.json .*"parola models import FOLDER"/);
  assert.equal((await run(['models', 'remove', 'bart'])).code, 0);
  assert.match((await run(['summarize', '--model', 'bart', file])).stderr, /model-unknown/);
});

test('T5 takes what it was taught to expect: the prefix is said, and can be another', async () => {
  const said = await run(['models', 'import', path.join(exports, 't5'), '--id', 'tiny-t5']);
  assert.match(said.stderr, /with "summarize: " before each text/);
  const pair = ['--from', 'en', '--to', 'de'];
  const translator = await run(['models', 'import', path.join(exports, 't5'), '--id', 'tiny-t5-de', ...pair]);
  assert.match(translator.stderr, /from en into de, with "translate English to German: " before each text/);
  const other = await run([
    'models',
    'import',
    path.join(exports, 't5'),
    '--id',
    'tiny-t5',
    '--prefix',
    'shorter: ',
  ]);
  assert.match(other.stderr, /with "shorter: " before each text/);
});

test('a model whose graphs do not run is found out before it is installed', async () => {
  const folder = path.join(ground, 'broken');
  await cp(path.join(exports, 't5'), folder, { recursive: true });
  // What goes in and out is as it should be; that nobody can compute it shows only when it is run.
  const graph = path.join(folder, 'decoder_model_merged.onnx');
  await writeFile(graph, (await readFile(graph, 'latin1')).replaceAll('MatMul', 'MatMux'), 'latin1');
  const { code, stderr } = await run(['models', 'import', folder, '--id', 'broken']);
  assert.equal(code, 1);
  assert.match(stderr, /^parola: model-unsupported: models: decoder_model_merged\.onnx .*cannot be run/m);
  const models = await readdir(path.join(ground, 'home', 'models'));
  assert.ok(!models.some((name) => name.includes('broken')), models.join());
});

test('a folder that is no export is one coded line that names what is missing', async () => {
  const { code, stdout, stderr } = await run(['models', 'import', path.join(fixtures, 'speech')]);
  assert.deepEqual([code, stdout], [1, '']);
  assert.match(
    stderr,
    /^parola: file-not-found: models: .*has no config\.json; give the folder of a whole export/m,
  );
  assert.equal((await run(['models', 'import'])).code, 2);
});
