// A tiny Whisper, exported as Hugging Face's exporter does it, against what PyTorch's `transformers` answers.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { readSamples } from '../../main/evaluate/clips.ts';
import { digestOf } from '../../main/install/digest.ts';
import { createLogMel } from '../../main/worker/input/log-mel.ts';
import { readModelTokenizer } from '../../main/worker/input/model-tokenizer.ts';
import { type LoadedEncoderDecoder, loadEncoderDecoder } from '../../main/worker/runtime/encoder-decoder.ts';
import { lookFirst } from '../../main/worker/tasks/whisper-language.ts';
import { type WindowModel, writeWindow } from '../../main/worker/tasks/whisper-window.ts';
import { manifestFrom, type ReadExport } from '../../models/huggingface/manifest.ts';
import type { EncoderDecoderGraphs } from '../../models/schema.ts';
import { fixtures } from '../command-line.ts';
import { type GoldenSound, golden, soundsOf } from './whisper-golden.ts';

const folder = path.join(fixtures, 'huggingface', 'whisper');
let read: ReadExport;
let loaded: LoadedEncoderDecoder;
let model: WindowModel;
let graphs: EncoderDecoderGraphs;
let sounds: ReadonlyMap<GoldenSound, Float32Array>;

before(async () => {
  read = await manifestFrom(folder);
  if (read.manifest.graphs?.kind !== 'encoder-decoder') throw new Error('no graphs');
  graphs = read.manifest.graphs;
  const files = await Promise.all(
    read.files.map(async ({ name, path: file, bytes }) => ({
      name,
      bytes,
      sha256: await digestOf(file, 'sha256'),
    })),
  );
  loaded = await loadEncoderDecoder({ id: 'whisper', folder, graphs, files }, { threads: 1 });
  const tokenizer = readModelTokenizer(await readFile(path.join(folder, 'tokenizer.json')));
  if (graphs.speech === undefined) throw new Error('it is not told its language');
  model = { graphs, speech: graphs.speech, decoder: loaded.decoder, rules: [], spell: tokenizer.decode };
  sounds = await soundsOf((name) => readSamples(path.join(fixtures, 'speech', name)));
});

after(() => loaded.dispose());

async function encode(sound: GoldenSound) {
  const features = graphs.audio?.features ?? assert.fail();
  return loaded.encodeFeatures(
    createLogMel(features, 16_000)(sounds.get(sound) ?? assert.fail()),
    features.bins,
  );
}

/** The search that `transformers` does where it is asked for beams. */
function withBeams(beams: number): EncoderDecoderGraphs {
  if (beams === 1) return graphs;
  const search = { search: 'beam', beams, refill: 'unlikely', scores: 'before-rules' } as const;
  return { ...graphs, decode: { ...graphs.decode, ...search } };
}

test('the spectrum of a sound is Whisper’s own to a ten thousandth', () => {
  for (const { sound, bins, frames, values } of golden.features) {
    const shape = { kind: 'log-mel', bins, windowSamples: 400, hopSamples: 160, seconds: 30 } as const;
    const features = createLogMel(shape, 16_000)(sounds.get(sound) ?? assert.fail());
    assert.equal(features.length, bins * 3000);
    for (const [index, frame] of frames.entries()) {
      for (let bin = 0; bin < bins; bin++) {
        const [own, wanted] = [features[bin * 3000 + frame] as number, values[index]?.[bin] as number];
        assert.ok(
          Math.abs(own - wanted) < 1e-4,
          `${sound}, ${bins}, ${frame}, ${bin}: ${own}, not ${wanted}`,
        );
      }
    }
  }
});

test('the language of a sound, and whether anybody speaks, are what PyTorch finds', async () => {
  for (const { sound, language, languageProbability, noSpeech } of golden.cases) {
    const look = await lookFirst(loaded.decoder, await encode(sound), graphs.tokens, model.speech, undefined);
    const [best] = [...look.languages].sort(([, one], [, other]) => other - one);
    assert.equal(best?.[0], language);
    assert.ok(Math.abs((best?.[1] ?? 0) - languageProbability) < 1e-3);
    assert.ok(Math.abs(look.noSpeech - noSpeech) < 1e-3);
  }
  assert.ok(new Set(golden.cases.map(({ language }) => language)).size > 2);
});

test('answers are PyTorch’s, greedy and by beams, with times and without, in any language asked for', async () => {
  for (const { sound, language, answers } of golden.cases) {
    const encoded = await encode(sound);
    for (const answer of answers) {
      const { ids, score, ending } = await writeWindow(
        { ...model, graphs: withBeams(answer.beams) },
        encoded,
        { language: answer.language ?? language, task: answer.task, withTimes: answer.timestamps },
        undefined,
      );
      const name = JSON.stringify({ sound, ...answer });
      assert.deepEqual(ids, answer.ids, name);
      assert.equal(ending === 'end', answer.ended, name);
      if (answer.score !== undefined) assert.ok(Math.abs(score - answer.score) < 1e-3, `${score} ${name}`);
    }
  }
});

test('the answers of the reference differ from sound to sound and end by themselves', () => {
  const all = golden.cases.flatMap(({ answers }) => answers);
  assert.ok(new Set(all.map(({ ids }) => ids.join())).size >= 20);
  assert.ok(all.filter(({ ended }) => ended).length > all.length / 2);
});
