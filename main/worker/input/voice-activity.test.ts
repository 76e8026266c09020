import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { VoiceActivityGraphs } from '../../../models/schema.ts';
import { createVoiceActivity, type RunGraph } from './voice-activity.ts';

const graphs: VoiceActivityGraphs = {
  kind: 'voice-activity',
  file: 'voice.onnx',
  sampleRateHz: 16_000,
  samplesPerFrame: 512,
  contextSamples: 64,
  inputs: { audio: 'input', state: 'state', sampleRate: 'sr' },
  outputs: { probability: 'output', state: 'stateN' },
  stateShape: [2, 1, 128],
};

/** A model whose state counts the frames and whose answer is the first sample of its context. */
function counting() {
  const fed: { context: number; first: number; length: number; state: number }[] = [];
  const run: RunGraph = async ({ input, state: fedState, sr }) => {
    const audio = input?.data as Float32Array;
    const state = fedState as { dims: readonly number[]; data: Float32Array };
    assert.deepEqual(state.dims, [2, 1, 128]);
    assert.deepEqual(sr?.data, BigInt64Array.of(16_000n));
    fed.push({
      context: audio[0] as number,
      first: audio[64] as number,
      length: audio.length,
      state: state.data[0] as number,
    });
    const next = new Float32Array(256).fill((state.data[0] as number) + 1);
    return {
      output: { type: 'float32', data: Float32Array.of(fed.length / 10), dims: [1, 1] },
      stateN: { type: 'float32', data: next, dims: [2, 1, 128] },
    };
  };
  return { fed, run };
}

const count = (from: number, to: number) =>
  Float32Array.from({ length: to - from }, (_, index) => from + index + 1);

test('each frame is judged with the end of the one before and the state that it left', async () => {
  const { fed, run } = counting();
  const voice = createVoiceActivity(graphs, run);
  const frames = await voice.push(count(0, 1536));
  assert.deepEqual(fed, [
    { context: 0, first: 1, length: 576, state: 0 },
    { context: 449, first: 513, length: 576, state: 1 },
    { context: 961, first: 1025, length: 576, state: 2 },
  ]);
  assert.deepEqual(
    frames.map((frame) => Math.round(frame.probability * 10)),
    [1, 2, 3],
  );
});

test('blocks of any size give the same frames', async () => {
  const whole = counting();
  await createVoiceActivity(graphs, whole.run).push(count(0, 5120));
  const pieces = counting();
  const voice = createVoiceActivity(graphs, pieces.run);
  for (let at = 0; at < 5120; at += 97) await voice.push(count(at, Math.min(at + 97, 5120)));
  assert.deepEqual(pieces.fed, whole.fed);
});

test('the loudness of a frame is that of its own samples', async () => {
  const voice = createVoiceActivity(graphs, counting().run);
  const [loud, silent] = await voice.push(new Float32Array(1024).fill(0.5, 0, 512));
  assert.ok(Math.abs((loud?.power ?? 0) - 0.25) < 1e-6);
  assert.equal(silent?.power, 0);
});

test('the end of the stream is judged too', async () => {
  const { fed, run } = counting();
  const voice = createVoiceActivity(graphs, run);
  await voice.push(count(0, 600));
  assert.equal((await voice.finish()).length, 1);
  assert.equal(fed[1]?.first, 513);
  assert.deepEqual(await voice.finish(), []);
});
