import assert from 'node:assert/strict';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { makeFolder } from './make-folder.ts';

test('a folder is made with those above it, and one that is there stays', async (context) => {
  const root = await mkdtemp(path.join(os.tmpdir(), 'parola-folder-'));
  context.after(() => rm(root, { recursive: true, force: true }));
  const deep = path.join(root, 'one', 'two', 'three');
  await makeFolder(deep);
  await makeFolder(deep);
  assert.ok((await stat(deep)).isDirectory());
});

test('where a file stands in the way, that is an error', async (context) => {
  const root = await mkdtemp(path.join(os.tmpdir(), 'parola-folder-'));
  context.after(() => rm(root, { recursive: true, force: true }));
  await writeFile(path.join(root, 'file'), '');
  await assert.rejects(makeFolder(path.join(root, 'file')), { code: 'EEXIST' });
  await assert.rejects(makeFolder(path.join(root, 'file', 'below')), { code: 'ENOTDIR' });
});

test('a place that takes no folders is an error, not an endless wait', {
  skip: process.platform !== 'linux' && 'only Linux has /proc',
}, async () => {
  await assert.rejects(makeFolder('/proc/parola/below'), { code: 'ENOENT' });
});
