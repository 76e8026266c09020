import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseSource } from './screen-sources.ts';

const own = { sourceId: 'window:12:1', displayId: '77' };
const source = (id: string, displayId = '') => ({ id, name: id, display_id: displayId });

test('the screen that the window is on is captured, or else the first', () => {
  const screens = [source('screen:0:0', '76'), source('screen:1:0', '77')];
  assert.equal(chooseSource(screens, 'screen', own)?.id, 'screen:1:0');
  assert.equal(chooseSource([source('screen:5:0')], 'screen', own)?.id, 'screen:5:0');
});

test('the foremost window that is not our own is captured', () => {
  const windows = [source('window:12:0'), source('window:123:0'), source('window:4:0')];
  assert.equal(chooseSource(windows, 'window', own)?.id, 'window:123:0');
});

test('a screen is never given for a window, nor our own window for lack of another', () => {
  assert.equal(chooseSource([source('screen:0:0'), source('window:12:0')], 'window', own), null);
  assert.equal(chooseSource([source('window:4:0')], 'screen', own), null);
});
