import assert from 'node:assert/strict';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { captionScores } from '../../main/evaluate/caption-scores.ts';
import { fixtures, parola } from '../command-line.ts';
import { drawBlank } from '../drawn-pictures.ts';

const captions: [image: string, captions: string[]][] = [
  ['coffee.jpg', ['A cup of coffee stands on a wooden table.', 'Someone’s coffee, with a spoon beside it.']],
  ['astronaut.jpg', ['A woman in an orange suit smiles.', 'An astronaut stands in front of a flag.']],
  ['blank.jpg', ['Nothing but blue.', 'A blue picture.']],
];

async function corpus(context: TestContext): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parola-evaluate-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const images = path.join(folder, 'images');
  await mkdir(images);
  for (const name of ['coffee.jpg', 'astronaut.jpg', 'cat.jpg']) {
    await copyFile(path.join(fixtures, 'photographs', name), path.join(images, name));
  }
  await drawBlank(path.join(images, 'blank.jpg'));
  const rows = captions.flatMap(([image, some]) => some.map((caption) => `${image}\t${caption}\n`));
  await writeFile(path.join(folder, 'captions.tsv'), `image\tcaption\n${rows.join('')}cat.jpg\tA cat\n`);
  await writeFile(path.join(folder, 'dev.txt'), 'coffee.jpg\nastronaut.jpg\nblank.jpg\n');
  return folder;
}

test('parola evaluate caption scores what a user gets of the pictures of a split', async (context) => {
  const data = await corpus(context);
  const { code, stdout, stderr } = await parola([
    'evaluate',
    'caption',
    '--data',
    data,
    '--split',
    'dev',
    '--json',
  ]);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  const report = JSON.parse(stdout);
  assert.deepEqual([report.images, report.references, report.abstained], [3, 6, 1]);
  const files = captions.map(([image]) => path.join(data, 'images', image));
  const said = await parola(['caption', '--no-read', '--format', 'json', ...files]);
  const described: { caption: string }[] = JSON.parse(said.stdout);
  const ours = described.map(({ caption }) => caption);
  assert.deepEqual(
    report.pictures.map(({ caption }: { caption: string }) => caption),
    ours,
  );
  const { bleu, cider, rougeL } = captionScores(
    ours,
    captions.map(([, some]) => some),
  );
  assert.deepEqual([report.bleu, report.cider, report.rougeL], [bleu, cider, rougeL]);
  assert.equal(report.distinctCaptions, new Set(ours.slice(0, 2)).size);
  assert.ok(report.wordsUsed > 3 && report.meanLength > 3);
  assert.equal(report.model.id, 'parola-captioner');
  for (const hash of Object.values(report.model.sha256)) assert.match(String(hash), /^[0-9a-f]{64}$/);
  assert.ok(report.millisecondsPerImage > 0 && report.firstCaptionSeconds > 0);
});

test('parola evaluate caption prints a table, and says what is no data', async (context) => {
  const data = await corpus(context);
  const args = ['evaluate', 'caption', '--data', data];
  const { code, stdout, stderr } = await parola([...args, '--limit', '2', '--beams', '2']);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  assert.match(stdout, /^data .*: 2 pictures, 4 captions\nmodel +parola-captioner, on \S+, 2 beams\n/);
  assert.match(
    stdout,
    /\nBLEU-1 to 4 +[\d.]+ {2}[\d.]+ {2}[\d.]+ {2}[\d.]+\nCIDEr +[\d.]+\nROUGE-L +[\d.]+\nabstained +0 of 2\n/,
  );
  const wrong = await parola([...args, '--split', 'test']);
  assert.deepEqual([wrong.code, wrong.stdout], [1, '']);
  assert.match(wrong.stderr, /^parola: file-not-found: evaluate: [^\n]*test\.txt[^\n]*\n$/);
});
