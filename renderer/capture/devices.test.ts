import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseDevice, deviceLabels } from './devices.ts';

const desk = { id: 'id-1', label: 'Desk microphone' };
const headset = { id: 'id-2', label: 'Headset' };

test('the chosen microphone is found by its name although the browser has given it another id', () => {
  assert.deepEqual(chooseDevice([desk, { ...headset, id: 'id-9' }], 'Headset'), {
    id: 'id-9',
    replaced: false,
  });
});

test('when the chosen one is not connected, the system’s default is used and that is known', () => {
  assert.deepEqual(chooseDevice([desk], 'Headset'), { id: null, replaced: true });
});

test('without a wish it is the system’s default', () => {
  assert.deepEqual(chooseDevice([desk, headset], null), { id: null, replaced: false });
});

test('names are offered once, and hidden ones not at all', () => {
  assert.deepEqual(deviceLabels([desk, desk, { id: 'x', label: '' }]), ['Desk microphone']);
});
