import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colourName, pictureFacts } from './picture-facts.ts';

test('colours are called what people call them', () => {
  const named: Record<string, readonly [number, number, number]> = {
    black: [10, 10, 10],
    'dark grey': [70, 70, 72],
    grey: [128, 128, 128],
    'light grey': [200, 200, 205],
    white: [250, 250, 250],
    red: [220, 30, 30],
    'dark red': [100, 5, 5],
    orange: [240, 140, 20],
    brown: [139, 90, 43],
    beige: [235, 215, 180],
    yellow: [240, 230, 40],
    green: [40, 160, 60],
    turquoise: [30, 200, 200],
    blue: [40, 80, 220],
    'dark blue': [10, 20, 90],
    'light blue': [160, 200, 240],
    purple: [130, 40, 200],
    pink: [240, 90, 170],
  };
  for (const [name, [red, green, blue]] of Object.entries(named))
    assert.equal(colourName(red, green, blue), name);
});

test('the colours that fill a picture are named, most first, and no speck is', () => {
  const side = 100;
  const data = new Uint8Array(side * side * 3);
  for (let pixel = 0; pixel < side * side; pixel++) {
    const colour = pixel < 6000 ? [255, 255, 255] : pixel < 9500 ? [200, 20, 20] : [0, 0, 0];
    data.set(colour, pixel * 3);
  }
  const facts = pictureFacts({ data, width: side, height: side }, { width: 4000, height: 4000, frames: 2 });
  assert.deepEqual(facts, {
    width: 4000,
    height: 4000,
    frames: 2,
    colours: ['white', 'red'],
    brightness: 'light',
  });
});

test('light, medium and dark pictures are told apart', () => {
  for (const [grey, brightness] of [
    [20, 'dark'],
    [120, 'medium'],
    [240, 'light'],
  ] as const) {
    const data = new Uint8Array(12).fill(grey);
    const facts = pictureFacts({ data, width: 2, height: 2 }, { width: 2, height: 2, frames: 1 });
    assert.equal(facts.brightness, brightness);
  }
});
