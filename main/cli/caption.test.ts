import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import type { DescribeOptions, PictureDescription } from '../../preload/description.ts';
import type { Inference } from '../inference.ts';
import type { SeeingModels } from '../worker/protocol.ts';
import { captionAll } from './caption.ts';
import type { CaptionOptions } from './caption-batch.ts';
import { pictureItems } from './caption-sources.ts';

const models = {} as SeeingModels;

/** Captions every file with its name but those called "bad"; tells what it was asked. */
function scripted(onPicture: (name: string) => void = () => {}) {
  const asked: { name: string; options: DescribeOptions }[] = [];
  const describe: Inference['describe'] = async ({ pictures, options }, { signal, onDescribed } = {}) => {
    for (const [index, source] of pictures.entries()) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (signal?.aborted) throw new Error('cancelled');
      const name = 'path' in source ? path.basename(source.path) : 'bytes';
      asked.push({ name, options });
      onPicture(name);
      const error = { code: 'picture-malformed', message: 'damaged' } as const;
      onDescribed?.(
        index,
        name.includes('bad') ? { ok: false, error } : { ok: true, description: of(name), preview: null },
      );
    }
  };
  return { asked, inference: { describe } };
}

function of(name: string): PictureDescription {
  return {
    caption: `It is ${name}`,
    confidence: 0.5,
    abstained: false,
    kind: 'photograph',
    text: '',
    alternatives: [],
    grid: [1, 1],
    words: [],
    facts: { width: 1, height: 1, frames: 1, colours: [], brightness: 'light' },
  };
}

async function pictures(context: TestContext, names: readonly string[]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parola-caption-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  for (const name of names) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), '');
  }
  return folder;
}

async function run(
  places: readonly string[],
  options: Partial<CaptionOptions>,
  { inference, asked } = scripted(),
  signal = new AbortController().signal,
) {
  const all: CaptionOptions = { format: 'txt-sidecar', read: 'auto', ...options };
  const context = { home: '/nowhere', offline: true, signal, workerPath: '' };
  const code = await captionAll(await pictureItems(places, all), {
    options: all,
    context,
    inference,
    models,
  });
  return { code, asked };
}

const read = (...parts: string[]) => readFile(path.join(...parts), 'utf8');

test('of a folder its pictures are described, with --recursive those below it, hidden ones never', async (context) => {
  const folder = await pictures(context, [
    'b.JPG',
    'a.png',
    'notes.md',
    'in/c.webp',
    '.hidden.png',
    '.in/d.png',
  ]);
  const flat = await run([folder], {});
  assert.deepEqual([flat.code, flat.asked.map(({ name }) => name)], [0, ['a.png', 'b.JPG']]);
  assert.deepEqual((await readdir(folder)).sort(), [
    '.hidden.png',
    '.in',
    'a.png',
    'a.txt',
    'b.JPG',
    'b.txt',
    'in',
    'notes.md',
  ]);
  const deep = await run([folder], { recursive: true, output: path.join(folder, 'out') });
  assert.deepEqual(
    deep.asked.map(({ name }) => name),
    ['a.png', 'b.JPG', 'c.webp'],
  );
  assert.equal(await read(folder, 'out', 'in', 'c.txt'), 'It is c.webp\n');
});

test('a bad picture fails by itself, and a text file of an earlier run is replaced or skipped as asked', async (context) => {
  const folder = await pictures(context, ['a.png', 'bad.png', 'c.png']);
  await writeFile(path.join(folder, 'a.txt'), 'old\n');
  const skipping = await run([folder], { skipExisting: true });
  assert.deepEqual([skipping.code, skipping.asked.map(({ name }) => name)], [1, ['bad.png', 'c.png']]);
  assert.equal(await read(folder, 'a.txt'), 'old\n');
  await run([folder], {});
  assert.equal(await read(folder, 'a.txt'), 'It is a.png\n');
  assert.deepEqual((await readdir(folder)).sort(), ['a.png', 'a.txt', 'bad.png', 'c.png', 'c.txt']);
});

test('a table of a batch is one file in the order of the pictures, and never replaces another', async (context) => {
  const names = Array.from({ length: 200 }, (_, index) => `${String(index).padStart(3, '0')}.png`);
  const folder = await pictures(context, [...names, 'bad.png']);
  const output = path.join(folder, 'out');
  const first = await run([folder], { format: 'json', output });
  assert.equal(first.code, 1);
  const records = JSON.parse(await read(output, 'captions.json'));
  assert.deepEqual(
    records.map(({ file }: { file: string }) => file),
    names.map((name) => path.join(folder, name)),
  );
  await run([path.join(folder, '000.png')], { format: 'json', output });
  assert.equal(JSON.parse(await read(output, 'captions-2.json')).length, 1);
  assert.equal(JSON.parse(await read(output, 'captions.json')).length, 200);
  await run([folder], { format: 'csv', output });
  assert.equal((await read(output, 'captions.csv')).split('\r\n').length, 202);
  assert.deepEqual((await readdir(output)).sort(), ['captions-2.json', 'captions.csv', 'captions.json']);
});

test('a batch that is stopped leaves what it has as a whole file, and no half one', async (context) => {
  const names = Array.from({ length: 100 }, (_, index) => `${String(index).padStart(3, '0')}.png`);
  const folder = await pictures(context, names);
  const output = path.join(folder, 'out');
  const stop = new AbortController();
  const engine = scripted((name) => {
    if (name === '040.png') stop.abort();
  });
  const { code } = await run([folder], { format: 'json', output }, engine, stop.signal);
  assert.equal(code, 130);
  const records = JSON.parse(await read(output, 'captions.json'));
  assert.ok(records.length > 0 && records.length < 100);
  assert.deepEqual(await readdir(output), ['captions.json']);
});

test('where nothing can be written nothing is described; where one text file cannot be, the others are', async (context) => {
  const folder = await pictures(context, ['a.png', 'b.png', 'file']);
  const engine = scripted();
  const output = path.join(folder, 'file', 'out');
  for (const format of ['text', 'txt-sidecar'] as const) {
    await assert.rejects(run([folder], { format, output }, engine), { code: 'output-unwritable' });
  }
  assert.deepEqual(engine.asked, []);
  await mkdir(path.join(folder, 'a.txt'));
  const { code } = await run([folder], {});
  assert.equal(code, 1);
  assert.equal(await read(folder, 'b.txt'), 'It is b.png\n');
  assert.deepEqual((await readdir(folder)).sort(), ['a.png', 'a.txt', 'b.png', 'b.txt', 'file']);
});

test('what was asked reaches the captioner, and nothing that was not', async (context) => {
  const folder = await pictures(context, ['a.png']);
  const { asked } = await run([folder], { beams: 4, alternatives: 2, prefix: ' A photo of ', read: 'never' });
  assert.deepEqual(asked[0]?.options, { beams: 4, alternatives: 2, prefix: 'A photo of', read: 'never' });
  assert.deepEqual((await run([folder], { prefix: ' ' })).asked[0]?.options, { read: 'auto' });
});

test('a folder without pictures and a missing file are failures in their place', async (context) => {
  const folder = await pictures(context, ['empty/notes.txt', 'a.png']);
  const places = [path.join(folder, 'empty'), path.join(folder, 'none.png'), path.join(folder, 'a.png')];
  const { code, asked } = await run(places, {});
  assert.deepEqual([code, asked.length], [1, 1]);
});
