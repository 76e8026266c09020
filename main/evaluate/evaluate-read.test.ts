import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { PictureDescription } from '../../preload/description.ts';
import type { Inference } from '../inference.ts';
import type { SeeingModels } from '../worker/protocol.ts';
import { evaluateRead, formatReadReport } from './evaluate-read.ts';

const models = { captioner: {}, reading: [{ id: 'tesseract-eng' }] } as unknown as SeeingModels;
let folder = '';

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'parola-evaluate-read-'));
});
after(() => rm(folder, { recursive: true }));

/** Reads in each picture what `texts` says by its name, and tells how it was asked. */
function toy(texts: Readonly<Record<string, string>>) {
  const asked = new Set<string | undefined>();
  const describe: Inference['describe'] = async ({ pictures, options }, { onDescribed } = {}) => {
    asked.add(options.read);
    for (const [index, source] of pictures.entries()) {
      const text = texts['path' in source ? path.basename(source.path) : ''] ?? '';
      const description = { kind: 'document', text } as PictureDescription;
      onDescribed?.(index, { ok: true, description, preview: null });
    }
  };
  const inference = { describe, provider: () => 'toy', pids: () => [] } as unknown as Inference;
  return { asked, inference };
}

test('wrong letters and words are counted over all pictures, and what was unread or made up by picture', async () => {
  const written = { 'a.png': 'one two', 'b.jpg': 'three', 'c.png': '' };
  for (const [name, text] of Object.entries(written)) {
    await writeFile(path.join(folder, name), '');
    await writeFile(path.join(folder, name.replace(/\..*/, '.txt')), text);
  }
  await writeFile(path.join(folder, 'without-text.png'), '');
  const { asked, inference } = toy({ 'a.png': 'one tvo', 'c.png': 'leaf' });
  const report = await evaluateRead({ data: folder }, { inference, models });
  assert.deepEqual([report.pictures, report.unread, report.madeUp], [3, 1, 1]);
  // One letter, five that were not read and four that are not there, of twelve.
  assert.equal(report.letterErrorRate, (100 * 10) / 12);
  assert.equal(report.wordErrorRate, (100 * 3) / 3);
  assert.deepEqual([...asked], ['auto']);
  assert.match(formatReadReport(report), /letters wrong +83\.33 %\n.*\nunread +1 pictures/);
});

test('every picture is read where that is asked for', async () => {
  const { asked, inference } = toy({});
  const report = await evaluateRead({ data: folder, always: true, limit: 1 }, { inference, models });
  assert.deepEqual([[...asked], report.pictures], [['always'], 1]);
});

test('a folder without pairs says what one looks like', async () => {
  const { inference } = toy({});
  const data = await mkdtemp(path.join(folder, 'empty-'));
  await assert.rejects(evaluateRead({ data }, { inference, models }), {
    code: 'data-malformed',
    message: /page\.png and page\.txt/,
  });
  await assert.rejects(evaluateRead({ data: `${data}/none` }, { inference, models }), {
    code: 'file-not-found',
  });
});
