import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keyAction, keys } from './keys.ts';

const press = (key: string, control = false) => ({ key, ctrlKey: control, metaKey: false, altKey: false });

test('the space bar speaks and stops, but on a button it presses that button', () => {
  assert.equal(keyAction(press(' '), 'page'), 'toggle');
  assert.equal(keyAction(press(' '), 'control'), null);
  assert.equal(keyAction(press('Enter', true), 'control'), 'toggle');
});

test('letters are letters where one types; Escape and Control still work there', () => {
  assert.equal(keyAction(press('m'), 'typing'), null);
  assert.equal(keyAction(press('?'), 'typing'), null);
  assert.equal(keyAction(press('Escape'), 'typing'), 'stop');
  assert.equal(keyAction(press('Enter', true), 'typing'), 'toggle');
});

test('the browser keeps its own keys', () => {
  assert.equal(keyAction(press('c', true), 'page'), null);
  assert.equal(keyAction({ ...press('1'), altKey: true }, 'page'), null);
});

test('no key means two things', () => {
  const shown = keys.map((key) => key.shown);
  assert.equal(new Set(shown).size, shown.length);
});
