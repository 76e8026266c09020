import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openSession } from '../../main/worker/runtime/session.ts';

const folder = fileURLToPath(new URL('../../models/textbook', import.meta.url));
const tolerance = 1e-5;

interface Golden {
  readonly dims: readonly number[];
  readonly data: readonly number[];
}

test('the LSTM of the textbook gives what PyTorch gives', async () => {
  const golden: Record<string, Golden> = JSON.parse(await readFile(join(folder, 'golden.json'), 'utf8'));
  const file = 'lstm.onnx';
  const bytes = await readFile(join(folder, file));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const model = { id: 'textbook-lstm', folder, files: [{ name: file, bytes: bytes.length, sha256 }] };
  const session = await openSession(model, file, {
    inputs: ['input'],
    outputs: ['output', 'hidden', 'cell'],
  });
  try {
    const { data = [], dims = [] } = golden.input ?? {};
    assert.deepEqual(dims, [3, 5, 10]);
    const results = await session.run({ input: { type: 'float32', data: Float32Array.from(data), dims } });
    assert.deepEqual(results.output?.dims, [3, 5, 20]);
    assert.deepEqual(results.hidden?.dims, [1, 3, 20]);
    assert.deepEqual(results.cell?.dims, [1, 3, 20]);
    for (const name of ['output', 'hidden', 'cell']) {
      const values = Array.from(results[name]?.data ?? [], Number);
      const expected = golden[name]?.data ?? [];
      assert.equal(values.length, expected.length);
      values.forEach((value, at) => {
        assert.ok(Math.abs(value - (expected[at] as number)) <= tolerance, `${name}[${at}]: ${value}`);
      });
    }
  } finally {
    await session.dispose();
  }
});
