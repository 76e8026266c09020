import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EncoderDecoderGraphs } from '../schema.ts';
import { parseManifest } from '../schema.ts';
import { whisperModels } from './catalogue.ts';

const models = whisperModels();
const graphsOf = (id: string) =>
  models.find((one) => one.id === id)?.graphs as EncoderDecoderGraphs & {
    speech: NonNullable<EncoderDecoderGraphs['speech']>;
  };

test('every Whisper model is a manifest that can be run, with official files and their hashes', () => {
  for (const model of models) {
    assert.deepEqual(parseManifest(model), model);
    for (const { sources, sha256 } of model.files) {
      assert.match(sources[0] ?? '', /^https:\/\/huggingface\.co\/[\w-]+\/[\w.-]+\/resolve\/[0-9a-f]{40}\//);
      assert.match(sha256 ?? '', /^[0-9a-f]{64}$/);
    }
  }
});

test('the tokens lie where Whisper has them', () => {
  const { speech, tokens } = graphsOf('whisper-tiny');
  assert.deepEqual(
    [tokens.start, tokens.end, tokens.vocabularySize, speech.languages.en, speech.languages.su],
    [50_258, 50_257, 51_865, 50_259, 50_357],
  );
  assert.deepEqual(
    [speech.tasks, speech.noSpeech, speech.noTimestamps, speech.timestamps.begin],
    [{ transcribe: 50_359, translate: 50_358 }, 50_362, 50_363, 50_364],
  );
  const turbo = graphsOf('whisper-large-v3-turbo');
  assert.deepEqual(
    [turbo.tokens.vocabularySize, turbo.speech.languages.yue, turbo.speech.tasks.transcribe],
    [51_866, 50_358, 50_360],
  );
  assert.equal(turbo.speech.noTimestamps, 50_364);
});

test('what a model says it hears is what it has tokens for', () => {
  for (const { id, languages } of models) {
    assert.deepEqual([...languages].sort(), Object.keys(graphsOf(id).speech.languages).sort());
    assert.ok(languages.length >= 99);
  }
});
