import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mixNoise } from './noise.ts';

const speech = Float32Array.from({ length: 16_000 }, (_, at) => 0.1 * Math.sin(at / 7));
const noise = Float32Array.from({ length: 700 }, (_, at) => (((at * 7919) % 1000) / 1000 - 0.5) * 0.8);
const power = (samples: Float32Array) => samples.reduce((sum, one) => sum + one * one, 0) / samples.length;

test('the speech is louder than the noise by as much as asked', () => {
  for (const snr of [20, 10, 5, 0]) {
    const mixed = mixNoise(speech, noise, snr, 123);
    const added = mixed.map((sample, at) => sample - (speech[at] as number));
    assert.ok(Math.abs(10 * Math.log10(power(speech) / power(added)) - snr) < 0.01, `${snr} dB`);
  }
});

test('a mixture that would clip is turned down as a whole', () => {
  const mixed = mixNoise(
    speech.map((sample) => sample * 9),
    noise,
    0,
    0,
  );
  const peak = mixed.reduce((largest, sample) => Math.max(largest, Math.abs(sample)), 0);
  assert.ok(Math.abs(peak - 1) < 1e-6);
});

test('silent noise and silent speech give no broken samples', () => {
  assert.deepEqual(mixNoise(speech, new Float32Array(10), 10, 0), speech);
  assert.ok(mixNoise(new Float32Array(50), noise, 10, 0).every((sample) => sample === 0));
});
