import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import type { PictureDescription } from '../../preload/description.ts';
import type { Inference } from '../inference.ts';
import type { SeeingModels } from '../worker/protocol.ts';
import { formatCaptionReport } from './caption-report.ts';
import { captionScores } from './caption-scores.ts';
import { evaluateCaption } from './evaluate-caption.ts';

const files = [{ name: 'encoder.onnx', bytes: 1, sha256: 'a'.repeat(64) }];
const models = {
  captioner: { id: 'toy', folder: '', graphs: {}, files },
  reading: [],
} as unknown as SeeingModels;

/** Says "A dog runs" of every picture, facts of those called "page", and fails at those called "bad". */
function toy(): Inference {
  const describe: Inference['describe'] = async ({ pictures, options }, { onDescribed } = {}) => {
    assert.equal(options.read, 'never');
    for (const [index, source] of pictures.entries()) {
      const name = 'path' in source ? source.path : '';
      const abstained = name.includes('page');
      const caption = abstained ? 'A document, 9 × 9 pixels.' : 'A dog runs';
      const kind = abstained ? 'document' : 'photograph';
      const description = { caption, abstained, kind, confidence: 0.5 } as PictureDescription;
      const error = { code: 'picture-malformed', message: 'damaged' } as const;
      onDescribed?.(
        index,
        name.includes('bad') ? { ok: false, error } : { ok: true, description, preview: null },
      );
    }
  };
  return { describe, provider: () => 'toy', pids: () => [] } as unknown as Inference;
}

async function corpus(context: TestContext, rows: readonly string[]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'parola-evaluate-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  await mkdir(path.join(folder, 'images'));
  for (const row of rows) await writeFile(path.join(folder, 'images', row.split('\t')[0] ?? ''), '');
  await writeFile(path.join(folder, 'captions.tsv'), rows.map((row) => `${row}\n`).join(''));
  return folder;
}

const rows = ['a.jpg\tA dog runs.', 'a.jpg\tThe dog', 'b.jpg\tA cat sits', 'page.png\tA page of a book'];

test('a picture that gets facts is scored with them, counted, and left out of what the captions are like', async (context) => {
  const data = await corpus(context, rows);
  const report = await evaluateCaption({ data }, { inference: toy(), models });
  const expected = captionScores(
    ['A dog runs', 'A dog runs', 'A document, 9 × 9 pixels.'],
    [['A dog runs.', 'The dog'], ['A cat sits'], ['A page of a book']],
  );
  assert.deepEqual(
    [report.bleu, report.cider, report.rougeL],
    [expected.bleu, expected.cider, expected.rougeL],
  );
  assert.deepEqual(
    [
      report.images,
      report.references,
      report.abstained,
      report.distinctCaptions,
      report.wordsUsed,
      report.meanLength,
    ],
    [3, 4, 1, 1, 3, 3],
  );
  assert.deepEqual(report.model, { id: 'toy', sha256: { 'encoder.onnx': 'a'.repeat(64) } });
  const text = formatCaptionReport(report);
  assert.match(
    text,
    /\nabstained +1 of 3\ndistinct captions +1 of 2 \(50\.0 %\)\nwords used +3, 3\.0 in a caption\n/,
  );
});

test('a picture that cannot be described ends the evaluation and is named', async (context) => {
  const data = await corpus(context, [...rows, 'bad.jpg\tA dog']);
  await assert.rejects(evaluateCaption({ data }, { inference: toy(), models }), {
    code: 'picture-malformed',
    message: /^bad\.jpg: /,
  });
  const { images } = await evaluateCaption({ data, limit: 2 }, { inference: toy(), models });
  assert.equal(images, 2);
});
