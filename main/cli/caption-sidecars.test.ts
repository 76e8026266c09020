import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameSidecars } from './caption-sidecars.ts';

const item = (file: string, subfolder = '') => ({ file, subfolder, found: true });

test('each picture has a text file of its own, beside it', () => {
  const items = ['a.jpg', 'a.png', 'b.c.jpg', 'sub/a.jpg', '.jpg'].map((file) => item(file));
  const { of } = nameSidecars(items, null);
  assert.deepEqual(items.map(of), ['a.txt', 'a.png.txt', 'b.c.txt', 'sub/a.txt', '.jpg.txt']);
});

test('below an output folder subfolders are mirrored, and pictures of one name stay apart', () => {
  const items = [item('x/a.jpg'), item('y/a.jpg'), item('z/a.jpg'), item('x/in/a.jpg', 'in'), item('-')];
  const { of } = nameSidecars(items, 'out');
  assert.deepEqual(items.map(of), [
    'out/a.txt',
    'out/a.jpg.txt',
    'out/a.jpg-2.txt',
    'out/in/a.txt',
    'out/standard-input.txt',
  ]);
});

test('a picture named twice has one text file', () => {
  const items = [item('a.jpg'), item('./a.jpg'), item('a.jpg')];
  const { of } = nameSidecars(items, null);
  assert.deepEqual(items.map(of), ['a.txt', 'a.txt', 'a.txt']);
});
