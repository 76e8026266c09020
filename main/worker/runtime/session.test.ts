import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import {
  addConstant,
  addInput,
  addNode,
  addOutput,
  finishModel,
  startDraft,
} from '../../../models/graph/build.ts';
import { writeModel } from '../../../models/graph/onnx.ts';
import { openSession } from './session.ts';

/** An installed model of one graph: sum = x + (1, 2). */
async function installed(context: TestContext) {
  const folder = await mkdtemp(path.join(tmpdir(), 'parola-session-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  const draft = startDraft();
  const x = addInput(draft, 'x', 'float32', ['rows', 2]);
  addNode(draft, 'Add', [x, addConstant(draft, 'b', 'float32', [2], Float32Array.of(1, 2))], {
    outputs: ['sum'],
  });
  addOutput(draft, 'sum', 'float32', ['rows', 2]);
  const bytes = writeModel(finishModel(draft, 'sum', 17));
  await writeFile(path.join(folder, 'sum.onnx'), bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { id: 'sum', folder, files: [{ name: 'sum.onnx', bytes: bytes.length, sha256 }] };
}

const names = { inputs: ['x'], outputs: ['sum'] };

test('a verified graph runs', async (context) => {
  const session = await openSession(await installed(context), 'sum.onnx', names);
  const { sum } = await session.run({
    x: { type: 'float32', data: Float32Array.of(1, 1, 5, 5), dims: [2, 2] },
  });
  assert.deepEqual(sum?.data, Float32Array.of(2, 3, 6, 7));
  assert.deepEqual(sum?.dims, [2, 2]);
  await session.dispose();
});

test('a file with one changed byte is never loaded', async (context) => {
  const model = await installed(context);
  const file = path.join(model.folder, 'sum.onnx');
  const bytes = await readFile(file);
  bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
  await writeFile(file, bytes);
  await assert.rejects(openSession(model, 'sum.onnx', names), {
    code: 'model-corrupt',
    message: /models install sum/,
  });
});

test('a missing file and one that was never installed are told apart', async (context) => {
  const model = await installed(context);
  await assert.rejects(openSession(model, 'other.onnx', names), { code: 'model-corrupt' });
  await rm(path.join(model.folder, 'sum.onnx'));
  await assert.rejects(openSession(model, 'sum.onnx', names), { code: 'model-missing' });
});

test('a graph that is not what the manifest says is refused before it runs', async (context) => {
  const model = await installed(context);
  for (const wrong of [
    { inputs: ['x', 'y'], outputs: ['sum'] },
    { inputs: ['x'], outputs: ['product'] },
    { inputs: [], outputs: ['sum'] },
  ]) {
    await assert.rejects(openSession(model, 'sum.onnx', wrong), { code: 'model-unsupported' });
  }
});

test('verified bytes that are no graph are an unsupported model, not a crash', async (context) => {
  const model = await installed(context);
  const text = Buffer.from('not a graph at all');
  await writeFile(path.join(model.folder, 'sum.onnx'), text);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const files = [{ name: 'sum.onnx', bytes: text.length, sha256 }];
  await assert.rejects(openSession({ ...model, files }, 'sum.onnx', names), { code: 'model-unsupported' });
});
