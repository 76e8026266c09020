import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { ParolaError } from '../errors.ts';
import { takeFromTarball, takeFromZip } from './archive.ts';
import { makeTarball, makeZip } from './archive-fixtures.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'parola-archive-'));
after(() => rmSync(folder, { recursive: true }));
const archive = path.join(folder, 'archive');
const target = path.join(folder, 'model.onnx');
const content = randomBytes(200_000);
const member = { name: 'package/model.onnx', bytes: content.length, maxBytes: 1_000_000 };

const unusable = (reason: RegExp) => (error: unknown) =>
  error instanceof ParolaError && error.code === 'install-failed' && reason.test(error.message);

function fresh(bytes: Buffer): void {
  rmSync(target, { force: true });
  writeFileSync(archive, bytes);
}

test('one file comes out of a tarball, and nothing else is written', async () => {
  fresh(
    await makeTarball([
      { name: '../../escaped', content: Buffer.from('no') },
      { name: '/tmp/parola-escaped', content: Buffer.from('no') },
      { name: 'package/other', content: randomBytes(5000) },
      { name: member.name, content },
    ]),
  );
  await takeFromTarball(archive, member, target);
  assert.ok(readFileSync(target).equals(content));
  assert.equal(statSync(target).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(folder).sort(), ['archive', 'model.onnx']);
  assert.ok(!existsSync('/tmp/parola-escaped'));
});

test('one file comes out of a zip archive, and nothing else is written', async () => {
  fresh(
    makeZip([
      { name: 'package/other', content: randomBytes(5000) },
      { name: member.name, content },
    ]),
  );
  await takeFromZip(archive, member, target);
  assert.ok(readFileSync(target).equals(content));
  assert.deepEqual(readdirSync(folder).sort(), ['archive', 'model.onnx']);
});

test('a member that is missing is said to be', async () => {
  fresh(await makeTarball([{ name: 'package/other', content }]));
  await assert.rejects(takeFromTarball(archive, member, target), unusable(/model.onnx is not in it/));
  fresh(makeZip([{ name: 'package/other', content }]));
  await assert.rejects(takeFromZip(archive, member, target), unusable(/model.onnx is not in it/));
});

test('a link in the place of the file is refused', async () => {
  fresh(await makeTarball([{ name: member.name, type: 'symlink', linkname: '/etc/passwd' }]));
  await assert.rejects(takeFromTarball(archive, member, target), unusable(/no plain file/));
  fresh(await makeTarball([{ name: member.name, type: 'link', linkname: 'package/other' }]));
  await assert.rejects(takeFromTarball(archive, member, target), unusable(/no plain file/));
});

test('a member of another size than the catalogue says is refused before it is written', async () => {
  const bomb = Buffer.alloc(50_000_000);
  fresh(await makeTarball([{ name: member.name, content: bomb }]));
  await assert.rejects(
    takeFromTarball(archive, member, target),
    unusable(/50000000 bytes in it, not 200000/),
  );
  assert.ok(!existsSync(target));
  fresh(makeZip([{ name: member.name, content: bomb }]));
  await assert.rejects(takeFromZip(archive, member, target), unusable(/50000000 bytes in it, not 200000/));
  assert.ok(!existsSync(target));
});

test('a member that unpacks to more than it claims is cut off', async () => {
  fresh(makeZip([{ name: member.name, content: Buffer.alloc(50_000_000), claimedBytes: content.length }]));
  await assert.rejects(takeFromZip(archive, member, target), unusable(/./));
  assert.ok(statSync(target).size <= content.length);
});

test('a member of unknown size stops at the limit', async () => {
  const unknown = { ...member, bytes: null };
  fresh(await makeTarball([{ name: member.name, content: Buffer.alloc(2_000_000) }]));
  await assert.rejects(takeFromTarball(archive, unknown, target), unusable(/larger in it than the 1000000/));
});

test('what is no archive, or half of one, is said to be unusable', async () => {
  const whole = await makeTarball([{ name: member.name, content }]);
  for (const bytes of [Buffer.alloc(0), randomBytes(1000), whole.subarray(0, 100_000)]) {
    fresh(bytes);
    await assert.rejects(takeFromTarball(archive, member, target), unusable(/not usable/));
  }
  const zip = makeZip([{ name: member.name, content }]);
  for (const bytes of [Buffer.alloc(0), randomBytes(1000), zip.subarray(0, 100_000)]) {
    fresh(bytes);
    await assert.rejects(takeFromZip(archive, member, target), unusable(/not usable/));
  }
});
