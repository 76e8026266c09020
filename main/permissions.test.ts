import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPermitted } from './permissions.ts';

const own = { origin: 'app://parola/index.html', isMainFrame: true, mediaTypes: [] };
const microphone = { ...own, permission: 'media', mediaTypes: ['audio'] };

test('our own page may use the microphone and write to the clipboard', () => {
  assert.equal(isPermitted(microphone), true);
  assert.equal(isPermitted({ ...own, permission: 'clipboard-sanitized-write' }), true);
});

test('nobody else may, and nothing else is allowed', () => {
  assert.equal(isPermitted({ ...microphone, isMainFrame: false }), false);
  for (const origin of [
    '',
    'null',
    'about:blank',
    'app://parola.evil/',
    'https://parola/',
    'app://parola@evil/',
  ]) {
    assert.equal(isPermitted({ ...microphone, origin }), false, origin);
  }
  for (const mediaTypes of [[], ['video'], ['audio', 'video'], ['unknown']]) {
    assert.equal(isPermitted({ ...microphone, mediaTypes }), false, mediaTypes.join());
  }
  for (const permission of [
    'clipboard-read',
    'display-capture',
    'fullscreen',
    'geolocation',
    'hid',
    'midi',
    'notifications',
    'openExternal',
    'pointerLock',
    'serial',
    'usb',
    'constructor',
  ]) {
    assert.equal(isPermitted({ ...own, permission }), false, permission);
  }
});
