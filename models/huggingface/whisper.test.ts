import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { type EncoderDecoderGraphs, parseManifest } from '../schema.ts';
import { type ImportWishes, manifestFrom } from './manifest.ts';

const fixture = path.resolve(import.meta.dirname, '../../e2e/fixtures/huggingface/whisper');
const place = mkdtempSync(path.join(tmpdir(), 'parola-whisper-'));
after(() => rmSync(place, { recursive: true }));

type Settings = Record<string, unknown>;
/** What is changed in the export's files; null: the file is left out. */
type Changes = Record<string, ((settings: Settings) => Settings) | null>;

let count = 0;

/** The manifest of the tiny Whisper with other settings. */
async function read(changes: Changes = {}, wishes: ImportWishes = {}) {
  const folder = path.join(place, `whisper-${count++}`);
  cpSync(fixture, folder, { recursive: true });
  for (const [name, change] of Object.entries(changes)) {
    const file = path.join(folder, name);
    if (change === null) rmSync(file);
    else writeFileSync(file, JSON.stringify(change(JSON.parse(readFileSync(file, 'utf8')))));
  }
  const { manifest, notes } = await manifestFrom(folder, wishes);
  const graphs = manifest.graphs as EncoderDecoderGraphs;
  return { manifest, notes, graphs, speech: graphs.speech ?? assert.fail() };
}

/** Without these fields. */
const without =
  (...names: string[]) =>
  (settings: Settings): Settings =>
    Object.fromEntries(Object.entries(settings).filter(([name]) => !names.includes(name)));

test('an export of Whisper becomes a manifest with its languages, the most heard first', async () => {
  const { manifest, graphs, speech } = await read();
  assert.deepEqual(parseManifest(manifest), manifest);
  assert.equal(manifest.task, 'transcribe');
  assert.deepEqual(manifest.languages.slice(0, 5), ['en', 'zh', 'de', 'es', 'ru']);
  assert.equal(manifest.languages.length, 99);
  // Javanese has another code by now.
  assert.ok(manifest.languages.includes('jv') && !manifest.languages.includes('jw'));
  assert.deepEqual(Object.keys(speech.tasks).sort(), ['transcribe', 'translate']);
  assert.equal(speech.timestamps.begin, speech.noTimestamps + 1);
  assert.deepEqual(graphs.audio?.features, {
    kind: 'log-mel',
    bins: 80,
    windowSamples: 400,
    hopSamples: 160,
    seconds: 30,
  });
});

test('the heads that follow speech are those of the settings, of the layers that the graph shows', async () => {
  const { graphs } = await read();
  assert.deepEqual(graphs.decoder.step.attention, [{ output: 'cross_attentions.1', heads: [0, 1] }]);
  const untold = await read({ 'generation_config.json': without('alignment_heads') });
  assert.deepEqual(untold.graphs.decoder.step.attention, []);
  assert.ok(untold.notes.some((note) => note.includes('share the time')));
});

test('older settings lack the tables of languages and tasks: the tokenizer has them', async () => {
  const { manifest, speech } = await read({
    'generation_config.json': without(
      'lang_to_id',
      'task_to_id',
      'no_timestamps_token_id',
      'is_multilingual',
    ),
  });
  const whole = await read();
  assert.deepEqual(speech, whole.speech);
  assert.deepEqual(manifest.languages, whole.manifest.languages);
});

test('an English model is not told its language, and hears English', async () => {
  const { manifest, speech } = await read({
    'generation_config.json': (settings) => ({
      ...without('lang_to_id', 'task_to_id')(settings),
      is_multilingual: false,
    }),
  });
  assert.deepEqual([manifest.languages, speech.languages, speech.tasks], [['en'], {}, {}]);
});

test('larger models read more bins', async () => {
  const { graphs } = await read({
    'preprocessor_config.json': (settings) => ({ ...settings, feature_size: 128 }),
  });
  assert.equal(graphs.audio?.features?.bins, 128);
  const unsaid = await read({
    'preprocessor_config.json': null,
    'config.json': (settings) => ({ ...settings, num_mel_bins: 128 }),
  });
  assert.equal(unsaid.graphs.audio?.features?.bins, 128);
});

test('what cannot be Whisper’s own files is refused, in words that say what is wrong', async () => {
  const failures: [Changes, ImportWishes, string, RegExp][] = [
    [{}, { task: 'summarize' }, 'model-wrong-task', /writes down speech/],
    [{ 'tokenizer.json': null }, {}, 'file-not-found', /tokenizer\.json/],
    [{ 'tokenizer.json': without('added_tokens') }, {}, 'data-malformed', /added_tokens/],
    [
      { 'generation_config.json': (settings) => ({ ...settings, lang_to_id: { '<|en|>': 'one' } }) },
      {},
      'data-malformed',
      /generation_config\.json/,
    ],
    [
      { 'preprocessor_config.json': (settings) => ({ ...settings, sampling_rate: 8000 }) },
      {},
      'model-unsupported',
      /16,000 Hz/,
    ],
  ];
  for (const [changes, wishes, code, message] of failures) {
    await assert.rejects(read(changes, wishes), (error: { code: string; message: string }) => {
      assert.equal(error.code, code);
      assert.match(error.message, message);
      return true;
    });
  }
});

test('a token that the vocabulary does not have is refused', async () => {
  await assert.rejects(
    read({ 'generation_config.json': (settings) => ({ ...settings, no_timestamps_token_id: 90_000 }) }),
    { code: 'model-unsupported' },
  );
});
