import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Decoder, State } from '../decode/decoder.ts';
import type { Pieces } from './pieces.ts';
import { createRecogniser, type SpeechModel } from './recognise.ts';

const pieces: Pieces = [undefined, undefined, undefined, '▁four', '▁of', '▁club', 's', '.', ','];
const end = 2;
const secondsPerFrame = 0.024;

/** A model that answers `ids`, whatever it hears, or goes round in circles; token k is looked for at frame 4k. */
function scripted(ids: readonly number[], goOn?: (position: number) => number) {
  const heard: number[] = [];
  let steps = 0;
  const decoder: Decoder = {
    start: (): State => new Map(),
    reorder: (state) => state,
    step: async (_newest, position, state) => {
      steps++;
      const logits = new Float32Array(pieces.length);
      logits[ids[position] ?? goOn?.(position) ?? end] = 8;
      const frames = 40;
      const row = Float32Array.from({ length: frames }, (_, frame) =>
        Math.abs(frame - position * 4) < 2 ? 0.3 : 0.001,
      );
      return { logits, state, attention: { type: 'float32', data: row, dims: [1, frames] } };
    },
  };
  const model: SpeechModel = {
    graphs: {
      kind: 'encoder-decoder',
      encoder: { file: 'encoder.onnx', input: 'input', outputs: [] },
      decoder: {
        step: {
          file: 'decoder.onnx',
          ids: { input: 'ids', shape: 'beams-by-1', type: 'int64' },
          encoded: {},
          extras: [],
          logits: 'logits',
          attention: [],
          state: [],
        },
      },
      tokenizer: { file: 'tokenizer.json' },
      tokens: { start: 1, end, vocabularySize: pieces.length },
      decode: { search: 'greedy', beams: 1, lengthPenalty: 1, maxTokens: 194, maxTokensPerSecond: 6.5 },
    },
    audio: { sampleRateHz: 16_000, samplesPerFrame: 384, minSeconds: 0.1, maxSeconds: 30 },
    pieces,
    decoder,
    encode: async (samples) => {
      heard.push(samples.length);
      return new Map();
    },
  };
  return { recognise: createRecogniser(model), heard, steps: () => steps };
}

const seconds = (length: number) => new Float32Array(length * 16_000);
const textOf = (words: readonly { readonly text: string }[]) => words.map((word) => word.text).join(' ');

test('tokens become words with their times, and punctuation has none', async () => {
  const { recognise } = scripted([3, 4, 5, 6, 7]);
  const words = await recognise(seconds(2), [], undefined);
  assert.equal(textOf(words), 'four of clubs.');
  assert.deepEqual(
    words.map((word) => word.ids),
    [[3], [4], [5, 6, 7]],
  );
  words.forEach((word, index) => {
    assert.ok(Math.abs(word.start - index * 4 * secondsPerFrame) <= 2 * secondsPerFrame);
    assert.ok(word.confidence > 0.9 && word.confidence <= 1);
  });
  // The full stop is looked for from frame 15 on.
  assert.ok((words[2]?.end ?? 0) <= 15 * secondsPerFrame + 1e-9);
});

test('after settled words only the new ones are given', async () => {
  const { recognise } = scripted([3, 4, 5, 6]);
  const words = await recognise(seconds(2), [3, 4], undefined);
  assert.equal(textOf(words), 'clubs');
  assert.ok(Math.abs((words[0]?.start ?? 0) - 8 * secondsPerFrame) <= 2 * secondsPerFrame);
});

test('a settled word gets no comma afterwards', async () => {
  const { recognise } = scripted([3, 8, 4, 5]);
  assert.equal(textOf(await recognise(seconds(2), [3], undefined)), 'of club');
});

test('an answer that goes round in circles is ended, and its first round is kept', async () => {
  const { recognise, steps } = scripted([3], (position) => (position % 2 === 1 ? 4 : 5));
  assert.equal(textOf(await recognise(seconds(30), [], undefined)), 'four of club');
  assert.ok(steps() < 30, `${steps()} steps`);
});

test('no more tokens come than anybody can say', async () => {
  const words = Array.from({ length: 190 }, (_, position) => 3 + ((position * position) % 4));
  const { recognise, steps } = scripted(words);
  await recognise(seconds(2), [], undefined);
  assert.equal(steps(), 13);
});

test('audio that is too short for the model is filled up with silence', async () => {
  const { recognise, heard } = scripted([3]);
  const [word] = await recognise(new Float32Array(100), [], undefined);
  assert.deepEqual(heard, [1600]);
  assert.ok((word?.end ?? 1) <= 100 / 16_000);
});

test('stopping is noticed before the next step', async () => {
  const { recognise, steps } = scripted([3, 4, 5]);
  const controller = new AbortController();
  controller.abort(new Error('enough'));
  await assert.rejects(recognise(seconds(1), [], controller.signal), /enough/);
  assert.equal(steps(), 0);
});
