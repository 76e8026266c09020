import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { countTextErrors } from '../../main/evaluate/text-errors.ts';
import type { InstalledModel } from '../../main/worker/protocol.ts';
import { loadReader, type TextReader } from '../../main/worker/tasks/read.ts';
import type { ReadingGraphs } from '../../models/schema.ts';
import { fixturePicture, furtherReadingModel, readingModel, writtenIn } from './reading-models.ts';

let folder = '';
let english: InstalledModel<ReadingGraphs>;
let finder: InstalledModel<ReadingGraphs>;
let reader: TextReader;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parola-reading-'));
  english = await readingModel('tesseract-eng');
  finder = await readingModel('text-finder');
  reader = await loadReader([english, finder]);
});
after(async () => {
  await reader.dispose();
  await rm(folder, { recursive: true });
});

/** Wrong letters of a hundred. */
async function errorRate(name: string, read: string): Promise<number> {
  const { letters, letterErrors } = countTextErrors(await writtenIn(name), read);
  return (100 * letterErrors) / letters;
}

test('a page is read with its lines and paragraphs', async () => {
  const text = await reader.read(fixturePicture('reading/page.png'), { kind: 'document', how: 'auto' });
  assert.ok((await errorRate('page', text)) <= 1, text);
  assert.deepEqual(
    text.split('\n\n').map((paragraph) => paragraph.split('\n').length),
    [1, 2, 2],
  );
});

test('a page that lies on its side or stands on its head is read all the same', async () => {
  for (const degrees of [90, 180, 270]) {
    const picture = fixturePicture('reading/page.png', degrees);
    const text = await reader.read(picture, { kind: 'document', how: 'auto' });
    assert.ok((await errorRate('page', text)) <= 1, `${degrees}: ${text}`);
  }
});

test('a dark window is read, its list before what stands beside it', async () => {
  const picture = fixturePicture('reading/dark-window.png');
  const text = await reader.read(picture, { kind: 'screenshot', how: 'auto' });
  assert.ok((await errorRate('dark-window', text)) <= 3, text);
});

test('two columns of Portuguese are read one after the other, with every accent, beside English', async (t) => {
  const portuguese = await furtherReadingModel('tesseract-por', folder);
  if (typeof portuguese === 'string') return t.skip(portuguese);
  const both = await loadReader([english, portuguese, finder]);
  t.after(() => both.dispose());
  const text = await both.read(fixturePicture('reading/columns.png'), { kind: 'document', how: 'auto' });
  assert.ok((await errorRate('columns', text)) <= 1, text);
  const page = await both.read(fixturePicture('reading/page.png'), { kind: 'document', how: 'auto' });
  assert.ok((await errorRate('page', page)) <= 1, page);
});

test('a tilted sign in a photograph is found and read', async () => {
  const text = await reader.read(fixturePicture('reading/sign.jpg'), { kind: 'photograph', how: 'auto' });
  assert.equal(`${text}\n`, await writtenIn('sign'));
});

test('photographs without print say nothing, even when asked to be read', async () => {
  for (const name of ['astronaut', 'cat', 'coffee', 'photographer']) {
    for (const how of ['auto', 'always'] as const) {
      const picture = fixturePicture(`photographs/${name}.jpg`);
      assert.equal(await reader.read(picture, { kind: 'photograph', how }), '', `${name}, ${how}`);
    }
  }
});

test('a blank or blurred picture is read only when that is asked for', async () => {
  const page = fixturePicture('reading/page.png');
  assert.equal(await reader.read(page, { kind: 'blank', how: 'auto' }), '');
  assert.equal(await reader.read(page, { kind: 'blurred', how: 'auto' }), '');
  assert.notEqual(await reader.read(page, { kind: 'blank', how: 'always' }), '');
});

test('without the finder photographs stay unread unless they must be read, pages are read as ever', async (t) => {
  const alone = await loadReader([english]);
  t.after(() => alone.dispose());
  const sign = fixturePicture('reading/sign.jpg');
  assert.equal(await alone.read(sign, { kind: 'photograph', how: 'auto' }), '');
  assert.match(await alone.read(sign, { kind: 'photograph', how: 'always' }), /Mind|step|Room/);
  assert.match(
    await alone.read(fixturePicture('reading/page.png'), { kind: 'document', how: 'auto' }),
    /ferry/,
  );
  const none = await loadReader([finder]);
  assert.equal(await none.read(sign, { kind: 'document', how: 'always' }), '');
});

test('reading can be given up, and the next picture is read', async () => {
  const controller = new AbortController();
  const page = fixturePicture('reading/page.png');
  const given = reader.read(page, { kind: 'document', how: 'auto' }, controller.signal);
  const next = reader.read(page, { kind: 'document', how: 'auto' });
  setTimeout(() => controller.abort(), 50);
  await assert.rejects(given, { code: 'cancelled' });
  assert.match(await next, /ferry/);
});

test('data that changed or are none are named, and the program lives on', async (t) => {
  const file = english.files[0]?.name ?? '';
  await writeFile(path.join(folder, file), 'no data');
  const changed = await loadReader([{ ...english, folder }]);
  const page = fixturePicture('reading/page.png');
  await assert.rejects(changed.read(page, { kind: 'document', how: 'auto' }), { code: 'model-corrupt' });
  const sha256 = createHash('sha256').update('no data').digest('hex');
  const odd = await loadReader([{ ...english, folder, files: [{ name: file, bytes: 7, sha256 }] }]);
  await assert.rejects(odd.read(page, { kind: 'document', how: 'auto' }), { code: 'model-unsupported' });
  await copyFile(path.join(english.folder, file), path.join(folder, file));
  t.after(() => Promise.all([changed.dispose(), odd.dispose()]));
  assert.match(await changed.read(page, { kind: 'document', how: 'auto' }), /ferry/);
});

test('with the network cut a page is read, and nothing of the reader lives on to keep the process', () => {
  const script = fileURLToPath(new URL('read-alone.ts', import.meta.url));
  const alone = ['-rn', process.execPath, '--import', 'tsx', script];
  const { status, signal, stdout, stderr } = spawnSync('unshare', alone, {
    encoding: 'utf8',
    timeout: 120_000,
  });
  assert.deepEqual([status, signal], [0, null], stderr);
  assert.match(stdout, /The ferry leaves at 7:40/);
  assert.equal(stderr, '');
});
