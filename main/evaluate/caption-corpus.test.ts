import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { readCaptionCorpus } from './caption-corpus.ts';

async function folderOf(context: TestContext, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parola-corpus-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return folder;
}
const read = async (folder: string, choice: { split?: string; limit?: number } = {}) =>
  (await readCaptionCorpus(folder, choice)).map((one) => [
    one.file,
    path.relative(folder, one.path),
    one.captions,
  ]);

test('captions.tsv is read with a header or without, with a number column or numbers behind the names', async (context) => {
  const pictures = { 'images/boat.jpg': '', 'images/cat.jpg': '' };
  const expected = [
    ['boat.jpg', 'images/boat.jpg', ['A boat.', 'A "small" boat .']],
    ['cat.jpg', 'images/cat.jpg', ['A cat']],
  ];
  const tables = [
    'image\tcaption\nboat.jpg\tA boat.\nboat.jpg\tA "small" boat .\ncat.jpg\tA cat\n',
    'image\tindex\tcaption\r\nboat.jpg\t0\tA boat.\r\nboat.jpg\t1\tA "small" boat .\r\ncat.jpg\t0\tA cat\r\n',
    'boat.jpg\tA boat.\nboat.jpg\tA "small" boat .\ncat.jpg\tA cat',
    '\ufeffboat.jpg#0\tA boat.\nboat.jpg#1\tA "small" boat .\n\ncat.jpg#0\tA cat\n',
  ];
  for (const table of tables) {
    const folder = await folderOf(context, { ...pictures, 'captions.tsv': table });
    assert.deepEqual(await read(folder), expected);
    assert.deepEqual(await read(folder, { limit: 1 }), expected.slice(0, 1));
  }
});

test('a split gives its own pictures in its own order, whatever the pictures’ ending is', async (context) => {
  const folder = await folderOf(context, {
    'images/boat.webp': '',
    'images/cat.webp': '',
    'captions.tsv': 'image\tcaption\nboat.jpg\tA boat\ncat.jpg\tA cat\ndog.jpg\tA dog\n',
    'dev.txt': 'cat.jpg\r\nboat.jpg\r\n',
    'bad.txt': 'sofa.jpg\n',
  });
  assert.deepEqual(await read(folder, { split: 'dev' }), [
    ['cat.jpg', 'images/cat.webp', ['A cat']],
    ['boat.jpg', 'images/boat.webp', ['A boat']],
  ]);
  await assert.rejects(read(folder), { code: 'file-not-found', message: /dog\.jpg/ });
  await assert.rejects(read(folder, { split: 'test' }), { code: 'file-not-found', message: /test\.txt/ });
  await assert.rejects(read(folder, { split: 'bad' }), { code: 'data-malformed', message: /sofa\.jpg/ });
});

test('COCO’s layout is read, with pictures in a folder of the split’s name', async (context) => {
  const captions = (name: string) =>
    JSON.stringify({
      info: {},
      images: [
        { id: 7, file_name: `${name}.jpg` },
        { id: 8, file_name: 'nothing-said.jpg' },
      ],
      annotations: [
        { id: 1, image_id: 7, caption: 'One' },
        { id: 2, image_id: 7, caption: 'Two' },
      ],
    });
  const folder = await folderOf(context, {
    'annotations/captions_val2017.json': captions('a'),
    'val2017/a.jpg': '',
  });
  assert.deepEqual(await read(folder), [['a.jpg', 'val2017/a.jpg', ['One', 'Two']]]);
  await writeFile(path.join(folder, 'annotations/captions_train2017.json'), captions('b'));
  assert.deepEqual(await read(folder, { split: 'val2017' }), [['a.jpg', 'val2017/a.jpg', ['One', 'Two']]]);
  await assert.rejects(read(folder), { code: 'data-malformed', message: /--split.*train2017, val2017/ });
  await assert.rejects(read(folder, { split: 'train2017' }), { code: 'file-not-found', message: /b\.jpg/ });
});

test('what is no corpus is said', async (context) => {
  const cases: [Record<string, string>, RegExp][] = [
    [{}, /no captions/],
    [{ 'captions.tsv': '' }, /no captions/],
    [{ 'captions.tsv': 'only names\n' }, /line 1 /],
    [{ 'captions.tsv': 'image\tcaption\na.jpg\n' }, /line 2 /],
    [{ 'annotations/captions_a.json': '{"images": 3}' }, /captions_a\.json/],
    [{ 'annotations/captions_a.json': 'x' }, /captions_a\.json/],
  ];
  for (const [files, message] of cases) {
    await assert.rejects(read(await folderOf(context, files)), { code: 'data-malformed', message });
  }
  await assert.rejects(read('/nowhere'), { code: 'file-not-found' });
});
