import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breathe, createMuteDetector, level } from './level.ts';
import { levelShape } from './level-shape.ts';

const tone = (amplitude: number) =>
  Float32Array.from({ length: 1600 }, (_, index) => amplitude * Math.sin(index / 3));

test('the level is nothing for silence, full for a shout, and between for a voice', () => {
  assert.equal(level(new Float32Array(1600)), 0);
  assert.equal(level(tone(1)), 1);
  const voice = level(tone(0.05));
  assert.ok(voice > 0.3 && voice < 0.9, String(voice));
  assert.equal(level(new Float32Array(0)), 0);
});

test('the line rises at once and falls slowly', () => {
  assert.equal(breathe(0.1, 0.9), 0.9);
  const falling = breathe(0.9, 0);
  assert.ok(falling > 0.5 && falling < 0.9);
});

test('two seconds of exact zeros are a muted microphone; a quiet room never is', () => {
  const isMuted = createMuteDetector(16_000, 2);
  const zeros = new Float32Array(1280);
  const chunks = Array.from({ length: 26 }, () => isMuted(zeros));
  assert.equal(chunks.indexOf(true), 25);
  assert.equal(isMuted(Float32Array.from([0, 1e-5])), false);
  assert.equal(isMuted(zeros), false);
});

test('the line begins and ends on its middle', () => {
  const shape = levelShape(192, 32);
  assert.ok(shape.startsWith('M0 16'));
  assert.ok(shape.endsWith('192 16'));
});
