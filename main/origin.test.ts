import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOwnPage, isOwnTopFrame, pageAddress } from './origin.ts';

test('an address is ours by its parsed origin, not by how it begins', () => {
  assert.equal(isOwnPage('app://parola/index.html?x#y'), true);
  assert.equal(isOwnPage('app://parola'), true);
  for (const other of [
    'app://parola.evil.example/',
    'app://parola:80/',
    'app:parola',
    'file:///parola',
    'x',
  ]) {
    assert.equal(isOwnPage(other), false, other);
  }
});

test('calls are answered for our own top frame and for nobody else', () => {
  const top = { url: pageAddress, parent: null };
  assert.equal(isOwnTopFrame(top), true);
  assert.equal(isOwnTopFrame({ url: pageAddress, parent: top }), false, 'a frame in our page');
  for (const url of ['', 'about:blank', 'about:srcdoc', 'https://parola/', 'blob:app://parola/x']) {
    assert.equal(isOwnTopFrame({ url, parent: null }), false, url);
  }
  assert.equal(isOwnTopFrame(null), false, 'a frame that is gone');
});
