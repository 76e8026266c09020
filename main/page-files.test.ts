import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pageHeaders, readPageFile, resolveInside } from './page-files.ts';

test('only files inside the page’s folder are ever served', async (t) => {
  const root = mkdtempSync(path.join(tmpdir(), 'parola-page-'));
  t.after(() => rmSync(root, { recursive: true }));
  const folder = path.join(root, 'page');
  mkdirSync(path.join(folder, 'assets'), { recursive: true });
  mkdirSync(path.join(root, 'page-evil'));
  writeFileSync(path.join(folder, 'index.html'), 'page');
  writeFileSync(path.join(folder, 'assets', 'a b.png'), 'picture');
  writeFileSync(path.join(folder, 'app.js.map'), 'sources');
  writeFileSync(path.join(root, 'page-evil', 'secret.js'), 'secret');
  writeFileSync(path.join(root, 'secret.js'), 'secret');

  assert.equal((await readPageFile(folder, '/')).body.toString(), 'page');
  assert.equal((await readPageFile(folder, '/assets/a%20b.png')).headers['content-type'], 'image/png');
  for (const outside of [
    '/../secret.js',
    '/..%2fsecret.js',
    '/%2e%2e/secret.js',
    '/..%2fpage-evil/secret.js',
    '/../page-evil/secret.js',
    '/..%5csecret.js',
    '//etc/passwd',
    '/%00/index.html',
    '/%',
    '/app.js.map',
    '/assets',
    '/absent.js',
  ]) {
    assert.equal((await readPageFile(folder, outside)).status, 404, outside);
  }
});

test('a name that only begins with two dots is an ordinary name', () => {
  assert.equal(resolveInside('/page', '/..a.js'), '/page/..a.js');
  assert.equal(resolveInside('/page', '/'), null);
});

test('every answer forbids inline code, other origins and turning strings into script', async () => {
  const { headers } = await readPageFile('/nowhere', '/');
  for (const [name, value] of Object.entries(pageHeaders)) assert.equal(headers[name], value);
  const policy = pageHeaders['content-security-policy'] ?? '';
  assert.match(policy, /^default-src 'none'; script-src 'self';/);
  assert.match(policy, /require-trusted-types-for 'script'; trusted-types 'none'$/);
  assert.doesNotMatch(policy, /unsafe|\*|https?:|data:/);
});
