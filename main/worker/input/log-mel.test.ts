import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogMel } from './log-mel.ts';

const shape = { kind: 'log-mel', bins: 80, windowSamples: 400, hopSamples: 160, seconds: 30 } as const;
const logMel = createLogMel(shape, 16_000);
const frames = 3000;

/** The bin that is loudest in one frame. */
function loudest(features: Float32Array, frame: number): number {
  const levels = Array.from({ length: 80 }, (_, bin) => features[bin * frames + frame] as number);
  return levels.indexOf(Math.max(...levels));
}

function tone(hertz: number, seconds: number): Float32Array {
  return Float32Array.from(
    { length: seconds * 16_000 },
    (_, at) => 0.5 * Math.sin((2 * Math.PI * hertz * at) / 16_000),
  );
}

test('features are always of thirty seconds, and silence is the least there is', () => {
  const features = logMel(new Float32Array(0));
  assert.equal(features.length, 80 * frames);
  assert.ok(features.every((value) => value === -1.5));
});

test('a higher tone lies in a higher bin, and what follows the sound is 8 powers of ten below the loudest', () => {
  const places = [200, 800, 3000, 7000].map((hertz) => loudest(logMel(tone(hertz, 1)), 50));
  assert.deepEqual(
    places,
    [...places].sort((one, other) => one - other),
  );
  assert.equal(new Set(places).size, 4);
  const features = logMel(tone(800, 1));
  const peak = features.reduce((most, value) => Math.max(most, value), -9);
  assert.ok(Math.abs(peak - (features[frames - 1] as number) - 2) < 1e-5);
});

test('of a longer sound only the first thirty seconds are read, up to their last sample', () => {
  const long = logMel(tone(800, 31));
  assert.deepEqual(long, logMel(tone(800, 30)));
  assert.ok(Number.isFinite(long[frames - 1]));
  assert.equal(loudest(long, frames - 1), loudest(long, 100));
});
