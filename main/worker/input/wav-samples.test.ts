import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeSamples, type SampleFormat } from '../../../e2e/fixtures/bad-inputs/wav-builder.ts';
import { cleaned, mixDown } from './mix-down.ts';
import { type PcmFormat, wavToMono } from './wav-samples.ts';

const mono16: PcmFormat = {
  encoding: 'integer',
  bigEndian: false,
  channels: 1,
  sampleBytes: 2,
  frameBytes: 2,
};

test('every width of number gives the same samples', () => {
  const samples = [0, 0.25, -0.25, 0.9, -0.9];
  const widths: [SampleFormat, number, PcmFormat['encoding'], number][] = [
    ['u8', 1, 'integer', 0.01],
    ['s16', 2, 'integer', 1e-4],
    ['s24', 3, 'integer', 1e-6],
    ['s32', 4, 'integer', 1e-7],
    ['f32', 4, 'float', 1e-7],
    ['f64', 8, 'float', 1e-7],
  ];
  for (const [name, sampleBytes, encoding, tolerance] of widths) {
    const format = { ...mono16, encoding, sampleBytes, frameBytes: sampleBytes };
    const read = wavToMono(encodeSamples(samples, name), format);
    samples.forEach((sample, index) => {
      assert.ok(Math.abs((read[index] ?? 9) - sample) <= tolerance, `${name}: ${read[index]} for ${sample}`);
    });
  }
});

test('big-endian samples are read as such', () => {
  const read = wavToMono(Buffer.from([0x40, 0x00, 0xc0, 0x00]), { ...mono16, bigEndian: true });
  assert.deepEqual([...read], [0.5, -0.5]);
});

test('A-law and µ-law expand as G.711 lists them', () => {
  const one = { ...mono16, sampleBytes: 1, frameBytes: 1 };
  const aLaw = wavToMono(Buffer.from([0xd5, 0x55, 0xaa, 0x2a]), { ...one, encoding: 'a-law' });
  assert.deepEqual(
    [...aLaw].map((value) => value * 32768),
    [8, -8, 32256, -32256],
  );
  const muLaw = wavToMono(Buffer.from([0xff, 0x7f, 0x80, 0x00]), { ...one, encoding: 'mu-law' });
  assert.deepEqual(
    [...muLaw].map((value) => value * 32768 + 0),
    [0, 0, 32124, -32124],
  );
});

test('channels become their mean', () => {
  const read = wavToMono(encodeSamples([0.5, -0.5, 1, 0], 'f32'), {
    ...mono16,
    encoding: 'float',
    channels: 2,
    sampleBytes: 4,
    frameBytes: 8,
  });
  assert.deepEqual([...read], [0, 0.5]);
  assert.deepEqual([...mixDown([Float32Array.of(0.5, 1), Float32Array.of(-0.5, 0)])], [0, 0.5]);
});

test('what is no number is silence, what is too loud is clipped', () => {
  assert.deepEqual(
    [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e38, -2, 0.5].map(cleaned),
    [0, 0, 0, 1, -1, 0.5],
  );
});
