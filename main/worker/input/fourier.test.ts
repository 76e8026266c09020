import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPowerSpectrum } from './fourier.ts';

/** By the definition, one frequency at a time. */
function slowly(samples: Float64Array): number[] {
  const { length } = samples;
  return Array.from({ length: length / 2 + 1 }, (_, frequency) => {
    let re = 0;
    let im = 0;
    for (let at = 0; at < length; at++) {
      const angle = (2 * Math.PI * frequency * at) / length;
      re += (samples[at] as number) * Math.cos(angle);
      im -= (samples[at] as number) * Math.sin(angle);
    }
    return re * re + im * im;
  });
}

for (const length of [2, 6, 16, 30, 400]) {
  test(`the power spectrum of ${length} samples is what the definition gives`, () => {
    const samples = Float64Array.from({ length }, (_, at) => Math.sin(at * at) + at / length);
    const power = new Float64Array(length / 2 + 1);
    createPowerSpectrum(length)(samples, power);
    for (const [frequency, wanted] of slowly(samples).entries()) {
      assert.ok(Math.abs((power[frequency] as number) - wanted) < 1e-8, `${frequency}`);
    }
  });
}

test('a tone lies at its own frequency', () => {
  const power = new Float64Array(201);
  const tone = Float64Array.from({ length: 400 }, (_, at) => Math.cos((2 * Math.PI * 25 * at) / 400));
  createPowerSpectrum(400)(tone, power);
  assert.equal(power.indexOf(Math.max(...power)), 25);
  assert.ok(Math.abs((power[25] as number) - 200 ** 2) < 1e-6);
});
