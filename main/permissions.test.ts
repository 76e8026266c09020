import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPermitted } from './permissions.ts';

const own = { origin: 'app://parola/index.html', isMainFrame: true, mediaTypes: [], awaitsScreen: false };
const microphone = { ...own, permission: 'media', mediaTypes: ['audio'] };

test('our own page may use the microphone, the camera and the clipboard', () => {
  assert.equal(isPermitted(microphone), true);
  assert.equal(isPermitted({ ...microphone, mediaTypes: ['video'] }), true);
  assert.equal(isPermitted({ ...own, permission: 'clipboard-read' }), true);
  assert.equal(isPermitted({ ...own, permission: 'clipboard-sanitized-write' }), true);
});

test('nobody else may, and nothing else is allowed', () => {
  for (const permission of ['media', 'clipboard-read']) {
    assert.equal(isPermitted({ ...microphone, permission, isMainFrame: false }), false);
    assert.equal(isPermitted({ ...microphone, permission, origin: 'https://parola/' }), false);
  }
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
  for (const mediaTypes of [[], ['unknown'], ['audio', 'unknown']]) {
    assert.equal(isPermitted({ ...microphone, mediaTypes }), false, mediaTypes.join());
  }
  for (const permission of [
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

test('a screen is captured only by our own page, and only after it has said so', () => {
  for (const permission of ['media', 'display-capture']) {
    const question = { ...own, permission, awaitsScreen: true };
    assert.equal(isPermitted(question), true);
    assert.equal(isPermitted({ ...question, awaitsScreen: false }), false);
    assert.equal(isPermitted({ ...question, isMainFrame: false }), false);
    assert.equal(isPermitted({ ...question, origin: 'https://parola/' }), false);
  }
});
