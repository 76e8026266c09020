import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createResampler } from './resample.ts';

const rates = [4000, 8000, 11_025, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000, 192_000, 384_000, 47_999];

function tone(frequencyHz: number, seconds: number, rateHz: number): Float32Array {
  return Float32Array.from(
    { length: Math.round(seconds * rateHz) },
    (_, index) => 0.5 * Math.sin((2 * Math.PI * frequencyHz * index) / rateHz),
  );
}

function resample(samples: Float32Array, rateHz: number, chunkSamples: number): Float32Array {
  const resampler = createResampler(rateHz);
  const out: number[] = [];
  for (let start = 0; start < samples.length; start += chunkSamples) {
    out.push(...resampler.push(samples.subarray(start, start + chunkSamples)));
  }
  out.push(...resampler.flush());
  return Float32Array.from(out);
}

function level(samples: Float32Array): number {
  const middle = samples.subarray(Math.floor(samples.length / 4), Math.floor((samples.length * 3) / 4));
  return Math.sqrt(middle.reduce((sum, value) => sum + value * value, 0) / middle.length);
}

test('a 1 kHz tone stays what it is, in place and in strength, from every rate', () => {
  for (const rateHz of rates) {
    const out = resample(tone(1000, 0.5, rateHz), rateHz, 4096);
    const wanted = tone(1000, 0.5, 16_000);
    for (let index = 1000; index < 7000; index++) {
      const error = Math.abs((out[index] ?? 9) - (wanted[index] ?? 0));
      assert.ok(error < 0.001, `${rateHz} Hz: sample ${index} is off by ${error}`);
    }
  }
});

test('a tone above the new range is gone and does not come back as another one', () => {
  const full = level(tone(1000, 0.5, 16_000));
  for (const [frequencyHz, rateHz] of [
    [12_000, 48_000],
    [8500, 44_100],
    [15_000, 44_100],
    [40_000, 96_000],
    [100_000, 384_000],
  ] as const) {
    const left = level(resample(tone(frequencyHz, 0.5, rateHz), rateHz, 4096)) / full;
    assert.ok(left < 1e-4, `${frequencyHz} Hz at ${rateHz} leaves ${left}`);
  }
});

test('speech up to 7 kHz keeps its strength', () => {
  const full = level(tone(1000, 0.5, 16_000));
  for (const rateHz of [44_100, 48_000]) {
    const kept = level(resample(tone(7000, 0.5, rateHz), rateHz, 4096)) / full;
    assert.ok(kept > 0.98 && kept < 1.02, `${rateHz} Hz keeps ${kept}`);
  }
});

test('chunks of any length give exactly what the whole gives', () => {
  for (const rateHz of [44_100, 8000, 48_000, 47_999]) {
    const input = tone(440, 0.3, rateHz);
    const whole = resample(input, rateHz, input.length);
    for (const chunkSamples of [1, 7, 160, 1000]) {
      assert.deepEqual(resample(input, rateHz, chunkSamples), whole, `${rateHz} Hz by ${chunkSamples}`);
    }
  }
});

test('as many samples come out as the length says', () => {
  for (const rateHz of [...rates.slice(0, -1), 16_000]) {
    for (const inputSamples of [1, 2, 999, 10_000, 44_101]) {
      const out = resample(new Float32Array(inputSamples), rateHz, 4096);
      assert.equal(
        out.length,
        Math.max(1, Math.round((inputSamples * 16_000) / rateHz)),
        `${inputSamples} at ${rateHz}`,
      );
    }
    assert.equal(resample(new Float32Array(0), rateHz, 4096).length, 0);
  }
});
