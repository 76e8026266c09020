import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyAction, keys } from './keys.ts';

const press = (key: string, control = false) => ({ key, ctrlKey: control, metaKey: false, altKey: false });

test('the space bar speaks and stops, but on a button it presses that button', () => {
  assert.equal(keyAction(press(' '), 'page', true), 'toggle');
  assert.equal(keyAction(press(' '), 'control', true), null);
  assert.equal(keyAction(press('Enter', true), 'control', true), 'toggle');
});

test('letters are letters where one types; Escape and Control still work there', () => {
  assert.equal(keyAction(press('m'), 'typing', true), null);
  assert.equal(keyAction(press('?'), 'typing', true), null);
  assert.equal(keyAction(press('Escape'), 'typing', true), 'stop');
  assert.equal(keyAction(press('Enter', true), 'typing', true), 'toggle');
});

test('the browser keeps its own keys', () => {
  assert.equal(keyAction(press('c', true), 'page', true), null);
  assert.equal(keyAction({ ...press('1'), altKey: true }, 'page', true), null);
});

test('who has switched single letters off is left with keys that are not spoken by chance', () => {
  assert.equal(keyAction(press('m'), 'page', false), null);
  assert.equal(keyAction(press('1'), 'page', false), null);
  assert.equal(keyAction(press('?'), 'page', false), null);
  assert.equal(keyAction(press(' '), 'page', false), 'toggle');
  assert.equal(keyAction(press('Enter', true), 'page', false), 'toggle');
});

test('no key means two things', () => {
  const shown = keys.map((key) => key.shown);
  assert.equal(new Set(shown).size, shown.length);
});
